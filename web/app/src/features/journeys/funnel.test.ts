import { describe, expect, it } from "vitest";

import type { Funnel } from "@/api/types";

import { funnelSays, funnelSheet, funnelWhoTitle, questionOf, windowMs, worstStep } from "./funnel";
import { shareOf } from "./words";

const step = (count: number, before: number, first: number) => ({ people: count, attempts: count, of_first: shareOf(count, first), of_before: shareOf(count, before), median_ms: 60_000, p90_ms: null });
const answer: Funnel = {
  steps: [step(200, 200, 200), step(90, 200, 200), step(61, 90, 200)],
  parts: [],
  note: { position: "1", people: 300, took_ms: 3, explanation: "" },
};
const steps = [["Viewed"], ["Added"], ["Paid", "Paid later"]];

describe("questionOf", () => {
  it("asks nothing before there are two steps", () => {
    expect(questionOf({ steps: [["Viewed"], []] }, undefined)).toBeNull();
  });
  it("leaves empty steps out and excludes over the whole funnel", () => {
    expect(questionOf({ steps: [["Viewed"], [], ["Paid"]], within: "1h", exclusions: [{ events: ["Called"] }, {}] }, { from: "x" })).toEqual({
      steps: [{ names: ["Viewed"] }, { names: ["Paid"] }],
      order: "ordered",
      attempts: "best",
      window_ms: 3_600_000,
      exclusions: [{ events: { names: ["Called"] }, from: 1, to: 2 }],
      range: { from: "x" },
    });
    expect(questionOf({ steps: [["a"], ["b"]], within: "none" }, undefined)).not.toHaveProperty("window_ms");
    expect(windowMs("14d")).toBe(14 * 86_400_000);
  });
});

describe("exclusions", () => {
  const four = [["a"], [], ["b"], ["c"]];
  const between = (exclusion: object, steps: string[][] = four) => {
    const [only] = questionOf({ steps, exclusions: [{ events: ["x"], ...exclusion }] }, undefined)?.exclusions ?? [];
    return [only?.from, only?.to];
  };
  it("lie between the steps that are asked for, however they are numbered on the page", () => {
    expect(between({ from: 3, to: 4 })).toEqual([2, 3]);
    expect(between({ from: 1, to: 3 })).toEqual([1, 2]);
    expect(between({ from: 1, to: 2 })).toEqual([1, 2]);
    expect(between({ from: 2, to: 3 }, [["a"], ["b"]])).toEqual([1, 2]);
  });
  it("are not asked for where nothing can be in between", () => {
    expect(questionOf({ steps: four, order: "strict_next", exclusions: [{ events: ["x"] }] }, undefined)).not.toHaveProperty("exclusions");
  });
  it("come with the time from step to step", () => {
    expect(questionOf({ steps: four, window: "between_steps" }, undefined)).toMatchObject({ window: "between_steps", window_ms: 604_800_000 });
    expect(questionOf({ steps: four, window: "between_steps", within: "none" }, undefined)).not.toHaveProperty("window");
  });
});

describe("a funnel's answer", () => {
  it("is said in one sentence with n, the interval and the worst step", () => {
    expect(worstStep(answer)).toBe(1);
    expect(funnelSays(answer, steps, {})).toBe(
      "Of 200 people who began with Viewed, 31\u00a0% (25 to 37) went on to Paid or Paid later within 7 days; most were lost between Viewed and Added (110).",
    );
  });
  it("has every figure in the table, with the people behind it", () => {
    const { rows } = funnelSheet(answer, steps);
    expect(rows[1]?.map((cell) => cell.raw)).toEqual(["Added", 90, 0.45, expect.closeTo(0.3826, 3), expect.closeTo(0.5193, 3), 0.45, 110, 60_000, null]);
    expect(rows[1]?.[1]?.who).toEqual({ furthest_from: 2, furthest_to: 3 });
    expect(rows[2]?.[6]?.who).toEqual({ furthest_from: 2, furthest_to: 2 });
    expect(rows[0]?.[6]?.who).toBeUndefined();
  });
  it("says who is behind a part of it", () => {
    expect(funnelWhoTitle({ furthest_from: 2, furthest_to: 3 }, steps)).toBe("Reached Added");
    expect(funnelWhoTitle({ furthest_from: 1, furthest_to: 1 }, steps)).toBe("Viewed, but not Added");
  });
});
