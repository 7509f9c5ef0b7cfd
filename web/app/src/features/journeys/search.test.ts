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
});
