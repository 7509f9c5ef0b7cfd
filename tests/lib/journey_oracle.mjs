// What the questions about journeys mean, told once more in the plainest way: for tests that hold the
// binary's figures against their own. A line is one person's events, {name, at} with `at` in
// milliseconds, in their order.

/** The local date of an instant, as days since 1970-01-01. */
export function dayIn(zone) {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return (at) => Date.parse(format.format(at) + "T00:00:00Z") / 86_400_000;
}

/** Numbers of periods as the product has them; weeks begin on Monday. */
export function periodIn(zone, unit) {
  const day = dayIn(zone);
  if (unit === "day") return day;
  if (unit === "week") return (at) => Math.floor((day(at) + 3) / 7);
  return (at) => {
    const date = new Date(day(at) * 86_400_000);
    return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  };
}

export function sessionsOf(line, timeout) {
  const sessions = [];
  line.forEach((event, i) => {
    if (i === 0 || event.at - line[i - 1].at > timeout) sessions.push([]);
    sessions.at(-1).push(event);
  });
  return sessions;
}

/**
 * How far somebody gets through steps of different names, one after another: with the beginning that gets furthest,
 * of those with one that is there soonest, of those with the latest; or with the first beginning only.
 */
export function funnelOf(line, steps, { window = Infinity, first = false } = {}) {
  const entries = line.filter((event) => event.name === steps[0]).map((event) => event.at);
  let best;
  for (const entry of first ? entries.slice(0, 1) : entries) {
    const times = [entry];
    for (const name of steps.slice(1)) {
      const next = line.find((event) => event.name === name && event.at >= times.at(-1) && event.at - entry <= window);
      if (!next) break;
      times.push(next.at);
    }
    const found = { level: times.length, entry, end: times.at(-1) };
    const better = !best || found.level > best.level || (found.level === best.level && (found.end < best.end || (found.end === best.end && entry > best.entry)));
    if (better) best = found;
  }
  return best;
}

export const collapsed = (trace) => trace.filter((event, i) => i === 0 || trace[i - 1].name !== event.name);

/** Numbers by key: how many times, and which people. */
export class Tally {
  counts = new Map();
  people = new Map();
  add(key, person, times = 1) {
    this.counts.set(key, (this.counts.get(key) ?? 0) + times);
    if (!this.people.has(key)) this.people.set(key, new Set());
    this.people.get(key).add(person);
  }
  count = (key) => this.counts.get(key) ?? 0;
  who = (key) => [...(this.people.get(key) ?? [])].sort();
  keys = () => [...this.counts.keys()];
}

/** The share of each touch; `ages` in milliseconds before the conversion, in their order. */
export function shares(model, ages, { halfLife } = {}) {
  const n = ages.length;
  const scaled = (parts) => parts.map((part) => part / parts.reduce((a, b) => a + b));
  const ends = (first, last) => (n === 1 ? [1] : scaled(ages.map((_, i) => (i === 0 ? first : i === n - 1 ? last : 0.2 / (n - 2)))));
  if (model === "first") return ages.map((_, i) => (i === 0 ? 1 : 0));
  if (model === "last") return ages.map((_, i) => (i === n - 1 ? 1 : 0));
  if (model === "linear") return ages.map(() => 1 / n);
  if (model === "u_shaped") return ends(0.4, 0.4);
  if (model === "j_shaped") return ends(0.2, 0.6);
  if (model === "inverse_j") return ends(0.6, 0.2);
  return scaled(ages.map((age) => 2 ** (-age / halfLife)));
}

/** The points of friction on a journey before its outcome, "kind|at|to", each as often as it was met. */
export function frictionMet(part, { timeout, tooLong, contacts, soon, errors = [], rageCount = 3, rageMs = 2000 }) {
  const met = [];
  const sessions = sessionsOf(part, timeout);
  sessions.slice(0, -1).forEach((session) => met.push(`dead_end|${session.at(-1).name}|`));
  const rages = (event, i) => part.slice(0, i + 1).filter((one) => one.name === event.name && event.at - one.at <= rageMs).length >= rageCount;
  part.forEach((event, i) => {
    if (errors.includes(event.name)) met.push(`error|${event.name}|`);
    const same = part.slice(0, i).findLastIndex((one) => one.name === event.name);
    if (rages(event, i) && !(same >= 0 && rages(part[same], same))) met.push(`rage|${event.name}|`);
    if (i === 0) return;
    const before = part.slice(0, i);
    const left = before.findIndex((one, j) => one.name === event.name && before.slice(j).some((other) => other.name !== event.name));
    if (left >= 0 && before.at(-1).name !== event.name) met.push(`loop|${event.name}|`);
    if (event.at - before.at(-1).at > tooLong) met.push(`long_wait|${before.at(-1).name}|${event.name}`);
  });
  const called = part.filter((event) => contacts.includes(event.name));
  called.forEach((event, i) => {
    if (i === 0 || event.at - called[i - 1].at > soon) return;
    met.push(`repeated_contact|${event.name}|`);
    if (called[i - 1].name !== event.name) met.push(`channel_switch|${called[i - 1].name}|${event.name}`);
  });
  return met;
}

export const frictionPoints = (part, rule) => new Set(frictionMet(part, rule));

/** Benjamini and Hochberg. */
export function adjusted(ps) {
  const order = ps.map((p, i) => [p, i]).sort((a, b) => b[0] - a[0]);
  const out = [];
  let least = 1;
  order.forEach(([p, i], rank) => {
    least = Math.min(least, (p * ps.length) / (ps.length - rank));
    out[i] = least;
  });
  return out;
}

const reaches = ({ metrics, any = false }, events) => {
  const reached = metrics.map(({ names, least = 1 }) => events.filter((event) => !names || names.includes(event.name)).length >= least);
  return any ? reached.some(Boolean) : reached.every(Boolean);
};

/**
 * The cohorts that somebody is in, as {period, event, back}: `period` of an instant numbers periods, `length` is that of elapsed
 * ones. Only events from `from` on include; `back` is by offset.
 */
export function cohortsOf(line, { included, returned, period, offsets, length, from = -Infinity, around = false, kind = "bounded", every = false }) {
  const found = [];
  line.forEach((event, i) => {
    const before = line.slice(0, i + 1).filter((one) => one.at >= from && period(one.at) === period(event.at));
    if (event.at < from || !reaches(included, before) || found.some((one) => one.period === period(event.at))) return;
    if (every || found.length === 0) found.push({ period: period(event.at), event, at: i });
  });
  const first = around ? 1 - offsets : 0;
  return found.map((one) => {
    const offsetOf = (event) => (length ? Math.floor((event.at - one.event.at) / length) : period(event.at) - one.period);
    const did = (offset) => reaches(returned, line.filter((event, i) => (around || i >= one.at) && offsetOf(event) === offset));
    const to = (offset, sign) => Array.from({ length: Math.abs(offset) }, (_, i) => sign * (i + 1));
    const back = {};
    for (let offset = first; offset < offsets; ++offset) {
      const sign = offset < 0 ? -1 : 1;
      if (kind === "bounded") back[offset] = did(offset);
      else if (kind === "rolling") back[offset] = offset === 0 ? did(0) : to(offset, sign).every(did);
      else back[offset] = Array.from({ length: 100 }, (_, i) => offset + sign * i).some(did);
    }
    return { period: one.period, event: one.event, back };
  });
}
