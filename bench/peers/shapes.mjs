// How answers to the questions of bench/src/shape_questions.cc are written down. The SQL of each
// database is in its own file. Codes that stand for touches come before that of the conversion, and that
// of a start before that of an end, so that the order of the table is the order of the line.
const hour = 3_600_000;
export const day = 24 * hour;
export const timeout = 30 * 60_000;
export const lookBack = 30 * day;
export const silence = 14 * day;
export const within = 7 * day;
export const firstTouch = 10;
export const lastTouch = 29;
export const conversion = 40;
export const until = Date.UTC(2026, 0, 1); // When nothing more is known: after all events.
export const sumBounds = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000];
export const treemapGroups = 50;

// Days of Europe/Berlin from 2025-01-01 on.
const begin = Date.UTC(2025, 0, 1);
const summer = Date.UTC(2025, 2, 30, 1);
const winter = Date.UTC(2025, 9, 26, 1);
/** SQL of the number of the day of a time; `integer` turns a comparison into 0 or 1, `divide` divides whole numbers. */
export const dayOf = (integer, divide, ts = "ts") =>
  divide(`${ts} + ${hour - begin} + ${hour} * ${integer(`${ts} >= ${summer} AND ${ts} < ${winter}`)}`, day);
const dateOf = (number) => new Date(begin + Number(number) * day).toISOString().slice(0, 10);

const plain = (value) => (typeof value === "bigint" ? Number(value) : value);
/** Lists of databases: arrays, or what a driver makes of them. */
const list = (value) => (Array.isArray(value) ? value : (value?.items ?? Object.values(value?.entries ?? value))).map(plain);

/** One row: sessions, people, then mean and quantiles of what they lasted and of their events, and days with two counts. */
function sessions([row]) {
  const [count, people, lasted, lastedAt, events, eventsAt, days] = row;
  const answer = { sessions: plain(count), people: plain(people) };
  for (const [name, mean, at] of [["lasted", lasted, lastedAt], ["events", events, eventsAt]]) {
    const [median, p90] = list(at);
    Object.assign(answer, { [`${name} mean`]: Number(mean), [`${name} median`]: Number(median), [`${name} p90`]: Number(p90) });
  }
  for (const one of list(days)) {
    const [number, began, customers] = list(one);
    answer[`${dateOf(number)} sessions`] = Number(began);
    answer[`${dateOf(number)} people`] = Number(customers);
  }
  return answer;
}

/** Channels with conversions and people; 0 stands for all together, 1 for none. */
function credit(rows) {
  const answer = { conversions: 0, people: 0, unattributed: 0 };
  for (const [channel, conversions, people] of rows.map((row) => row.map(Number))) {
    if (channel === 0) Object.assign(answer, { conversions, people });
    else if (channel === 1) answer.unattributed = conversions;
    else Object.assign(answer, { [`${channel} conversions`]: conversions, [`${channel} people`]: people });
  }
  return answer;
}

const lives = (rows) => Object.fromEntries(rows.map(([days, ended, count]) => [`day ${days} ${Number(ended) ? "ended" : "censored"}`, Number(count)]));

/** One row: numbers, sum, quantiles, numbers by bar, people by bar. */
function amounts([[numbers, sum, at, ofBars, people]]) {
  const [median, p90] = list(at).map(Number);
  const answer = { numbers: Number(numbers), sum: Number(sum), median, p90 };
  list(ofBars).forEach((count, bar) => (answer[`from ${bar * 100} numbers`] = Number(count)));
  list(people).forEach((count, bar) => (answer[`from ${bar * 100} people`] = Number(count)));
  return answer;
}

/** One row: people, sum, quantiles, people by bar. */
function sums([[people, sum, at, bars]]) {
  const [median, p90] = list(at).map(Number);
  const answer = { people: Number(people), sum: Number(sum), median, p90 };
  list(bars).forEach((count, bar) => (answer[`from ${bar === 0 ? 0 : sumBounds[bar - 1]} people`] = Number(count)));
  return answer;
}

/** Every name with events, people and sum: the largest are shown. */
function treemap(rows) {
  const name = (event) => `Event ${event}`;
  const all = rows.map((row) => row.map(Number)).sort((a, b) => b[3] - a[3] || (name(a[0]) < name(b[0]) ? -1 : 1));
  return Object.fromEntries(
    all.slice(0, treemapGroups).flatMap(([event, events, people, sum]) => [
      [`${name(event)} events`, events],
      [`${name(event)} people`, people],
      [`${name(event)} sum`, sum],
    ]),
  );
}

/** What came next (-1: nothing), for the last event and for both: times, people and the median time. */
function next(rows) {
  const answer = {};
  for (const [node, times, people, median, timesOfBoth, peopleOfBoth, medianOfBoth] of rows.map((row) => row.map(Number))) {
    const add = (length, ...figures) =>
      figures[0] > 0 && ["times", "people", "median_ms"].forEach((what, i) => (answer[`${length} then ${node} ${what}`] = node < 0 && i === 2 ? 0 : figures[i]));
    add(1, times, people, median);
    add(2, timesOfBoth, peopleOfBoth, medianOfBoth);
  }
  return answer;
}

const landmark = ([[did, didReached, not, notReached, gone, had]]) => ({
  did: Number(did),
  "did and reached": Number(didReached),
  "did not": Number(not),
  "did not and reached": Number(notReached),
  gone: Number(gone),
  "had it": Number(had),
});

export const answers = {
  "sessions of 30 min by day": sessions,
  "attribution to the last touch within 30 days": credit,
  "survival from one event to another": lives,
  "survival until 14 days of silence": lives,
  "amounts of all events, with people": amounts,
  "sums of amounts by person": sums,
  "amounts by name of event": treemap,
  "what came next after two events": next,
  "first days, and what came of them": landmark,
};
