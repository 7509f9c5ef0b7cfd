import { describe, expect, it } from "vitest";

import type { MapReplay } from "@/api/types";

import { momentBeside, placeOf, type Plan, planOf, pointOn } from "./replay";

const minute = 60_000;
const day = 86_400_000;

function replayOf(...people: [number, number][][][]): MapReplay {
  return {
    people: people.map((cases, index) => ({
      id: `p${index}`, cut: false,
      cases: cases.map((steps) => ({ nodes: steps.map(([node]) => node), at_ms: steps.map(([, at]) => at) })),
    })),
    all_people: people.length,
    nodes: [],
    note: { position: "", people: people.length, took_ms: 1, explanation: "" },
  };
}
const all = new Set([1, 2, 3]);
const tripOf = (plan: Plan, index = 0) => plan.trips[index] ?? { person: -1, cases: [] };

describe("planOf", () => {
  it("lets everybody begin at once, a dot for each case", () => {
    const plan = planOf(replayOf([[[1, 5 * day], [2, 5 * day + 20 * minute]], [[3, 9 * day]]]), all, "together");
    expect(plan.trips.map((trip) => trip.cases)).toEqual([[[{ node: 1, at: 0 }, { node: 2, at: 20 * minute }]], [[{ node: 3, at: 0 }]]]);
    expect(plan.begins).toBeNull();
  });

  it("goes by the calendar, a dot for each person", () => {
    const plan = planOf(replayOf([[[1, 5 * day], [2, 6 * day]], [[3, 9 * day]]], [[[1, 7 * day]]]), all, "calendar");
    expect(plan.begins).toBe(5 * day);
    expect(plan.trips.map((trip) => trip.cases.map((steps) => steps[0]?.at))).toEqual([[0, 4 * day], [2 * day]]);
  });

  it("leaves out what the map does not show, and who is nowhere on it", () => {
    const plan = planOf(replayOf([[[1, 0], [9, minute], [2, 9 * minute]]], [[[9, 0]]]), all, "calendar");
    expect(plan.trips).toHaveLength(1);
    expect(tripOf(plan).cases[0]?.map((step) => step.node)).toEqual([1, 2]);
  });

  it("slows down what is too quick to see, and keeps its order", () => {
    const plan = planOf(replayOf([[[1, 0], [2, 1], [3, 2]], [[1, 600 * minute]]]), all, "calendar");
    const [first = [], second = []] = tripOf(plan).cases;
    expect(first.map((step) => step.node)).toEqual([1, 2, 3]);
    const gaps = first.slice(1).map((step, index) => step.at - (first[index]?.at ?? 0));
    for (const gap of gaps) expect(gap).toBeCloseTo(plan.pace * 0.3);
    expect(second[0]?.at).toBe(600 * minute);
  });

  it("has nothing to play where nobody is", () => {
    expect(planOf(replayOf(), all, "together")).toMatchObject({ trips: [], length: 0 });
  });
});

describe("placeOf", () => {
  const trip = { person: 0, cases: [[{ node: 1, at: 10 }, { node: 2, at: 30 }, { node: 3, at: 40 }], [{ node: 1, at: 100 }]] };

  it("is nowhere before the first step, between cases and long after the last", () => {
    expect([0, 9, 46, 99, 106].map((at) => placeOf(trip, at, 5))).toEqual([null, null, null, null, null]);
  });

  it("is on the way between two steps, by the share of the time", () => {
    expect(placeOf(trip, 25, 5)).toEqual({ from: 1, to: 2, share: 0.75 });
    expect(placeOf(trip, 30, 5)).toEqual({ from: 2, to: 3, share: 0 });
    expect(placeOf(trip, 43, 5)).toEqual({ from: 3, to: 3, share: 0 });
    expect(placeOf(trip, 100, 5)).toEqual({ from: 1, to: 1, share: 0 });
  });
});

describe("momentBeside", () => {
  const plan = planOf(replayOf([[[1, 0], [2, 10 * minute]]], [[[1, 0], [2, 4 * minute]]]), all, "together");

  it("goes from step to step, and to the ends", () => {
    expect(momentBeside(plan, 0, 1)).toBe(4 * minute);
    expect(momentBeside(plan, 4 * minute, 1)).toBe(10 * minute);
    expect(momentBeside(plan, 10 * minute, 1)).toBe(plan.length);
    expect(momentBeside(plan, 10 * minute, -1)).toBe(4 * minute);
    expect(momentBeside(plan, 0, -1)).toBe(0);
  });
});

describe("pointOn", () => {
  it("goes by length, not by the number of points", () => {
    const way = [{ x: 0, y: 0 }, { x: 90, y: 0 }, { x: 90, y: 10 }];
    expect(pointOn(way, 0.5)).toEqual({ x: 50, y: 0 });
    expect(pointOn(way, 0.95)).toEqual({ x: 90, y: 5 });
    expect(pointOn(way, 1)).toEqual({ x: 90, y: 10 });
  });
});
