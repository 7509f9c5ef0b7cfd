import { describe, expect, it } from "vitest";

import type { Lifecycle } from "@/api/types";

import { lifecycleQuestion, lifecycleSays, lifecycleSheet } from "./lifecycle";

const period = (number: number, day: string, counts: [number, number, number, number], completeness = "complete") => ({
  period: number, begins_at: `${day}T00:00:00Z`, begins_on: day, new: counts[0], returning: counts[1], resurrected: counts[2], dormant: counts[3], completeness,
});
const answer: Lifecycle = {
  periods: [period(1, "2026-03-02", [50, 0, 0, 0]), period(2, "2026-03-09", [5, 40, 0, 10]), period(3, "2026-03-16", [1, 2, 0, 43], "partial")],
  note: { position: "1", people: 60, took_ms: 1, explanation: "" },
  parts: [],
};

describe("lifecycle", () => {
  it("says of the last period that is over how many stayed", () => {
    expect(lifecycleSays(answer, "week")).toMatch(/^Week of .*: 45 people were active, 5 of them new\. Of 50 active in the period before, 80\u00a0% \(67 to 89\) stayed and 10 went quiet\.$/);
    expect(lifecycleSays({ ...answer, periods: answer.periods.slice(0, 1) }, "week")).toMatch(/: 50 people were active\.$/);
  });
  it("opens every figure that somebody stands behind", () => {
    const { rows } = lifecycleSheet(answer, "week");
    expect(rows[1]?.map((cell) => cell.raw)).toEqual(["2026-03-09", 45, 5, 40, 0, 10]);
    expect(rows[1]?.[5]?.who).toEqual({ period: 2, state: "dormant" });
    expect(rows[1]?.[4]?.who).toBeUndefined();
    expect(rows[2]?.[5]?.unsure).toBe(true);
  });
  it("asks by week unless told otherwise", () => {
    expect(lifecycleQuestion({}, undefined)).toEqual({ unit: "week" });
  });
});
