import { describe, expect, it } from "vitest";

import { rangeOf, spanOf } from "./range";

describe("the range of a replay", () => {
  it("takes whole days, the last one included", () => {
    const { from, until } = rangeOf({ from: "2026-03-01", until: "2026-03-01" });
    expect(new Date(until ?? "").getTime() - new Date(from ?? "").getTime()).toBe(86_400_000);
  });
  it("is open where nothing is chosen", () => {
    expect(rangeOf({ from: "", until: "" })).toEqual({});
  });
  it("says how long it takes at least", () => {
    expect(spanOf(1000, 100)).toEqual({ unit: "s", count: 10 });
    expect(spanOf(60_000, 100)).toEqual({ unit: "min", count: 10 });
    expect(spanOf(1_000_000, 100)).toEqual({ unit: "h", count: 3 });
  });
});
