/** A line's density over its whole life, in few enough bars to be drawn and clicked. Pure. */
import type { DayCount } from "@/api/types";

export interface Bar {
  /** First and last day of the bar, as 2026-03-01. */
  from: string;
  until: string;
  events: number;
}

const dayMs = 864e5;
const dayNumber = (day: string) => Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
const dayName = (number: number) => new Date(number * dayMs).toISOString().slice(0, 10);

/** Bars of equal length over the days from the first to the last, empty ones included, at most `max`. */
export function barsOf(days: readonly DayCount[], max: number): Bar[] {
  const numbers = days.map((each) => dayNumber(each.day)).filter(Number.isFinite);
  if (numbers.length === 0) return [];
  const first = Math.min(...numbers);
  const last = Math.max(...numbers);
  const length = Math.max(1, Math.ceil((last - first + 1) / max));
  const bars: Bar[] = [];
  for (let from = first; from <= last; from += length) {
    bars.push({ from: dayName(from), until: dayName(Math.min(last, from + length - 1)), events: 0 });
  }
  for (const each of days) {
    const bar = bars[Math.floor((dayNumber(each.day) - first) / length)];
    if (bar) bar.events += each.events;
  }
  return bars;
}
