import { describe, expect, it } from "vitest";

import { addressOf, behindOf, type Finding, findingSays, panelTitle, sideTitle, worstLoss } from "./findings";
import { readFindingsSearch } from "./findingsSearch";
import { questionOf } from "./funnel";
import { readJourneySearch } from "./search";

const share = (count: number, of: number) => ({ count, of, share: count / of, low: count / of - 0.02, high: count / of + 0.02 });
const side = (count: number, of: number, part: unknown = null) => ({
  share: share(count, of), part, all: { furthest_from: 1, furthest_to: 2 }, reached: { furthest_from: 2, furthest_to: 2 }, stopped: { furthest_from: 1, furthest_to: 1 },
});
const day = 86_400_000;

function finding(more: object): Finding {
  return {
    id: "a", group: "differs", kind: "part", steps: ["Checkout Started", "Order Completed"], window_ms: 3_600_000,
    days: { from: "2026-01-01", until: "2026-06-30" }, by: null, changed: null, before: null, lasts: false, reached: [],
    sides: [side(373, 1204, { kind: "value", value: "Safari" }), side(1740, 3000, { kind: "other_than", value: "Safari" })],
    difference: null, people: 300, page: "funnel", question: { steps: [] }, ...more,
  } as unknown as Finding;
}
const part = finding({ by: { trait: null, property: "context.userAgent.browser", value: "Safari" } });
const change = (more: object = {}) =>
  finding({ kind: "change", group: "changed", changed: { from: "2026-03-02", until: "2026-03-29" }, before: { from: "2026-02-02", until: "2026-03-01" }, ...more });
const chain = finding({
  kind: "funnel", group: "lost", steps: ["Visit", "Add", "Pay"], reached: [share(100, 100), share(30, 100), share(20, 100)], sides: [side(20, 100)], window_ms: day,
});

const early = (more: object = {}) =>
  finding({
    kind: "landmark", group: "early", page: "landmark", by: null, steps: ["Trial Started", "Calendar Imported", "Left"], window_ms: 90 * day,
    landmark: { did: "Calendar Imported", starts: "Trial Started", outcome: "Left", within_ms: 14 * day, after_ms: 0, did_first: false }, sides: [side(125, 257), side(24, 665)], ...more,
  });

describe("findings in words", () => {
  it("says of a part who does it less often, with how many and the range", () => {
    expect(findingSays(part)).toBe(
      "Of 1,204 people who did Checkout Started with Browser Safari, 31.0\u00a0% (29.0 to 33.0) went on to Order Completed within 1 h; of the 3,000 others, 58.0\u00a0% (56.0 to 60.0).",
    );
    expect([sideTitle(part, 0), sideTitle(part, 1)]).toEqual(["Safari", "Others"]);
    expect(panelTitle(part, 0, "stopped")).toBe("Safari, did not go on to Order Completed");
  });
  it("says of a change from when to when, and since when it lasts", () => {
    expect(findingSays(change())).toMatch(/^From Mar 2, 2026 to Mar 29, 2026, of 1,204 people who did Checkout Started, 31\.0\u00a0% .* within 1 h; before, of 3,000, 58\.0\u00a0%/);
    expect(findingSays(change({ lasts: true }))).toMatch(/^Since Mar 2, 2026, of 1,204 people/);
    expect(sideTitle(change(), 1)).toBe("Before");
  });
  it("says of a chain where most were lost", () => {
    expect(worstLoss(chain)).toEqual({ at: 1, lost: 70 });
    expect(findingSays(chain)).toBe("Of 100 people who began with Visit, 20\u00a0% (18 to 22) went on to Pay within 24 h; most were lost between Visit and Add (70).");
  });
  it("says of friction what was met, and how many arrived with and without it", () => {
    const met = finding({ kind: "friction", group: "friction", by: null, friction: { kind: "dead_end", at: "Help Read", to: null } });
    expect(findingSays(met)).toMatch(/^Of 1,204 people who began with Checkout Started and ended a visit at Help Read, 31\.0\u00a0% .* reached Order Completed; of the 3,000 others, 58\.0\u00a0%/);
    expect([sideTitle(met, 0), sideTitle(met, 1)]).toEqual(["Met it", "Did not meet it"]);
    expect(addressOf(met)).toEqual({ to: "/journeys/friction", search: { begins: ["Checkout Started"], outcome: ["Order Completed"], from: "2026-01-01", until: "2026-06-30" } });
    expect(addressOf(finding({ kind: "friction", friction: { kind: "long_wait", at: "A", to: "B" } })).search.cases).toBe("line");
  });
  it("says of the first days what becomes of the fewer, and of the others", () => {
    expect(findingSays(early())).toMatch(/^Of 257 people without Calendar Imported in the first 14 days after Trial Started, 49\u00a0% .* came to Left in the 90 days after that; of the 665 others, 4\u00a0%/);
    expect([sideTitle(early(), 0), sideTitle(early(), 1)]).toEqual(["Did not", "Did it"]);
    expect(panelTitle(early(), 0, "stopped")).toBe("Did not, did not come to Left");
    expect(addressOf(early())).toEqual({
      to: "/journeys/landmark", search: { did: ["Calendar Imported"], days: "14d", starts: ["Trial Started"], outcome: ["Left"], then: "90d", from: "2026-01-01", until: "2026-06-30" },
    });
    const back = early({ landmark: { ...early().landmark, starts: null, outcome: null, after_ms: 21 * day }, window_ms: 28 * day });
    expect(findingSays(back)).toMatch(/in their first 14 days, .* were back in week 4 after that/);
    expect(addressOf(back).search).toEqual({ did: ["Calendar Imported"], days: "14d", week: "w4", from: "2026-01-01", until: "2026-06-30" });
  });
  it("speaks of one person in the singular", () => {
    expect(findingSays(finding({ sides: [side(1, 1), side(1, 2)] }))).toMatch(/^Of 1 person who did/);
  });
});

