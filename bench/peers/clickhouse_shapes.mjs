// The SQL of ClickHouse for the questions of shapes.mjs.
import { conversion, day, dayOf, firstTouch, lastTouch, lookBack, silence, sumBounds, timeout, until, within } from "./shapes.mjs";

const dayNumber = (ts) => dayOf((test) => `(${test})`, (number, by) => `intDiv(${number}, ${by})`, ts);
const isTouch = `event BETWEEN ${firstTouch} AND ${lastTouch}`;

// Each customer's sessions as rows of day, whether it is the customer's first of the day, length and events.
const sessionsBySplit = `SELECT arrayJoin(arrayZip(days, arrayMap((d, b) -> d != b, days, arrayPushFront(arrayPopBack(days), -1)), arrayMap(s -> s[-1] - s[1], ss), arrayMap(s -> length(s), ss))) AS s, s.1 AS day, s.2 AS fresh, s.3 AS lasted, s.4 AS n FROM (SELECT groupArray(toInt64(ts)) AS tt, arraySplit((t, d) -> d > ${timeout}, tt, arrayDifference(tt)) AS ss, arrayMap(s -> ${dayNumber("s[1]")}, ss) AS days FROM bench.ev GROUP BY customer)`;
// The same by what lies at the ends of each, without arrays within arrays.
const sessionsByEnds = `SELECT arrayJoin(arrayZip(days, arrayMap((d, b) -> d != b, days, arrayPushFront(arrayPopBack(days), -1)), arrayMap((e, b) -> e - b, ends, begins), arrayMap((e, b) -> e - b, nexts, places))) AS s, s.1 AS day, s.2 AS fresh, s.3 AS lasted, s.4 AS n FROM (SELECT groupArray(toInt64(ts)) AS tt, arrayPushFront(arrayPopFront(arrayDifference(tt)), ${timeout + 1}) AS dd, arrayFilter((t, d) -> d > ${timeout}, tt, dd) AS begins, arrayFilter((t, d) -> d > ${timeout}, tt, arrayPushBack(arrayPopFront(dd), ${timeout + 1})) AS ends, arrayFilter((i, d) -> d > ${timeout}, arrayMap(i -> toInt64(i), arrayEnumerate(tt)), dd) AS places, arrayPushBack(arrayPopFront(places), toInt64(length(tt)) + 1) AS nexts, arrayMap(b -> ${dayNumber("b")}, begins) AS days FROM bench.ev GROUP BY customer)`;
const sessions = (of, settings) =>
  `SELECT sum(c), (SELECT uniqExact(customer) FROM bench.ev), sum(l) / sum(c), quantilesExactInclusiveMerge(0.5, 0.9)(lq), sum(e) / sum(c), quantilesExactInclusiveMerge(0.5, 0.9)(eq), groupArray((day, c, p)) FROM (SELECT day, count() AS c, sum(fresh) AS p, sum(lasted) AS l, sum(n) AS e, quantilesExactInclusiveState(0.5, 0.9)(lasted) AS lq, quantilesExactInclusiveState(0.5, 0.9)(n) AS eq FROM (${of}) GROUP BY day) ${settings}`;

// Time and code of the last touch as one number, carried from event to event.
const credit = (settings) =>
  `SELECT channel, count(), uniqExact(customer) FROM (WITH groupArray(if(event = ${conversion}, 0, ts * 512 + event)) AS touches, groupArray(ts) AS tt SELECT customer, arrayJoin(arrayMap((k, t) -> if(k > 0 AND t - intDiv(k, 512) <= ${lookBack}, k % 512, 1), arrayFilter((k, o) -> o = 0, arrayFill(k -> k > 0, touches) AS filled, touches), arrayFilter((t, o) -> o = 0, tt, touches))) AS channel FROM bench.ev WHERE ${isTouch} OR event = ${conversion} GROUP BY customer) GROUP BY GROUPING SETS ((channel), ()) ORDER BY 1 ${settings}`;
