// The SQL of DuckDB for the questions of shapes.mjs.
import { conversion, day, dayOf, firstTouch, lastTouch, lookBack, silence, sumBounds, timeout, until, within } from "./shapes.mjs";

const dayNumber = dayOf((test) => `(${test})::BIGINT`, (number, by) => `((${number}) // ${by})`);
const quantiles = (value) => `quantile_cont(${value}, [0.5, 0.9])`;
const followed = `greatest(0, ${until} - s)`;

const sessions = `WITH e AS (SELECT customer, ts, row_number() OVER () AS r, lag(customer) OVER () AS pc, lag(ts) OVER () AS pt FROM ev),
  b AS (SELECT customer, ts, r, pt, ${dayNumber} AS day FROM e WHERE pc IS DISTINCT FROM customer OR ts - pt > ${timeout}),
  s AS MATERIALIZED (SELECT day, (lag(customer) OVER () IS DISTINCT FROM customer OR lag(day) OVER () <> day) AS fresh, customer, lead(r, 1, (SELECT count(*) + 1 FROM ev)) OVER () - r AS n, coalesce(lead(pt) OVER (), (SELECT max(ts) FROM ev WHERE customer = (SELECT max(customer) FROM ev))) - ts AS l FROM b)
  SELECT count(*), count(DISTINCT customer), avg(l), ${quantiles("l")}, avg(n), ${quantiles("n")}, (SELECT list([day, c, p]) FROM (SELECT day, count(*) AS c, count(*) FILTER (fresh) AS p FROM s GROUP BY day)) FROM s`;

// Time and code of the last touch as one number, carried from row to row.
const credit = `WITH e AS (SELECT customer, ts, event, max(CASE WHEN event <> ${conversion} THEN (customer::HUGEINT << 64) + ts * 512 + event END) OVER (ROWS UNBOUNDED PRECEDING) AS k FROM ev WHERE event BETWEEN ${firstTouch} AND ${lastTouch} OR event = ${conversion}),
  c AS (SELECT customer, CASE WHEN k >> 64 = customer AND ts - ((k & 18446744073709551615) // 512) <= ${lookBack} THEN (k & 511)::INT ELSE 1 END AS channel FROM e WHERE event = ${conversion})
  SELECT coalesce(channel, 0), count(*), count(DISTINCT customer) FROM c GROUP BY GROUPING SETS ((channel), ()) ORDER BY 1`;
const creditByAsof = `WITH c AS (SELECT customer, ts, ts * 512 + event AS k FROM ev WHERE event = ${conversion}), t AS (SELECT customer, ts, event, ts * 512 + event AS k FROM ev WHERE event BETWEEN ${firstTouch} AND ${lastTouch}),
  j AS (SELECT c.customer, CASE WHEN c.ts - t.ts <= ${lookBack} THEN t.event ELSE 1 END AS channel FROM c ASOF LEFT JOIN t ON c.customer = t.customer AND c.k >= t.k)
  SELECT coalesce(channel, 0), count(*), count(DISTINCT customer) FROM j GROUP BY GROUPING SETS ((channel), ()) ORDER BY 1`;

const survival = `WITH s AS (SELECT customer, min(ts) AS s FROM ev WHERE event = 0 GROUP BY customer), l AS (SELECT s, min(ts) AS e FROM s LEFT JOIN ev ON ev.customer = s.customer AND event = 9 AND ts >= s GROUP BY s.customer, s),
  f AS (SELECT s, e, coalesce(e - s <= ${followed}, false) AS ended FROM l)
  SELECT (CASE WHEN ended THEN e - s ELSE ${followed} END) // ${day} AS days, ended::INT, count(*) FROM f GROUP BY ALL ORDER BY 1, 2`;
const stillness = `WITH g AS (SELECT customer, ts, lead(customer) OVER () AS nc, lead(ts) OVER () AS nt FROM ev), l AS (SELECT min(ts) AS s, min(ts) FILTER (nc IS DISTINCT FROM customer OR nt - ts > ${silence}) AS last FROM g GROUP BY customer),
  f AS (SELECT s, last, last - s + ${silence} < ${followed} AS ended FROM l)
  SELECT (CASE WHEN ended THEN last - s + ${silence} ELSE ${followed} END) // ${day} AS days, ended::INT, count(*) FROM f GROUP BY ALL ORDER BY 1, 2`;

