import { describe, expect, it } from "vitest";

import { cut, namesTitle, nodeTitle, rateOf, shareOf } from "./words";

describe("shareOf", () => {
  it("gives the interval that the server gives", () => {
    const share = shareOf(61, 142);
    expect(share.low).toBeCloseTo(0.35107193412557336, 12);
    expect(share.high).toBeCloseTo(0.5117928495804842, 12);
    expect(shareOf(0, 0)).toMatchObject({ share: 0, low: 0, high: 1 });
  });
});

describe("words", () => {
  it("says a rate with its interval, and decimals only where n carries them", () => {
    expect(rateOf(shareOf(61, 142))).toBe("43\u00a0% (35 to 51)");
    expect(rateOf(shareOf(610, 1420))).toBe("43.0\u00a0% (40.4 to 45.5)");
    expect(rateOf(shareOf(0, 0))).toBe("no rate");
  });
  it("names sets of events and nodes without names", () => {
    expect(namesTitle([])).toBe("anything");
    expect(namesTitle(["A", "B"])).toBe("A or B");
    expect(namesTitle(["A", "B", "C"])).toBe("A or 2 others");
    expect(nodeTitle({ kind: "identify", name: "" })).toBe("Identified");
    expect(nodeTitle({ kind: "track", name: "Paid" })).toBe("Paid");
  });
  it("cuts what does not fit", () => {
    expect(cut("Checkout Step Viewed", 64)).toBe("Checkout …");
    expect(cut("Paid", 64)).toBe("Paid");
  });
});
