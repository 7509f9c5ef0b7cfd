import { describe, expect, it } from "vitest";

import { sparkPaths } from "./sparkline";

describe("sparkPaths", () => {
  it("runs from the left to the right, the highest above", () => {
    expect(sparkPaths([0, 10], 54, 14)).toEqual({ lines: ["M2.0 12.0L52.0 2.0"], end: { x: 52, y: 2 } });
  });
  it("is broken where nothing is known, and flat where all is the same", () => {
    expect(sparkPaths([1, 1, null, 1, 1], 54, 14).lines).toEqual(["M2.0 7.0L14.5 7.0", "M39.5 7.0L52.0 7.0"]);
    expect(sparkPaths([null, 3], 54, 14)).toEqual({ lines: [], end: { x: 52, y: 7 } });
  });
});
