import { describe, expect, it } from "vitest";

import { layOut } from "./mapLayout";
import { forward, rowsOf } from "./mapRows";
import { pointsAlong } from "./mapWays";

const link = (from: number, to: number, count: number) => ({ from, to, count });
const text = (each: { count: number }) => String(each.count);

/** The same for the same seed. */
function anyMap(seed: number) {
  let state = seed * 7919 + 17;
  const next = (below: number) => (state = (state * 1103515245 + 12345) % 2147483648) % below;
  const ids = Array.from({ length: 4 + next(14) }, (_, id) => id);
  const pairs = new Map(Array.from({ length: ids.length * 2 }, () => [next(ids.length), next(ids.length)] as const).map(([a, b]) => [`${a}-${b}`, link(a, b, 1 + next(900))]));
  return { ids, links: [...pairs.values()] };
}
const numbers = (path: string) => path.split(/[MLC ]+/).filter(Boolean).map(Number);

describe("rowsOf", () => {
  const links = [link(1, 2, 9), link(2, 3, 8), link(3, 1, 2), link(1, 3, 1), link(4, 3, 1)];
  it("goes down from what comes first, whatever leads back", () => {
    const rows = rowsOf([3, 2, 1, 4], forward(links), 4);
    expect([rows.get(1), rows.get(2), rows.get(3)]).toEqual([0, 1, 2]);
  });
  it("puts what nothing leads to right above what it leads to", () => {
    expect(rowsOf([1, 2, 3, 4], forward(links), 4).get(4)).toBe(1);
  });
  it("goes on in the next row when one is full", () => {
    const rows = rowsOf([1, 2, 3], [], 2);
    expect([...rows.values()]).toEqual([0, 0, 1]);
  });
});

describe("layOut", () => {
  it("leads no arrow behind a box, and puts no label on a box or on another label", () => {
    for (let seed = 1; seed <= 16; seed++) {
      const { ids, links } = anyMap(seed);
      const { places, ways, box, width, height } = layOut(ids, links, 360 + (seed % 5) * 200, text);
      const labels: { x: number; y: number; wide: number }[] = [];
      for (const way of ways) {
        const values = numbers(way.path);
        const points = Array.from({ length: values.length / 2 }, (_, at) => ({ x: values[2 * at] ?? 0, y: values[2 * at + 1] ?? 0 }));
        if (way.link.from !== way.link.to) {
          const ends = points.filter((_, at) => at % 3 === 0 || !way.path.includes("C"));
          for (const [id, middle] of places) {
            const inside = ends.filter((point) => Math.abs(point.x - middle.x) < box.width / 2 - 1 && Math.abs(point.y - middle.y) < box.height / 2 - 1);
            expect(inside, `${seed}: ${way.link.from} to ${way.link.to} behind ${id}`).toEqual([]);
          }
        }
        for (const point of points) {
          expect(point.x).toBeGreaterThanOrEqual(0);
          expect(point.x).toBeLessThanOrEqual(width);
          expect(point.y).toBeLessThanOrEqual(height);
        }
        if (!way.label) continue;
        const own = { ...way.label, wide: text(way.link).length * 6 };
        for (const middle of places.values()) expect(Math.abs(own.x - middle.x) < box.width / 2 && Math.abs(own.y - middle.y) < box.height / 2).toBe(false);
        for (const other of labels) expect(Math.abs(own.x - other.x) < (own.wide + other.wide) / 2 && Math.abs(own.y - other.y) < 12).toBe(false);
        labels.push(own);
      }
    }
  });
  it("keeps boxes of a row apart", () => {
    for (let seed = 1; seed <= 16; seed++) {
      const { ids, links } = anyMap(seed);
      const { places, box } = layOut(ids, links, 900, text);
      const all = [...places.values()];
      for (const one of all) for (const other of all) if (one !== other && one.y === other.y) expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(box.width);
    }
  });
  it("labels both ways between two boxes", () => {
    const { ways } = layOut([1, 2], [link(1, 2, 10), link(2, 1, 7)], 800, text);
    expect(ways.map((way) => way.label !== null)).toEqual([true, true]);
    expect(ways[0]?.path).not.toBe(ways[1]?.path);
  });
  it("is the same for the same map", () => {
    const { ids, links } = anyMap(3);
    expect(layOut(ids, links, 800, text)).toEqual(layOut(ids, links, 800, text));
  });
});

describe("pointsAlong", () => {
  it("begins and ends where the way does", () => {
    const points = pointsAlong([{ x: 0, y: 0 }, { x: 50, y: 100 }]);
    expect(points[0]).toEqual({ x: 0, y: 0 });
    expect(points.at(-1)).toEqual({ x: 50, y: 100 });
  });
});
