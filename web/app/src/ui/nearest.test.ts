import { describe, expect, it } from "vitest";

import { nearest } from "./nearest";

describe("nearest", () => {
  const others = [
    { x: 100, y: 0 },
    { x: 40, y: 60 },
    { x: 0, y: 50 },
    { x: -30, y: 0 },
  ];
  it("goes in the direction of the arrow, rather straight than aside", () => {
    const from = { x: 0, y: 0 };
    expect(nearest(from, others, [1, 0])).toBe(0);
    expect(nearest(from, others, [0, 1])).toBe(2);
    expect(nearest(from, others, [-1, 0])).toBe(3);
  });
  it("stays where nothing lies ahead", () => {
    expect(nearest({ x: 0, y: 0 }, others, [0, -1])).toBeNull();
    expect(nearest({ x: 0, y: 0 }, [], [1, 0])).toBeNull();
  });
});
