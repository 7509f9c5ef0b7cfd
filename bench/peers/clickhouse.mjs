// ClickHouse in process: loads DATA/events.rows, writes DATA/events.parquet for others, asks every
// question in its best formulation on two threads, and writes DATA/clickhouse.json.
import { createRequire } from "node:module";
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formulations as shapes } from "./clickhouse_shapes.mjs";
import { inSteps, inStepsWhere, measure, options, sessionTimeout, steps, stepsWhere, weekOf, window } from "./questions.mjs";

const { Session } = createRequire(import.meta.url)("chdb");
const { data, runs, only } = options();
const store = join(data, "clickhouse");
const session = new Session(store);
const rows = (sql) =>
  session
    .query(sql, "JSONCompactEachRow")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line).map((value) => (typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value)));

const columns = "customer UInt32, ts UInt64, event UInt16, channel UInt8, amount UInt16, country UInt8";
const began = performance.now();
session.query("CREATE DATABASE IF NOT EXISTS bench");
session.query(`CREATE TABLE bench.ev (${columns}) ENGINE = MergeTree ORDER BY (customer, ts, event)`);
session.query(`INSERT INTO bench.ev SELECT * FROM file('${join(data, "events.rows")}', 'RowBinary', '${columns}') SETTINGS max_threads = 2, max_insert_threads = 1`);
session.query("OPTIMIZE TABLE bench.ev FINAL");
const load_s = (performance.now() - began) / 1000;
rmSync(join(data, "events.rows"));
session.query(`INSERT INTO FUNCTION file('${join(data, "events.parquet")}', 'Parquet') SELECT * FROM bench.ev ORDER BY customer, ts, event SETTINGS max_threads = 2`);

const settings = "SETTINGS optimize_aggregation_in_order = 1, max_threads = 2";
const weekNumber = weekOf((test) => `(${test})`, (number, by) => `intDiv(${number}, ${by})`);

const windowFunnel = (conditions, where, group = "", any = "") =>
  `SELECT ${group}level, count() FROM (SELECT ${any}windowFunnel(${window})(ts, ${conditions.join(", ")}) AS level FROM bench.ev WHERE ${where} GROUP BY customer) GROUP BY ${group}level ORDER BY ${group}level ${settings}`;
// The latest start of each step, carried from event to event: exact, since the table's order puts steps of
// one instant in their order.
const arrays = (conditions, where, group = "", any = "") => {
  const step = `multiIf(${conditions.map((condition, i) => `${condition}, ${i + 1}`).join(", ")}, 0)`;
  const carried = [1, 2, 3, 4].map((k) => `arrayFill(x -> x > 0, arrayMap((k, t) -> if(k = ${k}, t, 0), es, ${k === 1 ? "tt" : `a${k - 1}`})) AS a${k}`);
  const level = `arrayMax(arrayMap((k, t, a, b, c, d) -> multiIf(k = 1, 1, k = 2 AND a > 0 AND t - a <= ${window}, 2, k = 3 AND b > 0 AND t - b <= ${window}, 3, k = 4 AND c > 0 AND t - c <= ${window}, 4, k = 5 AND d > 0 AND t - d <= ${window}, 5, 0), es, tt, a1, a2, a3, a4))`;
  return `SELECT ${group}level, count() FROM (WITH groupArray(${step}) AS es, groupArray(toInt64(ts)) AS tt, ${carried.join(", ")} SELECT ${any}${level} AS level FROM bench.ev WHERE ${where} GROUP BY customer) GROUP BY ${group}level ORDER BY ${group}level ${settings}`;
};
const funnel = (conditions, where, ...grouped) => ({
  windowFunnel: windowFunnel(conditions, where, ...grouped),
  arrays: arrays(conditions, where, ...grouped),
});
const transitions = `SELECT arrayJoin(arrayZip(arrayPopBack(es), arrayPopFront(es), arrayPopFront(arrayDifference(tt)))) AS t, t.1 AS p, t.2 AS e, t.3 AS d FROM (SELECT groupArray(event) AS es, groupArray(ts) AS tt FROM bench.ev GROUP BY customer)`;

const formulations = {
  "funnel of five steps within a week": funnel(steps, inSteps),
  "the same with a condition on two properties": funnel(stepsWhere, inStepsWhere),
  "the funnel by country": funnel(steps, inSteps, "country, ", "any(country) AS country, "),
  "retention, 12 weeks": {
    "bit masks": `WITH arrayJoin(bitmaskToArray(m)) AS bit, toUInt32(log2(bit)) AS w SELECT c, w - c AS o, count() FROM (SELECT groupBitOr(bitShiftLeft(toUInt64(1), ${weekNumber})) AS m, toUInt32(log2(bitAnd(m, bitNot(m) + 1))) AS c FROM bench.ev GROUP BY customer) WHERE o < 12 GROUP BY c, o HAVING c < 12 + (SELECT min(${weekNumber}) FROM bench.ev) ORDER BY c, o ${settings}`,
    "weeks of each": `SELECT c, w - c AS o, count() FROM (SELECT groupUniqArray(${weekNumber}) AS ws, arrayMin(ws) AS c, arrayJoin(ws) AS w FROM bench.ev GROUP BY customer) WHERE o < 12 GROUP BY c, o HAVING c < 12 + (SELECT min(${weekNumber}) FROM bench.ev) ORDER BY c, o ${settings}`,
  },
  "process map with mean and median": {
    arrays: `SELECT p, e, count(), avg(d), quantileExactInclusive(0.5)(d) FROM (${transitions}) GROUP BY p, e ORDER BY 1, 2 ${settings}`,
  },
  "paths of three steps in sessions of 30 min": {
    arrays: `SELECT a, b, e, count() AS n FROM (SELECT arrayJoin(arrayZip(arrayPopBack(arrayPopBack(es)), arrayPopFront(arrayPopBack(es)), arrayPopFront(arrayPopFront(es)), arrayPopFront(arrayPopBack(dd)), arrayPopFront(arrayPopFront(dd)))) AS t, t.1 AS a, t.2 AS b, t.3 AS e, t.4 AS d1, t.5 AS d2 FROM (SELECT groupArray(event) AS es, arrayDifference(groupArray(ts)) AS dd FROM bench.ev GROUP BY customer HAVING length(es) > 2)) WHERE d1 <= ${sessionTimeout} AND d2 <= ${sessionTimeout} GROUP BY a, b, e ORDER BY n DESC, 1, 2, 3 LIMIT 100 ${settings}`,
  },
  // By customer, event and week first takes a hundred times as long in this order.
  "events and people by name and week": {
    "uniqExact": `SELECT event, ${weekNumber} AS w, count(), uniqExact(customer) FROM bench.ev GROUP BY event, w ORDER BY 1, 2 ${settings}`,
  },
  ...shapes(settings),
};

function bytesBelow(directory) {
  let bytes = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    bytes += entry.isDirectory() ? bytesBelow(path) : entry.isFile() ? statSync(path).size : 0;
  }
  return bytes;
}
const [[bytes]] = rows("SELECT sum(bytes_on_disk) FROM system.parts WHERE database = 'bench' AND active");
const [[threads]] = rows("SELECT value FROM system.settings WHERE name = 'max_threads'");
const questions = await measure({ formulations, ask: rows, runs, only });
const version = `${rows("SELECT version()")[0][0]}, MergeTree ORDER BY (customer, ts, event), LZ4, one part, max_threads 2 (without it: ${threads})`;
writeFileSync(join(data, "clickhouse.json"), JSON.stringify({ name: "ClickHouse", version, load_s: [load_s], bytes: bytes || bytesBelow(store), questions }));
session.cleanup();