const creditByAsof = (settings) =>
  `SELECT if(t.ts > 0 AND c.ts - t.ts <= ${lookBack}, t.event, 1) AS channel, count(), uniqExact(c.customer) FROM (SELECT customer, ts, ts * 512 + event AS k FROM bench.ev WHERE event = ${conversion}) c ASOF LEFT JOIN (SELECT customer, ts, event, ts * 512 + event AS k FROM bench.ev WHERE ${isTouch}) t ON c.customer = t.customer AND c.k >= t.k GROUP BY GROUPING SETS ((channel), ()) ORDER BY 1 ${settings}`;

// Whoever starts after all that is known is followed for no time.
const followed = `greatest(0, ${until} - toInt64(s))`;
const survival = (settings) =>
  `SELECT intDiv(if(ended, toInt64(e) - toInt64(s), ${followed}), ${day}) AS days, e > 0 AND e - s <= ${followed} AS ended, count() FROM (SELECT minIf(ts, event = 0) AS s, arrayFirst(t -> t >= s, groupArrayIf(ts, event = 9)) AS e FROM bench.ev WHERE event IN (0, 9) GROUP BY customer HAVING countIf(event = 0) > 0) GROUP BY days, ended ORDER BY 1, 2 ${settings}`;
const stillness = (settings) =>
  `SELECT intDiv(if(ended, last - s + ${silence}, ${followed}), ${day}) AS days, last - s + ${silence} < ${followed} AS ended, count() FROM (WITH groupArray(toInt64(ts)) AS tt, arrayFirstIndex(d -> d > ${silence}, arrayDifference(tt)) AS i SELECT tt[1] AS s, if(i = 0, tt[-1], tt[i - 1]) AS last FROM bench.ev GROUP BY customer) GROUP BY days, ended ORDER BY 1, 2 ${settings}`;

const bars = `(SELECT sumForEach(arrayMap(b -> bitTest(m, b), range(10))) FROM (SELECT groupBitOr(bitShiftLeft(toUInt16(1), intDiv(amount, 100))) AS m FROM bench.ev GROUP BY customer))`;
const amounts = (settings) =>
  `SELECT count(), sum(amount), quantilesExactInclusive(0.5, 0.9)(amount), sumForEach(arrayMap(b -> b = intDiv(amount, 100), range(10))), ${bars} FROM bench.ev ${settings}`;
// All that can be known without people is known from how often each amount comes.
const place = (q, round) => `values[arrayFirstIndex(c -> c > ${round}(${q} * (n - 1)), passed)]`;
const at = (q) => `${place(q, "floor")} + (${q} * (n - 1) - floor(${q} * (n - 1))) * (${place(q, "ceil")} - ${place(q, "floor")})`;
const amountsByValue = (settings) =>
  `SELECT n, total, [${at(0.5)}, ${at(0.9)}], bins, ${bars} FROM (SELECT sum(c) AS n, sum(c * amount) AS total, groupArray(toFloat64(amount)) AS values, arrayCumSum(groupArray(c)) AS passed, sumForEach(arrayMap(b -> if(b = intDiv(amount, 100), c, 0), range(10))) AS bins FROM (SELECT amount, count() AS c FROM bench.ev GROUP BY amount ORDER BY amount)) ${settings}`;

const sums = (settings) =>
  `SELECT count(), sum(s), quantilesExactInclusive(0.5, 0.9)(s), sumForEach(arrayMap((low, high) -> s >= low AND s < high, [${[0, ...sumBounds].join(", ")}], [${[...sumBounds, 1e18].join(", ")}])) FROM (SELECT sum(amount) AS s FROM bench.ev WHERE event IN (0, 2, 3, 5, 9) GROUP BY customer) ${settings}`;

