import { describe, expect, it } from "vitest";

import type { Retention } from "@/api/types";

import { cellLabel, everybodyOf, offsetsShown, retentionAsk, retentionCompare, retentionQuestion, retentionSays, retentionSheet, together } from "./retention";
import { shareOf } from "./words";

const cell = (count: number, of: number, completeness = "complete") => ({ back: shareOf(count, of), completeness });
const answer: Retention = {
  cohorts: [
    { period: 10, begins_at: "2026-03-02T00:00:00Z", begins_on: "2026-03-02", people: 40, offsets: [cell(40, 40), cell(20, 40), cell(9, 40, "partial")] },
    { period: 11, begins_at: "2026-03-09T00:00:00Z", begins_on: "2026-03-09", people: 60, offsets: [cell(60, 60), cell(1, 60, "partial"), cell(0, 60, "not_begun")] },
  ],
  parts: [],
  note: { position: "1", people: 100, took_ms: 1, explanation: "" },
};

describe("retention", () => {
  it("asks with defaults that suit the unit", () => {
    expect(retentionQuestion({ unit: "month", starts: ["Signed Up"] }, undefined)).toEqual({ starts: { names: ["Signed Up"] }, unit: "month", offsets: 13, kind: "bounded", cohort: "first_start" });
  });
  it("puts together only what is over", () => {
    expect(together(answer, 1)).toMatchObject({ count: 20, of: 40, complete: true });
    expect(together(answer, 2)).toMatchObject({ count: 9, of: 40, complete: false });
    expect(retentionSays(answer, { starts: ["Signed Up"], returns: ["Paid"] })).toBe(
      "Of 40 people who began with Signed Up, 50\u00a0% (35 to 65) did Paid 1 week later; 23\u00a0% (12 to 38) 2 weeks later.",
    );
  });
  it("shows begun offsets alone, and says which are not over", () => {
    expect(offsetsShown(answer)).toBe(3);
    const { rows, columns } = retentionSheet(answer, "week");
    expect(columns.map((column) => column.title)).toEqual(["Began", "People", "Week 0", "Week 1", "Week 2"]);
    expect(rows[1]?.[3]).toMatchObject({ raw: 1, unsure: true, who: { period: 11, offset: 1 } });
    expect(rows[1]?.[4]).toEqual({ text: "", raw: null });
    expect(cellLabel(answer.cohorts[1] as never, 1, "week")).toContain("not over yet");
  });
  it("finds everybody of a cohort by a return that is the start itself", () => {
    const question = retentionQuestion({ starts: ["Signed Up"], returns: ["Paid"], counted: "rolling" }, undefined);
    expect(retentionAsk({ period: 10, offset: 1 }, question)).toEqual({ question, cell: { period: 10, offset: 1 } });
    const asked = retentionAsk(everybodyOf(answer.cohorts[0] as never), question);
    expect(asked.cell).toEqual({ period: 10, offset: 0 });
    expect(asked.question).toMatchObject({ starts: { names: ["Signed Up"] }, returns: { names: ["Signed Up"] }, kind: "bounded" });
    expect(retentionAsk(everybodyOf(answer.cohorts[0] as never), retentionQuestion({ returns: ["Paid"] }, undefined)).question.returns).toBeUndefined();
  });
  it("compares parts by what is over", () => {
    const rows = retentionCompare("week").rows?.([answer, { ...answer, cohorts: [] }], answer) ?? [];
    expect(rows.map((row) => [row.name, row.cells[0]?.rate.count, row.cells[1]])).toEqual([["Week 0", 100, null], ["Week 1", 20, null], ["Week 2", 9, null]]);
  });
});
