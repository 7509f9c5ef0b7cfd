import { describe, expect, it } from "vitest";

import type { Retention } from "@/api/types";

import { cellLabel, columnsShown, figureOf, kindOf, retentionCompare, retentionQuestion, retentionSays, retentionSheet, retentionWhoTitle, rowsOf, together } from "./retention";
import { shareOf } from "./words";

const cell = (count: number, of: number, completeness = "complete") => ({ back: shareOf(count, of), completeness });
const note = { position: "1", people: 100, took_ms: 1, explanation: "" };
const answer: Retention = {
  first_offset: 0,
  cohorts: [
    { period: 10, begins_at: "2026-03-02T00:00:00Z", begins_on: "2026-03-02", people: 40, offsets: [cell(40, 40), cell(20, 40), cell(9, 40, "partial")] },
    { period: 11, begins_at: "2026-03-09T00:00:00Z", begins_on: "2026-03-09", people: 60, offsets: [cell(60, 60), cell(1, 60, "partial"), cell(0, 60, "not_begun")] },
  ],
  rows: [],
  parts: [],
  note,
};
/** Before and after, by plan. */
const byPlan: Retention = {
  first_offset: -1,
  cohorts: [],
  rows: [
    { row: { kind: "value", value: "pro" }, people: 50, offsets: [cell(10, 50), cell(50, 50), cell(30, 40, "partial")] },
    { row: { kind: "value", value: "free" }, people: 30, offsets: [cell(3, 30), cell(30, 30), cell(6, 30)] },
    { row: { kind: "none", value: null }, people: 2, offsets: [cell(0, 2), cell(2, 2), cell(0, 0, "not_begun")] },
  ],
  parts: [],
  note,
};
const week = kindOf({});

describe("retention", () => {
  it("asks with defaults that suit the unit", () => {
    expect(retentionQuestion({ unit: "month", starts: ["Signed Up"] }, undefined)).toEqual({ starts: { names: ["Signed Up"] }, unit: "month", offsets: 13, kind: "bounded", cohort: "first_start" });
  });
  it("asks for what came before, for churn and for rows by a value once it is chosen", () => {
    expect(retentionQuestion({ sides: "around", shows: "churn", rows: { trait: "plan" }, cohort: "every_period" }, undefined)).toEqual({
      unit: "week", offsets: 7, kind: "bounded", cohort: "first_start", direction: "around", measure: "churn", rows: { trait: "plan", limit: 12 },
    });
    expect(retentionQuestion({ rows: { property: "" } }, undefined)).toBeNull();
  });
  it("puts together only what is over", () => {
    expect(together(answer, 1)).toMatchObject({ count: 20, of: 40, complete: true });
    expect(together(answer, 2)).toMatchObject({ count: 9, of: 40, complete: false });
    expect(retentionSays(answer, { starts: ["Signed Up"], returns: ["Paid"] })).toBe(
      "Of 40 people who began with Signed Up, 50\u00a0% (35 to 65) did Paid 1 week later; 23\u00a0% (12 to 38) 2 weeks later.",
    );
    expect(retentionSays(answer, { starts: ["Signed Up"], shows: "churn" })).toBe(
      "Of 40 people who began with Signed Up, 50\u00a0% (35 to 65) had not come back 1 week later; 78\u00a0% (62 to 88) 2 weeks later.",
    );
  });
  it("says what came before, and which values have most and least", () => {
    expect(together(byPlan, -1)).toMatchObject({ count: 13, of: 82 });
    expect(together(byPlan, 1)).toMatchObject({ count: 36, of: 70 });
    expect(retentionSays(byPlan, { starts: ["Paid"], returns: ["Visit"], sides: "around", rows: { trait: "plan" } })).toBe(
      "Of 70 people who began with Paid, 51\u00a0% (40 to 63) did Visit 1 week later; 16\u00a0% (10 to 25) in the week before. Most for pro: 75\u00a0% (60 to 86); least for free: 20\u00a0% (10 to 37).",
    );
  });
  it("claims no difference where chance may have made it", () => {
    const alike = { ...byPlan, rows: byPlan.rows.map((row) => ({ ...row, offsets: row.offsets.map(({ back }) => cell(Math.round(back.of / 2), back.of)) })) };
    expect(retentionSays(alike, { sides: "around", rows: { trait: "plan" } })).toContain("No clear difference between the rows.");
  });
  it("shows begun offsets alone, and says which are not over", () => {
    expect(columnsShown(answer)).toBe(3);
    const { rows, columns } = retentionSheet(answer, {});
    expect(columns.map((column) => column.title)).toEqual(["Began", "People", "Week 0", "Week 1", "Week 2"]);
    expect(rows[1]?.[1]).toMatchObject({ raw: 60, who: { period: 11 } });
    expect(rows[1]?.[3]).toMatchObject({ raw: 1, unsure: true, who: { period: 11, offset: 1 } });
    expect(rows[1]?.[4]).toEqual({ text: "", raw: null });
    expect(cellLabel(rowsOf(answer, "week")[1] as never, 1, 1, week)).toContain("not over yet");
  });
  it("has values as rows, both sides with their signs, and those who did not for churn", () => {
    const search = { sides: "around", shows: "churn", rows: { trait: "plan" } } as const;
    const { rows, columns } = retentionSheet(byPlan, search);
    expect(columns.map((column) => column.title)).toEqual(["Plan", "People", "Week \u22121", "Week 0", "Week +1"]);
    expect(rows.map((row) => row[0]?.text)).toEqual(["pro", "free", "No value"]);
    expect(rows[0]?.[2]).toMatchObject({ raw: 40, who: { row: { kind: "value", value: "pro" }, offset: -1, back: false } });
    expect(rows[0]?.[4]).toMatchObject({ raw: 10, unsure: true });
    expect(rows[2]?.[4]).toEqual({ text: "", raw: null });
    const label = cellLabel(rowsOf(byPlan, "week")[0] as never, 2, 1, kindOf(search));
    expect(label).toBe("pro, Week +1: 25\u00a0% (14 to 40), 10 of 40 (for the others it is not over yet)");
  });
  it("names whose people are shown", () => {
    expect(retentionWhoTitle({ period: 10 }, answer, week)).toBe("Began Week of Mar 2, 2026");
    expect(retentionWhoTitle({ period: 10, offset: 1, back: false }, answer, week)).toBe("Began Week of Mar 2, 2026, not back in Week 1");
    expect(retentionWhoTitle({ row: { kind: "value", value: "pro" }, offset: -1 }, byPlan, kindOf({ sides: "around" }))).toBe("Began pro, there in Week \u22121");
  });
  it("counts everybody else as gone", () => {
    expect(figureOf(cell(10, 40), true)).toMatchObject({ count: 30, of: 40 });
  });
  it("compares parts by what is over", () => {
    const rows = retentionCompare(week).rows?.([answer, { ...answer, cohorts: [] }], answer) ?? [];
    expect(rows.map((row) => [row.name, row.cells[0]?.rate.count, row.cells[1]])).toEqual([["Week 0", 100, null], ["Week 1", 20, null], ["Week 2", 9, null]]);
    const around = retentionCompare(kindOf({ sides: "around" })).rows?.([byPlan], byPlan) ?? [];
    expect(around.map((row) => [row.name, row.cells[0]?.rate.count])).toEqual([["Week \u22121", 13], ["Week 0", 82], ["Week +1", 36]]);
  });
});
