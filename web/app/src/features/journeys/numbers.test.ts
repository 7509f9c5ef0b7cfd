import { describe, expect, it } from "vitest";

import { above, isWhole, numberOf, ticks } from "./numbers";
import { readJourneySearch } from "./search";
import { squarify } from "./treemapLayout";

describe("a number that is chosen", () => {
  it("is asked for without what belongs to other kinds", () => {
    expect(numberOf({ of: "count", property: "total", trait: "age", zeros: true, events: ["Paid"] })).toEqual({ of: "count", events: { names: ["Paid"] }, zeros: true });
    expect(numberOf({ of: "trait", property: "total", trait: "age", zeros: true, events: ["Paid"] })).toEqual({ of: "trait", trait: "age" });
    expect(numberOf({ of: "mean", property: "total", zeros: true })).toEqual({ of: "mean", property: "total" });
  });
  it("is whole once nothing is missing", () => {
    expect([isWhole({ of: "count" }), isWhole({ of: "sum" }), isWhole({ of: "sum", property: "total" }), isWhole({ of: "trait" }), isWhole(undefined)]).toEqual([true, false, true, false, false]);
  });
  it("is read from the address", () => {
    const number = { of: "sum" as const, property: "total", zeros: true, events: ["Paid"] };
    expect(readJourneySearch({ x: number, boxes: [{ event: true }, { trait: "plan" }, { property: "more" }] })).toEqual({ x: number, boxes: [{ event: true }, { trait: "plan" }] });
    expect(readJourneySearch({ number: { of: "mode" } })).toEqual({});
  });
});

describe("scales", () => {
  it("have round marks, few enough", () => {
    expect(ticks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticks(-0.3, 0.31, 6)).toEqual([-0.2, 0, 0.2]);
    expect(ticks(3, 3, 5)).toEqual([3]);
  });
  it("know the next number", () => {
    for (const value of [0, 1, -1, 12.5, 1e20, -3e-9]) {
      expect(above(value)).toBeGreaterThan(value);
      expect(above(value) - value).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2.3e-16, Number.MIN_VALUE));
    }
  });
});

describe("boxes of a treemap", () => {
  it("fill the room, each as large as its value, and never lie on each other", () => {
    const values = [60, 25, 9, 4, 1, 1, 0];
    const places = squarify(values, { x: 10, y: 20, width: 300, height: 200 });
    expect(places.at(-1)).toBeNull();
    const drawn = places.slice(0, -1).map((place) => place ?? { x: 0, y: 0, width: 0, height: 0 });
    drawn.forEach((place, at) => {
      expect(place.width * place.height).toBeCloseTo(((values[at] ?? 0) / 100) * 60_000, 6);
      expect(place.x).toBeGreaterThanOrEqual(10 - 1e-9);
      expect(place.x + place.width).toBeLessThanOrEqual(310 + 1e-9);
      expect(place.y + place.height).toBeLessThanOrEqual(220 + 1e-9);
      expect(Math.max(place.width / place.height, place.height / place.width)).toBeLessThan(12);
      for (const other of drawn.slice(0, at)) {
        const across = Math.min(place.x + place.width, other.x + other.width) - Math.max(place.x, other.x);
        const down = Math.min(place.y + place.height, other.y + other.height) - Math.max(place.y, other.y);
        expect(Math.min(across, down)).toBeLessThanOrEqual(1e-9);
      }
    });
  });
});
