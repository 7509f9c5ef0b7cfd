import { describe, expect, it } from "vitest";

import type { Survival } from "@/api/types";

import { survivalCompare, survivalQuestion, survivalSays, survivalSheet, survivalWhoTitle } from "./survival";

const point = (time: number, at_risk: number, ended: number, censored: number, survival: number) => ({ time, at_risk, ended, censored, survival, error: 0.1, low: survival - 0.05, high: survival + 0.05 });
const answer: Survival = {
  people: 40, ended: 25, censored: 15, unit: "day", median: 12, median_low: 9, median_high: null,
  points: [point(1, 40, 10, 5, 0.75), point(12, 25, 15, 0, 0.3), { ...point(30, 10, 0, 10, 0.3), low: null, high: null }],
  log_rank: null, note: { position: "1", people: 40, took_ms: 1, explanation: "" }, parts: [],
};

describe("survival", () => {
  it("asks until something happens, or until silence", () => {
    expect(survivalQuestion({}, undefined)).toEqual({ silence_ms: 30 * 86_400_000, unit: "day" });
    expect(survivalQuestion({ starts: ["Joined"], ends: ["Paid"], silence: "7d", lasting: "week" }, undefined)).toEqual({ starts: { names: ["Joined"] }, ends: { names: ["Paid"] }, unit: "week" });
    const range = { until: "2026-05-01T00:00:00Z" };
    expect(survivalQuestion({ later: true }, range)).toMatchObject({ range, ends_after_range: true });
    expect(survivalQuestion({ later: true }, undefined)).not.toHaveProperty("ends_after_range");
  });
  it("says how long it takes for half of them, and whether parts differ", () => {
    expect(survivalSays(answer, { starts: ["Joined"], ends: ["Paid"] })).toBe("Of 40 people who began with Joined, 25 came to Paid. For half of them it takes 12 days at most (9 to …).");
    expect(survivalSays({ ...answer, median: null }, {})).toBe("Of 40 people who began with Any event, 25 fell silent for 30 days. After 30 days, 30\u00a0% have not yet.");
    const log_rank = { chi_squared: 9, degrees_of_freedom: 1, p: 0.0004, parts: [] };
    expect(survivalSays({ ...answer, log_rank }, {})).toContain("The parts differ by more than chance (log-rank test, p < 0.001).");
    expect(survivalSays({ ...answer, log_rank: { ...log_rank, p: 0.43 } }, {})).toContain("The parts do not differ clearly (log-rank test, p = 0.43).");
  });
  it("has a row for each time, whose figures open", () => {
    const { columns, rows } = survivalSheet(answer);
    expect(columns.map((column) => column.title)).toEqual(["After", "Still followed", "Ended", "Not known further", "Not ended", "Low", "High"]);
    expect(rows[0]?.map((cell) => cell.text)).toEqual(["1 day", "40", "10", "5", "75\u00a0%", "70\u00a0%", "80\u00a0%"]);
    expect(rows[0]?.[2]?.who).toEqual({ from: 1, below: 2, ended: true });
    expect(rows[2]?.[2]?.who).toBeUndefined();
    expect(rows[2]?.[5]).toEqual({ text: "", raw: null });
  });
  it("names who is behind a figure", () => {
    expect(survivalWhoTitle({ from: 12, below: 13, ended: true }, answer)).toBe("It ended after 12 days");
    expect(survivalWhoTitle({ from: 12 }, answer)).toBe("Followed for 12 days or longer");
    expect(survivalWhoTitle({ ended: false }, answer)).toBe("It has not ended");
  });
  it("compares with how many it has ended", () => {
    expect(survivalCompare({ ends: ["Paid"] }).rate?.(answer, answer)).toMatchObject({ rate: { count: 25, of: 40 }, who: { ended: true } });
  });
});
