/** The days of a replay as the server wants them, and how long it takes. Pure. */
export interface Days {
  /** yyyy-mm-dd, or empty. */
  from: string;
  until: string;
}

/** Midnight of the reader's day. */
function start(day: string, add: number): string | undefined {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + add).toISOString();
}

/** `until` is a day that belongs to the range. */
export function rangeOf(days: Days): { from?: string; until?: string } {
  const from = start(days.from, 0);
  const until = start(days.until, 1);
  return { ...(from ? { from } : {}), ...(until ? { until } : {}) };
}

export type Span = { unit: "s" | "min" | "h"; count: number };

export function spanOf(events: number, perSecond: number): Span {
  const seconds = Math.ceil(events / Math.max(1, perSecond));
  if (seconds < 120) return { unit: "s", count: seconds };
  return seconds < 7200 ? { unit: "min", count: Math.round(seconds / 60) } : { unit: "h", count: Math.round(seconds / 3600) };
}
