import { describe, expect, it } from "vitest";

import { placeNames } from "./timeAxis";

const months = (count: number, step: number, left: number) =>
  Array.from({ length: count }, (_, index) => ({ key: index, name: "Nov 2026", x: left + (index + 0.5) * step }));

describe("placeNames", () => {
  it("writes each name under its place where there is room for all", () => {
    const places = months(4, 100, 40);
    expect(placeNames(places, 100, 40, 440)).toEqual(places.map((place) => ({ ...place, textAnchor: "middle" })));
  });
  it("never writes over the edges or over another name, whatever the room", () => {
    for (const count of [1, 2, 3, 13, 52, 400]) {
      for (const width of [120, 300, 346, 600, 1300]) {
        const step = width / count;
        const names = placeNames(months(count, step, 44), step, 44, 44 + width);
        expect(names.length).toBeGreaterThan(0);
        const boxes = names.map(({ x, name, textAnchor }) => {
          const wide = name.length * 6.6;
          const from = textAnchor === "start" ? x : textAnchor === "end" ? x - wide : x - wide / 2;
          return [from, from + wide] as const;
        });
        boxes.forEach(([from, until], index) => {
          expect(from).toBeGreaterThanOrEqual(44 - 1e-9);
          expect(until).toBeLessThanOrEqual(44 + width + 1e-9);
          if (index > 0) expect(from).toBeGreaterThan(boxes[index - 1]?.[1] ?? 0);
        });
      }
    }
  });
});
