/** Who is where at a moment of a replay: people on the boxes and arrows of a process map. Pure. */
import type { MapReplay, MapReplayQuestion } from "@/api/types";

import { stepsQuestion } from "./map";
import type { Point } from "./mapWays";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";

/** By the calendar, or everybody from their own first step. */
export const clocks = ["together", "calendar"] as const;
export type Clock = (typeof clocks)[number];

export interface Step {
  node: number;
  /** From the beginning of the replay, in milliseconds of the people's time. */
  at: number;
}
/** One dot: a person, or with everybody from the start one case of a person. */
export interface Trip {
  person: number;
  /** Of several cases a dot is away between them. */
  cases: Step[][];
}
export interface Plan {
  trips: Trip[];
  length: number;
  /** What passes in a second, where nothing else was chosen. */
  pace: number;
  /** The instant of its beginning; null where everybody begins at their own. */
  begins: number | null;
}
/** On a box (share 0, from and to the same), or part of the way to the next. */
export interface Place {
  from: number;
  to: number;
  share: number;
}

/** How long all of a calendar, and nearly all of the cases, take at the usual speed. */
const calendarSeconds = 60;
const togetherSeconds = 20;
const nearlyAll = 0.9;
/** A move is never quicker than this, or nobody would see it: in seconds as they are watched. */
const quickest = 0.3;
/** So long a dot stays where it ended. */
const stays = 2;

export function replayQuestion(search: JourneySearch, range: TimeRange | undefined): MapReplayQuestion {
  return { ...stepsQuestion(search, range), ...(search.people ? { people: search.people } : {}) };
}

/** The steps that the map shows. */
function shownSteps(one: MapReplay["people"][number]["cases"][number], shown: ReadonlySet<number>): Step[] {
  return one.nodes.flatMap((node, index) => (shown.has(node) ? [{ node, at: one.at_ms[index] ?? 0 }] : []));
}

export function planOf(replay: MapReplay, shown: ReadonlySet<number>, clock: Clock): Plan {
  const people = replay.people.map((person) => person.cases.map((one) => shownSteps(one, shown)).filter((steps) => steps.length > 0));
  const all = people.flat();
  if (all.length === 0) return { trips: [], length: 0, pace: 1, begins: null };
  if (clock === "together") {
    const lengths = all.map((steps) => (steps.at(-1)?.at ?? 0) - (steps[0]?.at ?? 0)).sort((a, b) => a - b);
    const usual = lengths[Math.floor(nearlyAll * (lengths.length - 1))] ?? 0;
    const pace = Math.max(1, usual / togetherSeconds);
    const trips = people.flatMap((cases, person) => cases.map((steps) => ({ person, cases: slowed([from(steps, steps[0]?.at ?? 0)], pace * quickest) })));
    return { trips, length: endOf(trips) + pace * stays, pace, begins: null };
  }
  const begins = all.reduce((least, steps) => Math.min(least, steps[0]?.at ?? least), Infinity);
  const ends = all.reduce((most, steps) => Math.max(most, steps.at(-1)?.at ?? most), begins);
  const pace = Math.max(1, (ends - begins) / calendarSeconds);
  const trips = people.flatMap((cases, person) => (cases.length ? [{ person, cases: slowed(cases.map((steps) => from(steps, begins)), pace * quickest) }] : []));
  return { trips, length: endOf(trips) + pace * stays, pace, begins };
}

const from = (steps: Step[], begin: number): Step[] => steps.map(({ node, at }) => ({ node, at: at - begin }));
const endOf = (trips: Trip[]): number => trips.reduce((most, trip) => Math.max(most, trip.cases.at(-1)?.at(-1)?.at ?? 0), 0);

/** The order of a person's steps stays; those too quick to see come later. */
function slowed(cases: Step[][], least: number): Step[][] {
  let before = -Infinity;
  return cases.map((steps) =>
    steps.map(({ node, at }) => {
      before = Math.max(at, before + least);
      return { node, at: before };
    }),
  );
}

/** Where a dot is; null before its first step, between cases, and some time after the last. */
export function placeOf(trip: Trip, at: number, stay: number): Place | null {
  for (let index = trip.cases.length - 1; index >= 0; index--) {
    const steps = trip.cases[index];
    const [first, last] = [steps?.[0], steps?.at(-1)];
    if (!steps || !first || !last || at < first.at) continue;
    if (at >= last.at) return at - last.at <= stay ? { from: last.node, to: last.node, share: 0 } : null;
    let [low, high] = [0, steps.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((steps[middle]?.at ?? 0) <= at) low = middle;
      else high = middle;
    }
    const [before, after] = [steps[low] ?? first, steps[high] ?? last];
    return { from: before.node, to: after.node, share: (at - before.at) / (after.at - before.at) };
  }
  return null;
}

/** How long a dot stays at its end, in the people's time. */
export const stayOf = (plan: Plan): number => plan.pace * stays;

/** The next moment at which somebody makes a step, or the one before; the ends where there is none. */
export function momentBeside(plan: Plan, at: number, direction: 1 | -1): number {
  let found = direction > 0 ? plan.length : 0;
  for (const trip of plan.trips) {
    for (const steps of trip.cases) {
      for (const step of steps) {
        if (direction > 0 ? step.at > at && step.at < found : step.at < at && step.at > found) found = step.at;
      }
    }
  }
  return found;
}

/** The point that is a share of the way along. */
export function pointOn(way: Point[], share: number): Point {
  let all = 0;
  const lengths = way.slice(1).map((point, index) => {
    const before = way[index] ?? point;
    const length = Math.hypot(point.x - before.x, point.y - before.y);
    all += length;
    return length;
  });
  let left = Math.min(1, Math.max(0, share)) * all;
  for (const [index, length] of lengths.entries()) {
    const [a, b] = [way[index], way[index + 1]];
    if (a && b && left <= length) {
      const part = length === 0 ? 0 : left / length;
      return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
    }
    left -= length;
  }
  return way.at(-1) ?? { x: 0, y: 0 };
}
