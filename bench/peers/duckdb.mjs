// DuckDB in process: loads DATA/events.parquet, asks every question in its best formulation on two
// threads, and writes DATA/duckdb.json.
import { statSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance, version } from "@duckdb/node-api";
import { formulations as shapes } from "./duckdb_shapes.mjs";
import { inSteps, inStepsWhere, measure, options, sessionTimeout, steps, stepsWhere, weekOf, window } from "./questions.mjs";

const { data, runs, only, memory = "12GB" } = options();
const path = join(data, "duckdb.db");
const instance = await DuckDBInstance.create(path, { threads: "2", memory_limit: memory, temp_directory: join(data, "duckdb.tmp") });
const connection = await instance.connect();
const run = (sql) => connection.run(sql);
const rows = async (sql) => (await connection.runAndReadAll(sql)).getRows();

const began = performance.now();
await run(`CREATE TABLE ev AS SELECT customer, ts::BIGINT AS ts, event, channel, amount, country FROM read_parquet('${join(data, "events.parquet")}')`);
await run("CHECKPOINT");
const load_s = (performance.now() - began) / 1000;
rmSync(join(data, "events.parquet"));

const weekNumber = weekOf((test) => `(${test})::BIGINT`, (number, by) => `((${number}) // ${by})`);

// Step by step the latest start that is not later: ASOF joins.
const asof = (conditions) => {
  const step = (k) => `SELECT customer, ts FROM ev WHERE ${conditions[k]}`;
  const joined = [1, 2, 3, 4].map((k) => {
    const before = k === 1 ? `(SELECT customer, ts, ts AS st FROM ev WHERE ${conditions[0]})` : `s${k - 1}`;
    return `s${k} AS (SELECT a.customer, a.ts, b.st FROM (${step(k)}) a ASOF JOIN ${before} b ON a.customer = b.customer AND a.ts >= b.ts)`;
  });
  const levels = [1, 2, 3, 4].map((k) => `SELECT DISTINCT customer, ${k + 1} AS l FROM s${k} WHERE ts - st <= ${window}`);
  return `WITH ${joined.join(", ")}, l AS (SELECT DISTINCT customer, 1 AS l FROM ev WHERE ${conditions[0]} UNION ALL ${levels.join(" UNION ALL ")}), m AS (SELECT customer, max(l) AS level FROM l GROUP BY customer)`;
};
// In the order in which the table lies: the latest start of each step, carried from row to row.
const shift = 4_398_046_511_104; // Above every time from here on, so that customers stay apart.
const zero = Date.UTC(2025, 0, 1);
const carried = (conditions, where) => {
  const first = `customer::BIGINT * ${shift}`;
  const one = (k) => `s${k} AS (SELECT *, max(CASE WHEN ${conditions[k - 1]} ${k === 1 ? "" : `AND a${k - 1} >= ${first} `}THEN ${k === 1 ? "x" : `a${k - 1}`} END) OVER (ROWS UNBOUNDED PRECEDING) AS a${k} FROM s${k - 1})`;
  const level = [2, 3, 4, 5].map((k) => `WHEN ${conditions[k - 1]} AND a${k - 1} >= ${first} AND x - a${k - 1} <= ${window} THEN ${k}`);
  return `WITH s0 AS (SELECT customer, event, channel, amount, country, ${first} + (ts - ${zero}) AS x FROM ev WHERE ${where}), ${[1, 2, 3, 4].map(one).join(", ")}, m AS (SELECT customer, any_value(country) AS country, max(CASE WHEN ${conditions[0]} THEN 1 ${level.join(" ")} ELSE 0 END) AS level FROM s4 GROUP BY customer)`;
};
const total = "SELECT level, count(*) FROM m GROUP BY level ORDER BY level";
const funnel = (conditions, where) => ({
  "ASOF joins": `${asof(conditions)} ${total}`,
  "the table's order": `${carried(conditions, where)} ${total}`,
});

const formulations = {
  "funnel of five steps within a week": funnel(steps, inSteps),
  "the same with a condition on two properties": funnel(stepsWhere, inStepsWhere),
  "the funnel by country": {
    "ASOF joins": `${asof(steps)} SELECT c.country, level, count(*) FROM m JOIN (SELECT customer, min(country) AS country FROM ev GROUP BY customer) c USING (customer) GROUP BY ALL ORDER BY 1, 2`,
    "the table's order": `${carried(steps, inSteps)} SELECT country, level, count(*) FROM m GROUP BY ALL ORDER BY 1, 2`,
  },
  "retention, 12 weeks": {
    distinct: `WITH w AS (SELECT DISTINCT customer, ${weekNumber}::UTINYINT AS w FROM ev), f AS (SELECT customer, min(w) AS c FROM w GROUP BY customer) SELECT c, w - c AS o, count(*) FROM w JOIN f USING (customer) WHERE w - c < 12 AND c < 12 + (SELECT min(c) FROM f) GROUP BY ALL ORDER BY 1, 2`,
    "bit masks": `WITH m AS (SELECT bit_or(1::UBIGINT << ${weekNumber}) AS m, min(${weekNumber}) AS c FROM ev GROUP BY customer), k AS (SELECT m, c, count(*) AS n FROM m GROUP BY ALL) SELECT c, o, sum(n * ((m >> (c + o)) & 1)) AS x FROM k, range(12) r(o) WHERE c < 12 + (SELECT min(c) FROM m) GROUP BY ALL ORDER BY 1, 2`,
  },
  "process map with mean and median": {
    "the table's order": `SELECT p, event, count(*), avg(d), quantile_cont(d, 0.5) FROM (SELECT event, customer, lag(customer) OVER () AS pc, lag(event) OVER () AS p, ts - lag(ts) OVER () AS d FROM ev) WHERE pc = customer GROUP BY ALL ORDER BY 1, 2`,
  },
  "paths of three steps in sessions of 30 min": {
    "the table's order": `SELECT pp, p, event, count(*) AS n FROM (SELECT customer, event, lag(event) OVER () AS p, lag(event, 2) OVER () AS pp, lag(customer, 2) OVER () AS pc, ts - lag(ts) OVER () AS d1, lag(ts) OVER () - lag(ts, 2) OVER () AS d2 FROM ev) WHERE pc = customer AND d1 <= ${sessionTimeout} AND d2 <= ${sessionTimeout} GROUP BY ALL ORDER BY n DESC, 1, 2, 3 LIMIT 100`,
  },
  "events and people by name and week": {
    "distinct": `SELECT event, ${weekNumber} AS w, count(*), count(DISTINCT customer) FROM ev GROUP BY ALL ORDER BY 1, 2`,
    "two steps": `SELECT event, w, sum(n)::BIGINT, count(*) FROM (SELECT customer, event, ${weekNumber} AS w, count(*) AS n FROM ev GROUP BY ALL) GROUP BY ALL ORDER BY 1, 2`,
  },
  ...shapes,
};

const bytes = statSync(path).size;
const questions = await measure({ formulations, ask: rows, runs, only });
const said = `${version()}, a table in the order (customer, ts, event), ${(await rows("SELECT current_setting('threads')"))[0][0]} threads`;
writeFileSync(join(data, "duckdb.json"), JSON.stringify({ name: "DuckDB", version: said, load_s: [load_s], bytes, questions }));
connection.closeSync();
