import { describe, expect, it } from "vitest";

import { scaleOf } from "./RateChart";
import { shareOf } from "./words";

const group = (count: number, of: number) => ({ key: "a", bars: [{ key: "b", name: "", rate: shareOf(count, of), tone: "accent" as const }] });

describe("scaleOf", () => {
  it("ends at the next round share above all intervals", () => {
    expect(scaleOf([group(1, 1000)])).toBe(0.05);
    expect(scaleOf([group(10, 100), group(30, 100)])).toBe(0.4);
    expect(scaleOf([group(5, 5)])).toBe(1);
    expect(scaleOf([])).toBe(0.05);
  });
});
