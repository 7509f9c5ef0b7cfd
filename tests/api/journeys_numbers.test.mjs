// Distributions, scatters and treemaps over HTTP and from the command line. Every figure is counted once more here,
// from the events that were sent; and so is who stands behind it (JA-13).
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { commandBeside } from "../lib/cli.mjs";
import { freshDirectory } from "../lib/directory.mjs";
import { randomNumbers } from "../lib/random.mjs";
import { Server } from "../lib/server.mjs";

const hour = 3_600_000;
const begin = Date.UTC(2026, 1, 20);
const names = ["Visit", "Paid", "Call"];
const sent = []; // {user, name, at, total, currency}
const idOf = new Map();
const seatsOf = (user) => (user % 5 === 0 ? undefined : (user * 7) % 11);
let server, key, position;
const directory = await freshDirectory("numbers");

const random = randomNumbers(20260304);
const below = (n) => Math.floor(random() * n);
const users = 60;
const userId = (user) => `user-${String(user).padStart(2, "0")}`;

before(async () => {
  server = await Server.start({ directory });
  server.key = await server.apiKey();
  key = await server.writeKey("Shop");
  for (let user = 0; user < users; ++user) {
    for (let i = 1 + below(14); i > 0; --i) {
      // Quarters are exact as doubles, so that sums here and there are the same numbers.
      const total = [below(400) / 4, -below(20) / 4, "12.50", undefined][[0, 0, 0, 0, 1, 2, 3, 0, 0, 0][below(10)]];
      sent.push({ user, name: names[below(3)], at: begin + below(900) * hour, total, currency: ["EUR", "USD", "SEK", undefined][below(4)] });
    }
  }
  sent.push({ user: 7, name: "Paid", at: begin, total: 5003, currency: "EUR" });
  const messages = sent.map((event, at) => ({
    type: "track", userId: userId(event.user), event: event.name, messageId: `m-${at}`, timestamp: new Date(event.at).toISOString(),
    properties: { ...(event.total === undefined ? {} : { total: event.total }), ...(event.currency ? { currency: event.currency } : {}) },
  }));
  for (let user = 0; user < users; ++user) {
    const seats = seatsOf(user);
    if (seats !== undefined) sent.push({ user, name: "identify", at: begin - hour });
    if (seats !== undefined) messages.push({ type: "identify", userId: userId(user), messageId: `i-${user}`, timestamp: new Date(begin - hour).toISOString(), traits: { seats, nick: userId(user) } });
  }
  for (let i = 0; i < messages.length; i += 80) {
    const answer = await server.send("/v1/batch", { batch: messages.slice(i, i + 80) }, key);
    assert.equal(answer.status, 200, answer.text);
    position = answer.headers.get("throughline-position");
  }
  for (let user = 0; user < users; ++user) idOf.set(user, (await server.get(`/profiles/user_id:${userId(user)}`)).id);
});
after(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

async function ask(path, body) {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}
async function who(path, question, cell, part) {
  const answer = await ask(`${path}/people`, { question, cell, ...(part ? { part } : {}), page: { limit: 500 } });
  assert.equal(answer.total, answer.items.length);
  return answer.items.map((one) => one.id).sort();
}
async function refused(path, body, words) {
  const answer = await server.api("POST", `/journeys/${path}`, { body });
  assert.equal(answer.status, 400, answer.text);
  assert.match(answer.text, words);
}
const idsOf = (some) => [...new Set(some)].map((user) => idOf.get(user)).sort();
const isNumber = (event) => typeof event.total === "number";
const sum = (values) => values.reduce((all, value) => all + value, 0);
const quantile = (values, q) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
};
const near = (actual, expected, what) => assert.ok(Math.abs(actual - expected) < 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${actual}, not ${expected}`);

// The number of each person who has one, as docs/queries.md says it.
function numbersOf({ of, events, property, trait, zeros }, some = sent) {
  const found = new Map();
  for (let user = 0; user < users; ++user) {
    const all = some.filter((event) => event.user === user);
    if (all.length === 0) continue;
    const own = all.filter((event) => !events || events.names.includes(event.name));
    const said = property ? own.filter(isNumber).sort((a, b) => a.at - b.at).map((event) => event.total) : [];
    const number = {
      count: () => (own.length || zeros ? own.length : undefined),
      sum: () => (said.length || zeros ? sum(said) : undefined),
      mean: () => (said.length ? sum(said) / said.length : undefined),
      least: () => (said.length ? Math.min(...said) : undefined),
      greatest: () => (said.length ? Math.max(...said) : undefined),
      trait: () => (trait === "seats" ? seatsOf(user) : undefined),
    }[of]();
    if (number !== undefined) found.set(user, number);
  }
  return found;
}

function checkSummary(answer, values) {
  assert.equal(answer.numbers, values.length);
  near(answer.sum, sum(values), "sum");
  near(answer.mean, sum(values) / values.length, "mean");
  assert.equal(answer.least, Math.min(...values));
  assert.equal(answer.greatest, Math.max(...values));
  near(answer.median, quantile(values, 0.5), "median");
  near(answer.p90, quantile(values, 0.9), "p90");
  assert.equal(sum(answer.bins.map((bin) => bin.numbers)), values.length, "each number is in one bar");
  for (const bin of answer.bins) assert.equal(bin.numbers, values.filter((value) => value >= (bin.from ?? -Infinity) && value < (bin.below ?? Infinity)).length);
}

const paid = { names: ["Paid"] };
const numbers = [
  { of: "count" },
  { of: "count", events: paid },
  { of: "count", events: paid, zeros: true },
  { of: "sum", property: "total", events: paid },
  { of: "sum", property: "total", events: paid, zeros: true },
  { of: "mean", property: "total" },
  { of: "least", property: "total" },
  { of: "greatest", property: "total", events: { names: ["Paid", "Call"] } },
  { of: "trait", trait: "seats" },
];

for (const number of numbers) {
  test(`the distribution of ${JSON.stringify(number)} of each person, and who is in each bar (JA-13)`, async () => {
    const known = numbersOf(number);
    const answer = await ask("distribution", { number });
    checkSummary(answer, [...known.values()]);
    assert.equal(answer.people, known.size);
    for (const bin of answer.bins) {
      const cell = { ...(bin.from === null ? {} : { from: bin.from }), ...(bin.below === null ? {} : { below: bin.below }) };
      const inside = [...known].filter(([, value]) => value >= (bin.from ?? -Infinity) && value < (bin.below ?? Infinity)).map(([user]) => user);
      assert.equal(bin.people, inside.length);
      if (inside.length) assert.deepEqual(await who("distribution", { number }, cell), idsOf(inside));
    }
    assert.deepEqual(await who("distribution", { number }, {}), idsOf(known.keys()));
  });
}

test("the distribution of what each event says: texts are no numbers, and people count once in a bar (JA-13)", async () => {
  const number = { of: "property", property: "total", events: paid };
  const own = sent.filter((event) => event.name === "Paid");
  const said = own.filter(isNumber);
  const answer = await ask("distribution", { number });
  checkSummary(answer, said.map((event) => event.total));
  assert.deepEqual([answer.events, answer.without, answer.people], [own.length, own.length - said.length, new Set(said.map((event) => event.user)).size]);
  assert.ok(answer.bins.length > 3 && answer.bins.length < 30);
  assert.equal(answer.bins.at(-1).below, null, "what lies far out is in a bar without an end");
  for (const bin of answer.bins) {
    const inside = said.filter((event) => event.total >= (bin.from ?? -Infinity) && event.total < (bin.below ?? Infinity)).map((event) => event.user);
    assert.equal(bin.people, new Set(inside).size);
    const cell = { ...(bin.from === null ? {} : { from: bin.from }), ...(bin.below === null ? {} : { below: bin.below }) };
    if (inside.length) assert.deepEqual(await who("distribution", { number }, cell), idsOf(inside));
  }
  const bounds = [0, 12.5, 50];
  const bound = await ask("distribution", { number, bounds });
  assert.deepEqual(bound.bounds, bounds);
  checkSummary(bound, said.map((event) => event.total));
});

test("each event is in the part of its own value, and all parts have the same bars (JA-13)", async () => {
  const number = { of: "property", property: "total" };
  const answer = await ask("distribution", { number, breakdown: { property: "currency" } });
  assert.equal(sum(answer.parts.map(({ answer: one }) => one.numbers)), answer.numbers);
  for (const { part, answer: one } of answer.parts) {
    assert.deepEqual(one.bounds, answer.bounds);
    checkSummary(one, sent.filter((event) => isNumber(event) && (event.currency ?? null) === part.value).map((event) => event.total));
  }
  const sums = { of: "sum", property: "total" };
  const byCurrency = await ask("distribution", { number: sums, breakdown: { property: "currency" } });
  for (const { part, answer: one } of byCurrency.parts) {
    const known = numbersOf(sums, sent.filter((event) => (event.currency ?? null) === part.value));
    checkSummary(one, [...known.values()]);
    const { from } = { from: one.median };
    assert.deepEqual(await who("distribution", { number: sums, breakdown: { property: "currency" } }, { from }, { kind: part.kind, value: part.value }), idsOf([...known].filter(([, value]) => value >= from).map(([user]) => user)));
  }
});

test("two numbers of each person: points, cells and whoever lies far out (JA-13)", async () => {
  const x = { of: "count" };
  const y = { of: "sum", property: "total", zeros: true };
  const [xs, ys] = [numbersOf(x), numbersOf(y)];
  const both = [...xs.keys()].filter((user) => ys.has(user));
  const all = await ask("scatter", { x, y });
  assert.equal(all.people, both.length);
  assert.deepEqual(all.cells, []);
  assert.equal(sum(all.points.map((point) => point.people)), both.length);
  for (const point of all.points.slice(0, 12)) {
    const inside = both.filter((user) => xs.get(user) === point.x && ys.get(user) === point.y);
    assert.equal(point.people, inside.length);
    assert.deepEqual(await who("scatter", { x, y }, { x: point.x, y: point.y }), idsOf(inside));
  }
  const ranks = (values) => values.map((value) => (values.filter((each) => each < value).length + values.filter((each) => each <= value).length + 1) / 2);
  const [a, b] = [ranks(both.map((user) => xs.get(user))), ranks(both.map((user) => ys.get(user)))];
  const mean = (both.length + 1) / 2;
  const cross = (one, other) => sum(one.map((value, at) => (value - mean) * (other[at] - mean)));
  near(all.correlation.value, cross(a, b) / Math.sqrt(cross(a, a) * cross(b, b)), "rank correlation");
  const few = await ask("scatter", { x, y, points: 0 });
  assert.equal(sum(few.cells.map((cell) => cell.people)) + sum(few.points.map((point) => point.people)), both.length);
  assert.deepEqual(few.correlation, all.correlation);
  for (const cell of few.cells) {
    const inside = both.filter((user) => xs.get(user) >= cell.x_from && xs.get(user) < cell.x_below && ys.get(user) >= cell.y_from && ys.get(user) < cell.y_below);
    assert.equal(cell.people, inside.length);
  }
  const [{ people, ...cell }] = few.cells;
  assert.equal((await who("scatter", { x, y }, cell)).length, people);
});

test("a treemap by one value and by two, of events, people and a sum (JA-13)", async () => {
  const valueOf = { event: (event) => event.name, currency: (event) => event.currency ?? null, seats: (event) => seatsOf(event.user) ?? null };
  const tell = (events) => [events.length, new Set(events.map((event) => event.user)).size, sum(events.filter(isNumber).map((event) => event.total))];
  for (const [by, ...values] of [
    [[{ event: true }], valueOf.event],
    [[{ property: "currency" }, { event: true }], valueOf.currency, valueOf.event],
    [[{ trait: "seats", limit: 3 }, { property: "currency", limit: 2 }], valueOf.seats, valueOf.currency],
  ]) {
    for (const measure of ["events", "people", "sum"]) {
      const question = { by, measure, ...(measure === "sum" ? { property: "total" } : {}) };
      const answer = await ask("treemap", question);
      assert.deepEqual([answer.events, answer.people], tell(sent).slice(0, 2));
      const shown = (level, events) => {
        const outer = answer.groups.filter((group) => group.values.length === level + 1);
        return outer.filter((group) => group.values.slice(0, level).every((value, at) => fits(value, events, at)));
      };
      const fits = () => true;
      const tops = answer.groups.filter((group) => group.values.length === 1);
      const named = new Set(tops.filter((group) => group.values[0].kind === "value").map((group) => group.values[0].value));
      const within = (event, group, level, names) => {
        const { kind, value } = group.values[level];
        const own = values[level](event);
        return kind === "value" ? own === value : kind === "none" ? own === null : own !== null && !names.has(own);
      };
      for (const group of answer.groups) {
        let events = sent.filter((event) => within(event, group, 0, named));
        if (group.values.length > 1) {
          const siblings = answer.groups.filter((each) => each.values.length > 1 && JSON.stringify(each.values[0]) === JSON.stringify(group.values[0]));
          const names = new Set(siblings.filter((each) => each.values[1].kind === "value").map((each) => each.values[1].value));
          events = events.filter((event) => within(event, group, 1, names));
        }
        const [count, people, total] = tell(events);
        assert.deepEqual([group.events, group.people], [count, people], JSON.stringify(group.values));
        if (measure === "sum") near(group.sum, total, "sum");
        assert.deepEqual(await who("treemap", question, { values: group.values }), idsOf(events.map((event) => event.user)), JSON.stringify(group.values));
      }
      assert.equal(sum(tops.map((group) => group.events)), sent.length);
      assert.ok(shown(0).length > 0);
    }
  }
});

test("what has no meaning is refused, saying what to change (JA-13)", async () => {
  await refused("distribution", { number: { of: "mode" } }, /number\.of/);
  await refused("distribution", { number: { of: "sum" } }, /number\.property/);
  await refused("distribution", { number: { of: "count", property: "total" } }, /number\.property/);
  await refused("distribution", { number: { of: "trait" } }, /number\.trait/);
  await refused("distribution", { number: { of: "trait", trait: "shoe" } }, /nobody has the trait/);
  await refused("distribution", { number: { of: "trait", trait: "nick" } }, /number for nobody/);
  await refused("distribution", { number: { of: "sum", property: "currency" } }, /number in no event/);
  await refused("distribution", { number: { of: "sum", property: "weight" } }, /no event has the property/);
  await refused("distribution", { number: { of: "mean", property: "total", zeros: true } }, /number\.zeros/);
  await refused("distribution", { number: { of: "count" }, bounds: [1, 1] }, /bounds/);
  await refused("distribution", { number: { of: "count" }, bins: 0 }, /bins/);
  await refused("scatter", { x: { of: "property", property: "total" }, y: { of: "count" } }, /of each person/);
  await refused("treemap", { by: [] }, /one or two/);
  await refused("treemap", { by: [{ event: true, trait: "seats" }] }, /one of `event`/);
  await refused("treemap", { by: [{ event: true }], measure: "sum" }, /property/);
  await refused("treemap/people", { question: { by: [{ event: true }] }, cell: { values: [{ kind: "value", value: "Paid" }, { kind: "none", value: null }] } }, /more values/);
});

test("the command line asks the same (JA-13)", async () => {
  const withoutTime = ({ note, ...rest }) => rest;
  for (const [args, question] of [
    [["distribution", "sum", "--property", "total", "--events", "Paid", "--bounds", "0,10,50"], { number: { of: "sum", property: "total", events: paid }, bounds: [0, 10, 50] }],
    [["scatter", "count", "trait", "--y-trait", "seats"], { x: { of: "count" }, y: { of: "trait", trait: "seats" } }],
    [["treemap", "event", "property:currency", "--measure", "people"], { by: [{ event: true }, { property: "currency" }], measure: "people" }],
  ]) {
    const json = await commandBeside(server, ...args, "--json");
    assert.equal(json.code, 0, json.error);
    assert.deepEqual(withoutTime(JSON.parse(json.out)), withoutTime(await ask(args[0], question)));
    const table = await commandBeside(server, ...args);
    assert.equal(table.code, 0, table.error);
    assert.match(table.out, /people with events in that time/);
  }
});