const bars = (of, counts) => `(SELECT list(c ORDER BY b) FROM (SELECT ${of} AS b, ${counts} AS c FROM ev GROUP BY ALL))`;
const amounts = (people) => `SELECT count(*), sum(amount)::BIGINT, ${quantiles("amount")}, ${bars("amount // 100", "count(*)")}, ${people} FROM ev`;
const sums = `SELECT count(*), sum(s)::BIGINT, ${quantiles("s")}, [${[0, ...sumBounds].map((low, i) => `count(*) FILTER (s >= ${low}${i < sumBounds.length ? ` AND s < ${sumBounds[i]}` : ""})`).join(", ")}] FROM (SELECT sum(amount)::BIGINT AS s FROM ev WHERE event IN (0, 2, 3, 5, 9) GROUP BY customer)`;

const next = `WITH e AS (SELECT customer, ts, event, lag(customer) OVER () AS pc, lag(event) OVER () AS p, lead(customer) OVER () AS nc, lead(event) OVER () AS n, lead(ts) OVER () - ts AS d FROM ev),
  x AS (SELECT customer, CASE WHEN nc = customer THEN n ELSE -1 END AS node, CASE WHEN nc = customer THEN d ELSE 0 END AS d, coalesce(pc = customer AND p = 2, false) AS pair FROM e WHERE event = 0)
  SELECT node, count(*), count(DISTINCT customer), quantile_cont(d, 0.5), count(*) FILTER (pair), count(DISTINCT customer) FILTER (pair), quantile_cont(d, 0.5) FILTER (pair) FROM x GROUP BY node ORDER BY 1`;

const landmark = `WITH e AS (SELECT customer, ts, event, row_number() OVER (PARTITION BY customer ORDER BY ts, event) = 1 AS start, min(ts) OVER (PARTITION BY customer) + ${within} AS mark FROM ev),
  p AS (SELECT bool_or(NOT start AND event = 3 AND ts < mark) AS did, bool_or(NOT start AND event = 9 AND ts < mark) AS had, bool_or(ts >= mark AND ts < mark + ${30 * day}) AS there, bool_or(event = 9 AND ts >= mark AND ts < mark + ${30 * day}) AS reached FROM e WHERE mark + ${30 * day} <= ${until} GROUP BY customer)
  SELECT count(*) FILTER (there AND NOT had AND did), count(*) FILTER (there AND NOT had AND did AND reached), count(*) FILTER (there AND NOT had AND NOT did), count(*) FILTER (there AND NOT had AND NOT did AND reached), count(*) FILTER (NOT had AND NOT there), count(*) FILTER (had) FROM p`;

export const formulations = {
  "sessions of 30 min by day": { "the table's order": sessions },
  "attribution to the last touch within 30 days": { "the table's order": credit, "ASOF join": creditByAsof },
  "survival from one event to another": { join: survival },
  "survival until 14 days of silence": { "the table's order": stillness },
  "amounts of all events, with people": {
    distinct: amounts(bars("amount // 100", "count(DISTINCT customer)")),
    "bit masks": amounts(`(SELECT [${[...Array(10).keys()].map((b) => `count(*) FILTER ((m >> ${b}) & 1 = 1)`).join(", ")}] FROM (SELECT bit_or((1 << (amount // 100))::INT) AS m FROM ev GROUP BY customer))`),
  },
  "sums of amounts by person": { sum: sums },
  "amounts by name of event": {
    distinct: "SELECT event, count(*), count(DISTINCT customer), sum(amount)::BIGINT FROM ev GROUP BY event ORDER BY 1",
    "two steps": "SELECT event, sum(n)::BIGINT, count(*), sum(s)::BIGINT FROM (SELECT customer, event, count(*) AS n, sum(amount) AS s FROM ev GROUP BY ALL) GROUP BY event ORDER BY 1",
  },
  "what came next after two events": { "the table's order": next },
  "first days, and what came of them": { "window functions": landmark },
};
