// What every question is called and how its answer is written down: the same as in
// bench/src/journey_questions.cc. The SQL of each database is in its own file.
//
// Events of one instant lie in the order of their codes, and steps of the funnel have ascending codes,
// so that a table in the order (customer, ts, event) needs no further column for ties, and every
// formulation below means what the engine means: steps of one instant may be done in any order.
import { answers as ofShapes } from "./shapes.mjs";

export const window = 7 * 24 * 3_600_000;
export const sessionTimeout = 30 * 60_000;
export const steps = ["event = 0", "event = 2", "event = 3", "event = 5", "event = 9"];
// A condition on two properties on the third step: channel 1 is "app".
export const stepsWhere = steps.map((step, i) => (i === 2 ? "(event = 3 AND channel = 1 AND amount > 250)" : step));
export const inSteps = "event IN (0, 2, 3, 5, 9)";
export const inStepsWhere = "(event IN (0, 2, 5, 9) OR (event = 3 AND channel = 1 AND amount > 250))";
export const groups = 10;

// Weeks of Europe/Berlin from Monday 2024-12-30 on; clocks went forward on 30 March 2025.
const monday = Date.UTC(2024, 11, 30);
const week = 7 * 24 * 3_600_000;
const hour = 3_600_000;
const summer = Date.UTC(2025, 2, 30, 1);
const winter = Date.UTC(2025, 9, 26, 1);
/** SQL of the number of the week; `integer` turns a comparison into 0 or 1, `divide` divides whole numbers. */
export const weekOf = (integer, divide) =>
  divide(`ts + ${hour - monday} + ${hour} * ${integer(`ts >= ${summer} AND ts < ${winter}`)}`, week);
const begins = (number) => new Date(monday + Number(number) * week).toISOString().slice(0, 10);

const figures = (rows, each) => {
  const answer = {};
  for (const row of rows) each(answer, row.map((value) => (typeof value === "bigint" ? Number(value) : value)));
  return answer;
};

/** Level 0, who did no step at all, is no figure of the engine. */
const levels = (rows) => figures(rows, (answer, [level, people]) => level > 0 && (answer[`level ${level}`] = people));

/** The ten countries with most people who began, and all others together. */
function byCountry(rows) {
  const began = new Map();
  for (const [country, level, people] of rows) if (Number(level) > 0) began.set(country, (began.get(country) ?? 0) + Number(people));
  const name = (country) => `country ${country}`;
  const shown = new Set([...began].sort((a, b) => b[1] - a[1] || (name(a[0]) < name(b[0]) ? -1 : 1)).slice(0, groups).map(([country]) => country));
  return figures(rows, (answer, [country, level, people]) => {
    if (level === 0) return;
    const key = `${shown.has(country) ? name(country) : "others"}, level ${level}`;
    answer[key] = (answer[key] ?? 0) + people;
  });
}

export const answers = {
  "funnel of five steps within a week": levels,
  "the same with a condition on two properties": levels,
  "the funnel by country": byCountry,
  "retention, 12 weeks": (rows) => figures(rows, (answer, [cohort, offset, people]) => (answer[`cohort ${begins(cohort)} week ${offset}`] = people)),
  "process map with mean and median": (rows) =>
    figures(rows, (answer, [from, to, count, mean, median]) => {
      answer[`${from}>${to} count`] = count;
      answer[`${from}>${to} mean_ms`] = mean;
      answer[`${from}>${to} median_ms`] = median;
    }),
  "paths of three steps in sessions of 30 min": (rows) => figures(rows, (answer, [a, b, c, count]) => (answer[`${a}>${b}>${c}`] = count)),
  "events and people by name and week": (rows) =>
    figures(rows, (answer, [event, number, events, people]) => {
      answer[`${event} ${begins(number)} events`] = events;
      answer[`${event} ${begins(number)} people`] = people;
    }),
  ...ofShapes,
};

/**
 * Asks every formulation once, which warms it up and shows which is the fastest; that one is asked again,
 * and its answer is kept. `ask(sql)` gives the rows. A formulation that a peer cannot carry out over these
 * events (bit masks of more than 64 weeks) is left out where there is another.
 */
export async function measure({ formulations, ask, runs, only = "" }) {
  const questions = [];
  for (const [name, ways] of Object.entries(formulations)) {
    if (!only.split(",").some((begin) => name.startsWith(begin))) continue;
    let best;
    for (const [how, sql] of Object.entries(ways)) {
      const began = performance.now();
      let rows;
      try {
        rows = await ask(sql);
      } catch (error) {
        if (Object.keys(ways).length === 1) throw error;
        console.error(`${name}, ${how}: left out: ${error.message}`);
        continue;
      }
      const took = performance.now() - began;
      console.error(`${name}, ${how}: ${took.toFixed(0)} ms, ${rows.length} rows`);
      if (!best || took < best.took) best = { how, sql, rows, took };
    }
    if (!best) throw new Error(`no formulation of ${name} could be carried out`);
    const runs_ms = [];
    for (let i = 0; i < runs; ++i) {
      const began = performance.now();
      await ask(best.sql);
      runs_ms.push(performance.now() - began);
    }
    questions.push({ name, how: best.how, runs_ms, answer: answers[name](best.rows) });
  }
  return questions;
}

export function options() {
  const given = { data: ".", runs: "5", only: "" };
  for (let i = 2; i + 1 < process.argv.length; i += 2) given[process.argv[i].slice(2)] = process.argv[i + 1];
  return { ...given, runs: Number(given.runs) };
}
