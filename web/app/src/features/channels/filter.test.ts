import { describe, expect, it } from "vitest";

import { choiceOf, conditionOf, everything } from "./filter";

describe("the filter of a destination", () => {
  it("comes back as it was chosen", () => {
    for (const choice of [everything, { names: ["Order Completed"], kinds: [] }, { names: ["A", "B"], kinds: ["track"] }]) {
      expect(choiceOf(conditionOf(choice))).toEqual(choice);
    }
  });
  it("is every event where there is none", () => {
    expect(choiceOf(null)).toEqual(everything);
    expect(choiceOf(undefined)).toEqual(everything);
  });
  it("is left alone where it says more than the page shows", () => {
    expect(choiceOf({ event: "Order Completed" })).toBeNull();
    expect(choiceOf({ and: [{ trait: "properties.total", is: "greater", value: 3 }] })).toBeNull();
    expect(choiceOf({ and: [{ trait: "name", is: "one_of", value: [1] }] })).toBeNull();
    expect(choiceOf([])).toBeNull();
  });
});
