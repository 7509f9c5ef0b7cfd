/** Ranges of time as people choose them, and as the server wants them. Pure but for the clock that is given. */
import { dayOf } from "@/lib/format";

import type { Against, JourneySearch } from "./search";

export interface TimeRange {
  from?: string;
  until?: string;
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function aheadAt(at: number, zone: string | undefined): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    ...(zone ? { timeZone: zone } : {}),
    hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  }).formatToParts(at);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(value("year"), value("month") - 1, value("day"), value("hour"), value("minute"), value("second"));
  return wall - Math.floor(at / 1000) * 1000;
}

/** The instant at which a day begins in a zone; undefined for what is no day. */
export function beginOf(day: string, add: number, zone: string | undefined): string | undefined {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return undefined;
  const wall = Date.UTC(year, month - 1, date + add);
  // Twice, because the clocks may change between the first guess and the answer.
  const guess = wall - aheadAt(wall, zone);
  return new Date(wall - aheadAt(guess, zone)).toISOString();
}

type Asked = Pick<JourneySearch, "range" | "from" | "until">;

function datesOf({ from, until }: { from?: string | undefined; until?: string | undefined }, zone: string | undefined): TimeRange {
  const begin = from && beginOf(from, 0, zone);
  const end = until && beginOf(until, 1, zone);
  return { ...(begin ? { from: begin } : {}), ...(end ? { until: end } : {}) };
}

/** From the beginning of a day, so that a question stays the same while it is looked at. */
export function rangeOf(search: Asked, preset: string, zone: string | undefined, now: Date): TimeRange | undefined {
  if (search.from || search.until) return datesOf(search, zone);
  const days = Number.parseInt(search.range ?? preset, 10);
  if (Number.isNaN(days)) return undefined;
  const from = beginOf(dayOf(now), 1 - days, zone);
  return from ? { from } : undefined;
}

const dayMs = 86_400_000;

/** The time to compare with: the days named, or as many as are asked about, right before them. Undefined where there are none. */
export function rangeAgainst(search: Asked, against: Against, preset: string, zone: string | undefined, now: Date): TimeRange | undefined {
  if (against !== "before") return against.from || against.until ? datesOf(against, zone) : undefined;
  const { from, until = dayOf(now) } = search;
  if (search.from || search.until) {
    if (!from) return undefined;
    const days = Math.round((Date.parse(until) - Date.parse(from)) / dayMs) + 1;
    const [begin, end] = [beginOf(from, -days, zone), beginOf(from, 0, zone)];
    return days > 0 && begin && end ? { from: begin, until: end } : undefined;
  }
  const days = Number.parseInt(search.range ?? preset, 10);
  if (Number.isNaN(days)) return undefined;
  const [begin, end] = [beginOf(dayOf(now), 1 - 2 * days, zone), beginOf(dayOf(now), 1 - days, zone)];
  return begin && end ? { from: begin, until: end } : undefined;
}
