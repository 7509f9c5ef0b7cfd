import { describe, expect, it } from "vitest";

import { readJourneySearch } from "./search";

describe("readJourneySearch", () => {
  it("keeps a question as it was shared", () => {
    const search = { steps: [["Product Viewed"], []], within: "7d", who: { furthest_from: 1, furthest_to: 2 }, view: "table" };
    expect(readJourneySearch(search)).toEqual(search);
  });
  it("takes names that look like numbers, and leaves out what it does not know", () => {
    expect(readJourneySearch({ steps: [[404, null], "x"], order: "sideways", depth: 99, from: "yesterday", who: [], events: [] })).toEqual({
      steps: [["404"], []],
      depth: 6,
    });
  });
  it("keeps conditions, parts and what is compared", () => {
    const search = {
      people: { trait: "plan", is: "equals", value: "pro" },
      steps: [["A"], { names: ["B"], where: { and: [{ property: "total", is: "greater", value: 5 }] } }],
      by: { trait: "plan" },
      groups: [{ trait: "plan", is: "exists" }, null],
      against: { from: "2026-01-01", until: "2026-01-31" },
      models: ["first", "linear"],
      who: { furthest_from: 1, furthest_to: 1 },
      part: { kind: "value", value: "pro" },
    };
    expect(readJourneySearch(search)).toEqual(search);
    expect(readJourneySearch({ by: { colour: "red" }, against: "after", part: { kind: "value", value: 1 }, models: ["best"], groups: [1] })).toEqual({ groups: [null, null], models: [] });
    expect(readJourneySearch({ groups: Array.from({ length: 12 }, () => ({ trait: "plan", is: "exists" })) }).groups).toHaveLength(10);
    expect(readJourneySearch({ weights: { first: 3, last: "much" }, channel: 404, back_days: 0, worth: "total" })).toEqual({ weights: { first: 3, between: 0, last: 0 }, channel: "404", back_days: 1, worth: "total" });
    expect(readJourneySearch({ against: "before", steps: [{ names: [7], where: null }] })).toEqual({ against: "before", steps: [["7"]] });
  });
});
