import { describe, expect, it } from "vitest";

import { layOut } from "./mapLayout";

const link = (from: number, to: number, count: number) => ({ from, to, count });

describe("layOut", () => {
  it("puts what comes later lower, although some go back", () => {
    const spots = layOut([1, 2, 3], [link(1, 2, 50), link(2, 3, 40), link(3, 1, 10), link(2, 2, 5)], 4);
    expect(spots).toEqual([
      { id: 1, row: 0, column: 0 },
      { id: 2, row: 1, column: 0 },
      { id: 3, row: 2, column: 0 },
    ]);
  });
  it("keeps apart what does not belong together, so that lines do not cross", () => {
    const spots = layOut([1, 2, 3, 4], [link(1, 4, 9), link(2, 3, 9)], 4);
    const columnOf = (id: number) => spots.find((spot) => spot.id === id)?.column;
    expect(columnOf(1) === columnOf(4) && columnOf(2) === columnOf(3)).toBe(true);
  });
  it("gives every node a place of its own, in rows that are not too wide", () => {
    const ids = Array.from({ length: 30 }, (_, id) => id);
    const spots = layOut(ids, ids.slice(1).map((id) => link(0, id, id)), 6);
    expect(new Set(spots.map((spot) => `${spot.row}/${spot.column}`)).size).toBe(30);
    expect(Math.max(...spots.map((spot) => spot.column))).toBeLessThan(6);
  });
});