describe("the question of a finding", () => {
  /** As it comes out of the address again. */
  const asked = (each: Finding) => questionOf(readJourneySearch(JSON.parse(JSON.stringify(addressOf(each).search)) as Record<string, unknown>), undefined);
  it("is the builder's, with the time, the first attempt and what comes after the time", () => {
    expect(asked(part)).toMatchObject({
      steps: [{ names: ["Checkout Started"] }, { names: ["Order Completed"] }], attempts: "first", window_ms: 3_600_000, steps_after_range: true,
    });
    expect(addressOf(part).search).toMatchObject({ from: "2026-01-01", until: "2026-06-30", by: { property: "context.userAgent.browser" } });
    expect(asked(chain)).toMatchObject({ attempts: "best", window_ms: day });
  });
  it("compares a change with the time before", () => {
    expect(addressOf(change()).search).toMatchObject({ from: "2026-03-02", until: "2026-03-29", against: { from: "2026-02-02", until: "2026-03-01" } });
  });
  it("narrows a change to whom it is about: the first step by a property, the people by a trait", () => {
    const property = change({ by: { trait: null, property: "size", value: 3 } });
    expect(addressOf(property).search.steps?.[0]).toEqual({ names: ["Checkout Started"], where: { and: [{ property: "size", is: "equals", value: 3 }] } });
    expect(addressOf(property).search.by).toBeUndefined();
    const trait = change({ by: { trait: "plan", property: null, value: "pro" } });
    expect(addressOf(trait).search).toMatchObject({ steps: [["Checkout Started"], ["Order Completed"]], people: { and: [{ trait: "plan", is: "equals", value: "pro" }] } });
  });
  it("asks for the people of a side by its part", () => {
    const [, others] = part.sides;
    if (!others) throw new Error("there are two sides");
    expect(behindOf(part, others, "reached")).toEqual({
      page: "funnel", question: { steps: [] }, cell: { furthest_from: 2, furthest_to: 2 }, part: { kind: "other_than", value: "Safari" },
    });
  });
});

describe("the address of the findings", () => {
  it("keeps what is known and drops the rest", () => {
    expect(readFindingsSearch({ range: "90d", finding: 12, side: 1, who: "stopped", more: 1 })).toEqual({ range: "90d", finding: "12", side: 1, who: "stopped" });
    expect(readFindingsSearch({ range: "9d", side: 7, who: "me" })).toEqual({});
  });
});
