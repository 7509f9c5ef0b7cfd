import { describe, expect, it } from "vitest";

import type { Friction } from "@/api/types";

import { certainty, changeOf, findingTitle, frictionQuestion, frictionSays, frictionSheet, frictionWhoTitle, harmful, helpful } from "./friction";
import { barWho, indexSays, indexSheet, weighed } from "./frictionIndex";
import { shareOf } from "./words";

const finding = (kind: string, at: number, met: [number, number], other: [number, number], holds: boolean, to?: number) => {
  const [a, b] = [shareOf(...met), shareOf(...other)];
  // As the server says it: how much less often.
  return { kind, at, ...(to === undefined ? {} : { to }), met: a, not_met: b, difference: b.share - a.share, low: b.share - a.share - 0.1, high: b.share - a.share + 0.05, p: 0.001, adjusted_p: holds ? 0.0004 : 0.4, holds };
};
const answer: Friction = {
  reached: shareOf(60, 200),
  nodes: [{ id: 1, kind: "track", name: "Cart Viewed" }, { id: 2, kind: "track", name: "Paid" }],
  findings: [finding("loop", 2, [40, 50], [20, 150], true), finding("dead_end", 1, [5, 80], [55, 120], true), finding("long_wait", 1, [3, 20], [57, 180], false, 2)],
  all_findings: 3,
  drop_offs: [{ at: 1, people: 70 }],
  index: {
    learned: true, because: null, mean: 12.34, median: 0, p90: 40, without: 0.4,
    kinds: [
      { kind: "loop", people: 50, times: 70, weight: 0.2, low: -0.1, high: 0.5 },
      { kind: "dead_end", people: 80, times: 90, weight: -1.25, low: -1.5, high: -1 },
      { kind: "rage", people: 0, times: 0, weight: null, low: null, high: null },
    ],
    bars: [{ from: 0, below: 10, people: 120 }, { from: 90, below: null, people: 80 }],
    predicts: { area: 0.71, low: 0.6, high: 0.82 },
  },
  note: { position: "1", people: 200, took_ms: 1, explanation: "" },
  parts: [],
};

describe("friction", () => {
  it("asks when it knows what should be reached", () => {
    expect(frictionQuestion({}, undefined)).toBeNull();
    expect(frictionQuestion({ outcome: ["Paid"], wait: "1d", cases: "line" }, undefined)).toEqual({
      outcome: { names: ["Paid"] }, collapse_repeats: true, soon_ms: 604_800_000, too_long_ms: 86_400_000,
    });
  });
  it("tells what goes with less from what goes with more", () => {
    expect(harmful(answer).map((each) => each.kind)).toEqual(["dead_end", "long_wait"]);
    expect(helpful(answer).map((each) => each.kind)).toEqual(["loop"]);
    expect(changeOf(answer.findings[1] as never).value).toBeCloseTo(5 / 80 - 55 / 120);
    expect(changeOf(answer.findings[1] as never).low).toBeLessThan(changeOf(answer.findings[1] as never).high);
  });
  it("says the worst in words, and how sure it is without a p", () => {
    expect(frictionSays(answer, { outcome: ["Paid"] })).toBe(
      "Of 200 people who began with anything, 30\u00a0% (24 to 37) reached Paid. What goes with it most: A visit ended at Cart Viewed. Of those who met it 6\u00a0% (3 to 14) reached it, of the others 46\u00a0% (37 to 55).",
    );
    expect(frictionSays({ ...answer, findings: [] }, { outcome: ["Paid"] })).toContain("Too few people");
    expect(frictionSays({ ...answer, findings: answer.findings.slice(2) }, { outcome: ["Paid"] })).toContain("beyond chance");
    expect([certainty({ holds: true, adjusted_p: 0.0001 }), certainty({ holds: true, adjusted_p: 0.04 }), certainty({ holds: false, adjusted_p: 0.2 })]).toEqual([
      "almost certainly no chance", "unlikely to be chance", "may be chance",
    ]);
  });
  it("tells the index, what it weighs, and whether to trust it", () => {
    const { index } = answer;
    expect(indexSays(index, "Paid").join(" ")).toContain("On average it is 12.3; for half of the people at most 0.0, for nine in ten at most 40.0.");
    expect(indexSays(index, "Paid").join(" ")).not.toContain("guessing: do not");
    expect(indexSays({ ...index, predicts: { area: 0.55, low: 0.45, high: 0.65 } }, "Paid").join(" ")).toContain("no better than guessing");
    expect(indexSays({ ...index, learned: false, because: "few_reached" }, "Paid")).toEqual(["The index could not be learned: fewer than 20 people reached it."]);
    expect(weighed(index).map((kind) => kind.kind)).toEqual(["dead_end", "loop"]);
    expect(indexSheet(index).rows.map((row) => row.map((cell) => cell.text))).toEqual([
      ["Visits that ended", "80", "90", "-1.25 (-1.50 to -1.00)"], ["Returns", "50", "70", "0.20 (-0.10 to 0.50)"], ["Rage", "0", "0", "–"],
    ]);
    expect(index.bars.map(barWho)).toEqual([{ kind: "index", from: 0, below: 10 }, { kind: "index", from: 90 }]);
  });
  it("names points and who met them, and opens them from the table", () => {
    expect(findingTitle(answer.findings[2] as never, answer)).toBe("Waited long between Cart Viewed and Paid");
    expect(frictionWhoTitle({ kind: "drop_off", at: 1 }, answer)).toBe("Stopped at Cart Viewed");
    expect(frictionWhoTitle({ kind: "loop", at: 2, met: false }, answer)).toBe("Not: Came back to Paid after something else");
    const { rows } = frictionSheet(answer);
    expect(rows.map((row) => row[0]?.text)).toEqual(["A visit ended at Cart Viewed", "Waited long between Cart Viewed and Paid", "Came back to Paid after something else"]);
    expect(rows[1]?.[1]?.who).toEqual({ kind: "long_wait", at: 1, to: 2, met: true });
  });
});
