// Survival over HTTP and from the command line: published figures of flies whose lives come in as events, and
// figures counted once more here from random lines; who stands behind them; how parts are compared.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { commandBeside } from "../lib/cli.mjs";
import { dataDirectory, Server, withData } from "../lib/server.mjs";

const day = 86_400_000;
const until = Date.UTC(2026, 5, 1);
const untilText = new Date(until).toISOString();
let server, key, position;
let count = 0;

async function send(events) {
  for (let i = 0; i < events.length; i += 200) {
    const batch = events.slice(i, i + 200).map(({ userId, name, at, properties }) => ({
      type: "track", userId, event: name, messageId: `m-${++count}`, timestamp: new Date(at).toISOString(), ...(properties ? { properties } : {}),
    }));
    const answer = await server.send("/v1/batch", { batch }, key);
    assert.equal(answer.status, 200, answer.text);
    position = answer.headers.get("throughline-position");
  }
}

before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
  key = await server.writeKey("Shop");
  await send([{ userId: "somebody", name: "Other", at: until - 300 * day }]);
});
after(() => server.close());

async function ask(body, path = "survival") {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}
async function who(question, cell, part) {
  const found = await ask({ question, cell, ...(part ? { part } : {}), page: { limit: 500 } }, "survival/people");
  assert.equal(found.total, found.items.length);
  return found.items.map((one) => one.id).sort();
}
const near = (actual, expected, what) => assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${actual}, not ${expected}`);

const waltons = { starts: { names: ["Hatched"] }, ends: { names: ["Died"] }, unit: "day", range: { until: untilText }, breakdown: { property: "group" } };

/** A curve holds R's columns, in which what has no value stands as text or null. */
function expectR(answer, reference, what) {
  const columns = { time: "time", n_risk: "at_risk", n_event: "ended", n_censor: "censored", surv: "survival", std_err_cumhaz: "error", lower_loglog: "low", upper_loglog: "high" };
  assert.equal(answer.points.length, reference.time.length, what);
  for (const [theirs, ours] of Object.entries(columns)) {
    answer.points.forEach((point, i) => {
      const expected = reference[theirs][i];
      if (typeof expected !== "number") assert.equal(point[ours], null, `${what} ${theirs} ${i}`);
      else near(point[ours], expected, `${what} ${theirs} ${i}`);
    });
  }
  const [people, , , ended, , , median, low, high] = reference.table;
  assert.deepEqual([answer.people, answer.ended, answer.median, answer.median_low, answer.median_high], [people, ended, median, low, high], what);
}

test("the flies of Walton as R has them: curve, band, medians and log-rank (JA-17, AN-07)", withData, async () => {
  const folder = join(dataDirectory, "survival");
  const rows = (await readFile(join(folder, "waltons_dataset.csv"), "utf8")).trim().split("\n").slice(1).map((row) => row.split(","));
  const reference = JSON.parse(await readFile(join(folder, "reference.json"), "utf8"));
  assert.equal(rows.length, 163);
  await send(rows.flatMap(([time, died, group], i) => {
    const userId = `fly-${i}`;
    // Those that were still alive were last looked at when the look ends.
    const hatched = until - (died === "1" ? 100 : Number(time)) * day;
    const one = { userId, name: "Hatched", at: hatched, properties: { group: group.trim() } };
    return died === "1" ? [one, { userId, name: "Died", at: hatched + Number(time) * day }] : [one];
  }));
  const answer = await ask(waltons);
  expectR(answer, reference.km_waltons, "all");
  const parts = new Map(answer.parts.map((one) => [one.part.value, one]));
  expectR(parts.get("control").answer, reference.km_waltons_control, "control");
  expectR(parts.get("miR-137").answer, reference.km_waltons_miR137, "miR-137");
  const { log_rank: test } = answer;
  near(test.chi_squared, reference.logrank_waltons.chisq, "chi-squared");
  near(test.p / reference.logrank_waltons.p, 1, "p");
  assert.equal(test.degrees_of_freedom, 1);
  assert.deepEqual(answer.parts.map((one) => one.part.value), ["control", "miR-137"]);
  reference.logrank_waltons.exp.forEach((expected, i) => near(test.parts[i].expected, expected, `expected ${i}`));
  reference.logrank_waltons.obs.forEach((observed, i) => near(test.parts[i].observed, observed, `observed ${i}`));
  // Every figure of the curve opens to its people.
  for (const point of [answer.points[0], answer.points[1], answer.points.at(-1)]) {
    const cell = { from: point.time, below: point.time + 1 };
    assert.equal((await who(waltons, { ...cell, ended: true })).length, point.ended);
    assert.equal((await who(waltons, { ...cell, ended: false })).length, point.censored);
    assert.equal((await who(waltons, { from: point.time })).length, point.at_risk);
  }
  assert.equal((await who(waltons, { ended: false }, { kind: "value", value: "control" })).length, parts.get("control").answer.censored);
  const table = await commandBeside(server, "survival", "--starts", "Hatched", "--ends", "Died", "--until", untilText, "--by-property", "group");
  assert.equal(table.code, 0, table.error);
  assert.match(table.out, /156 of 163 ended; half of them after 56\.00 days \(53\.00 to 58\.00\)/);
  assert.match(table.out, /log-rank\): chi-squared 122\.249 with 1 degrees of freedom, p /);
  assert.match(table.out, /== miR-137: 34 people/);
});

/** Kaplan and Meier's product, from lifetimes of [time, ended]. */
function productLimit(lifetimes) {
  const times = [...new Set(lifetimes.map(([time]) => time))].sort((a, b) => a - b);
  let survival = 1;
  return times.map((time) => {
    const risk = lifetimes.filter(([own]) => own >= time).length;
    const ended = lifetimes.filter(([own, ended]) => own === time && ended).length;
    survival *= (risk - ended) / risk;
    return { time, at_risk: risk, ended, censored: lifetimes.filter(([own, ended]) => own === time && !ended).length, survival };
  });
}

const lines = new Map();
let seed = 11;
const below = (n) => Math.floor(((seed = (seed * 48271) % 2147483647) / 2147483647) * n);

test("until people fall silent, or for an event, equals its definition (JA-17, AN-07)", async () => {
  for (let person = 0; person < 50; ++person) {
    let at = until - (20 + below(150)) * day;
    const events = [];
    for (let i = below(8); i >= 0; --i) {
      events.push({ userId: `guest-${person}`, name: ["Joined", "Seen", "Bought"][below(3)], at, properties: { plan: ["free", "pro"][person % 2] } });
      at += [3_600_000, day, 4 * day, 11 * day, 40 * day][below(5)] + below(60_000);
    }
    lines.set(`guest-${person}`, events);
  }
  await send([...lines.values()].flat());
  const idOf = new Map(await Promise.all([...lines.keys()].map(async (userId) => [userId, (await server.get(`/profiles/user_id:${userId}`)).id])));
  const started = { names: ["Joined"] };
  const range = { until: untilText };
  for (const [question, lifetimeOf] of [
    [{ starts: started, ends: { names: ["Bought"] }, range }, (line, start) => {
      const end = line.slice(line.indexOf(start) + 1).find((event) => event.name === "Bought");
      return end ? [end.at - start.at, true] : [until - start.at, false];
    }],
    [{ starts: started, ends: { names: ["Bought"] }, range, longest_ms: 9 * day, unit: "hour" }, (line, start) => {
      const end = line.slice(line.indexOf(start) + 1).find((event) => event.name === "Bought" && event.at - start.at <= 9 * day);
      return end ? [end.at - start.at, true] : [Math.min(9 * day, until - start.at), false];
    }],
    [{ starts: started, silence_ms: 10 * day, range, unit: "week" }, (line, start) => {
      let last = start.at;
      for (const event of line.slice(line.indexOf(start) + 1)) if (event.at - last <= 10 * day) last = event.at; else break;
      return last + 10 * day < until ? [last + 10 * day - start.at, true] : [until - start.at, false];
    }],
  ]) {
    const unit = { hour: 3_600_000, day, week: 7 * day }[question.unit ?? "day"];
    const lifetimes = new Map();
    for (const [userId, all] of lines) {
      const line = all.filter((event) => event.at < until);
      const start = line.find((event) => event.name === "Joined");
      if (!start) continue;
      const [time, ended] = lifetimeOf(line, start);
      lifetimes.set(userId, [Math.floor(time / unit), ended]);
    }
    const answer = await ask(question);
    const expected = productLimit([...lifetimes.values()]);
    assert.deepEqual(answer.points.map(({ time, at_risk, ended, censored }) => ({ time, at_risk, ended, censored })), expected.map(({ survival, ...rest }) => rest));
    answer.points.forEach((point, i) => near(point.survival, expected[i].survival, `at ${point.time}`));
    assert.equal(answer.people, lifetimes.size);
    assert.ok(answer.ended > 0 && answer.censored > 0, "some of each");
    const of = (ended) => [...lifetimes].filter(([, one]) => one[1] === ended).map(([userId]) => idOf.get(userId)).sort();
    assert.deepEqual(await who(question, { ended: true }), of(true));
    assert.deepEqual(await who(question, { ended: false }), of(false));
    assert.equal(answer.log_rank, null);
  }
});

test("the range says who starts; on request what comes after it counts too", async () => {
  const [from, cut] = [until - 120 * day, until - 60 * day];
  const question = { starts: { names: ["Joined"] }, ends: { names: ["Bought"] }, range: { from: new Date(from).toISOString(), until: new Date(cut).toISOString() } };
  const within = await ask(question);
  const later = await ask({ ...question, ends_after_range: true });
  assert.equal(later.people, within.people);
  let [endedWithin, endedLater] = [0, 0];
  for (const all of lines.values()) {
    const start = all.find((event) => event.name === "Joined" && event.at >= from);
    if (!start || start.at >= cut) continue;
    const end = all.slice(all.indexOf(start) + 1).find((event) => event.name === "Bought");
    endedWithin += end && end.at < cut ? 1 : 0;
    endedLater += end ? 1 : 0;
  }
  assert.deepEqual([within.ended, later.ended], [endedWithin, endedLater]);
  assert.ok(endedLater > endedWithin);
});

test("sides of a comparison and groups are tested against each other", async () => {
  const question = { starts: { names: ["Joined"] }, ends: { names: ["Bought"] }, range: { until: untilText } };
  const compared = await ask({ ...question, compare: [
    { name: "guests", people: { event: "Joined", count: { is: "at_least", value: 1 } } },
    { name: "early", range: { until: new Date(until - 50 * day).toISOString() } },
  ] });
  assert.equal(compared.log_rank.parts.length, 2);
  const groups = await ask({ ...question, breakdown: { property: "plan" } });
  const observed = groups.log_rank.parts.reduce((sum, one) => sum + one.observed, 0);
  const expected = groups.log_rank.parts.reduce((sum, one) => sum + one.expected, 0);
  assert.equal(observed, groups.ended);
  near(expected, groups.ended, "what is expected adds up to what was observed");
  assert.ok(groups.log_rank.p > 0 && groups.log_rank.p <= 1);
});

test("nobody and what has no meaning", async () => {
  const none = await ask({ starts: { names: ["Never happened"] }, ends: { names: ["Bought"] } });
  assert.deepEqual([none.people, none.points, none.median], [0, [], null]);
  for (const [body, field] of [
    [{}, /`ends` or `silence_ms`/],
    [{ silence_ms: 0 }, /`silence_ms`/],
    [{ silence_ms: day, unit: "year" }, /unknown unit: year/],
    [{ silence_ms: day, longest_ms: 0 }, /`longest_ms`/],
    [{ silence_ms: day, ends: { kind: "merge" } }, /`ends\.kind`/],
  ]) {
    const answer = await server.api("POST", "/journeys/survival", { body });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.json.detail, field);
  }
});