const treemap = (people, settings) => `SELECT event, count(), ${people}(customer), sum(amount) FROM bench.ev GROUP BY event ORDER BY 1 ${settings}`;
const treemapBySteps = (settings) =>
  `SELECT event, n, p, s FROM (SELECT event, count() AS n, sum(amount) AS s FROM bench.ev GROUP BY event) a JOIN (SELECT event, count() AS p FROM (SELECT arrayJoin(groupUniqArray(event)) AS event FROM bench.ev GROUP BY customer) GROUP BY event) b USING (event) ORDER BY 1 ${settings}`;

const next = (settings) =>
  `SELECT x.1 AS node, count(), uniqExact(customer), quantileExactInclusive(0.5)(x.2), countIf(x.3), uniqExactIf(customer, x.3), quantileExactInclusiveIf(0.5)(x.2, x.3) FROM (SELECT customer, arrayJoin(arrayFilter((x, e) -> e = 0, arrayZip(arrayPushBack(arrayPopFront(es), -1), arrayPushBack(arrayPopFront(arrayDifference(tt)), 0), arrayMap(p -> p = 2, arrayPushFront(arrayPopBack(es), -1))), es)) AS x FROM (SELECT customer, groupArray(toInt32(event)) AS es, groupArray(ts) AS tt FROM bench.ev GROUP BY customer HAVING has(es, 0))) GROUP BY node ORDER BY 1 ${settings}`;

const landmark = (settings) =>
  `SELECT countIf(asked AND did), countIf(asked AND did AND reached), countIf(asked AND NOT did), countIf(asked AND NOT did AND reached), countIf(NOT had AND NOT there), countIf(had) FROM (WITH groupArray(event) AS es, groupArray(ts) AS tt, tt[1] + ${within} AS mark, mark + ${30 * day} AS last, arrayPopFront(es) AS later, arrayPopFront(tt) AS times SELECT arrayExists((e, t) -> e = 3 AND t < mark, later, times) AS did, arrayExists((e, t) -> e = 9 AND t < mark, later, times) AS had, arrayExists(t -> t >= mark AND t < last, tt) AS there, arrayExists((e, t) -> e = 9 AND t >= mark AND t < last, es, tt) AS reached, there AND NOT had AS asked FROM bench.ev GROUP BY customer HAVING last <= ${until}) ${settings}`;
// Each customer's start first, then only what is asked about.
const landmarkByJoin = (settings) =>
  `SELECT countIf(asked AND did), countIf(asked AND did AND reached), countIf(asked AND NOT did), countIf(asked AND NOT did AND reached), countIf(NOT had AND NOT there), countIf(had) FROM (SELECT countIf(event = 3 AND ts < mark) > (argMin(event, (ts, event)) = 3) AS did, countIf(event = 9 AND ts < mark) > (argMin(event, (ts, event)) = 9) AS had, countIf(ts >= mark AND ts < last) > 0 AS there, countIf(event = 9 AND ts >= mark AND ts < last) > 0 AS reached, there AND NOT had AS asked FROM (SELECT customer, event, ts, min(ts) OVER (PARTITION BY customer) + ${within} AS mark, mark + ${30 * day} AS last FROM bench.ev) WHERE last <= ${until} GROUP BY customer) ${settings}`;

export const formulations = (settings) => ({
  "sessions of 30 min by day": { arraySplit: sessions(sessionsBySplit, settings), "ends of each": sessions(sessionsByEnds, settings) },
  "attribution to the last touch within 30 days": { arrays: credit(settings), "ASOF JOIN": creditByAsof(settings) },
  "survival from one event to another": { arrays: survival(settings) },
  "survival until 14 days of silence": { arrays: stillness(settings) },
  "amounts of all events, with people": { quantiles: amounts(settings), "by amount": amountsByValue(settings) },
  "sums of amounts by person": { sum: sums(settings) },
  "amounts by name of event": { uniqExact: treemap("uniqExact", settings), groupBitmap: treemap("groupBitmap", settings), "two steps": treemapBySteps(settings) },
  "what came next after two events": { arrays: next(settings) },
  "first days, and what came of them": { arrays: landmark(settings), "window function": landmarkByJoin(settings) },
});
