// Cohort tables over HTTP and from the command line: inclusion and return by several metrics, what came before, churn, and values
// as rows. Every figure, and who is behind it, is counted once more here from the events that were sent, in a time zone with
// summer time.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Command, commandBeside } from "../lib/cli.mjs";
import { freshDirectory } from "../lib/directory.mjs";
import { cohortsOf, periodIn, Tally } from "../lib/journey_oracle.mjs";
import { randomNumbers } from "../lib/random.mjs";
import { Server } from "../lib/server.mjs";

const zone = "America/New_York"; // Its clocks went forward on 8 March 2026.
const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.UTC(2026, 1, 20);
const range = { from: "2026-03-01T05:00:00Z", until: "2026-04-20T04:00:00Z" };
const [from, until] = [Date.parse(range.from), Date.parse(range.until)];
const names = ["Visit", "View", "Pay", "Call"];
const plans = ["free", "pro", "team", null];
const sent = []; // {userId, name, at, id, place}
const planOf = new Map(); // By profile id.
const lines = new Map(); // By profile id.
let server, key, position;
const directory = await freshDirectory("cohorts");

const random = randomNumbers(20260308);
const below = (n) => Math.floor(random() * n);
const places = ["north", "south", 7, undefined, "east", "west"];

before(async () => {
  server = await Server.start({ directory });
  server.key = await server.apiKey();
  key = await server.writeKey("Shop");
  const changed = await server.api("PATCH", "/workspace", { body: { time_zone: zone } });
  assert.equal(changed.status, 200, changed.text);
  for (let person = 0; person < 70; ++person) {
    let at = begin + below(40 * 24) * hour;
    for (let i = below(24); i >= 0; --i) {
      // Some in the same instant, some around midnight, some days later.
      at += [0, hour * below(8), hour * below(40), hour * below(24), day * below(9)][below(5)];
      sent.push({ userId: `user-${String(person).padStart(2, "0")}`, name: names[below(names.length)], at, place: places[Math.min(below(6), below(6))] });
    }
  }
  sent.forEach((event, i) => (event.id = `m-${String((i * 7919) % 100_003).padStart(6, "0")}`));
  const users = [...new Set(sent.map((event) => event.userId))];
  const batch = [
    ...sent.map((event) => ({ type: "track", userId: event.userId, event: event.name, messageId: event.id, timestamp: new Date(event.at).toISOString(), properties: event.place === undefined ? {} : { place: event.place } })),
    ...users.flatMap((userId, i) => (plans[i % 4] ? [{ type: "identify", userId, messageId: `who-${userId}`, timestamp: new Date(begin - 300 * day).toISOString(), traits: { plan: plans[i % 4] } }] : [])),
  ];
  for (let i = 0; i < batch.length; i += 50) {
    const answer = await server.send("/v1/batch", { batch: batch.slice(i, i + 50) }, key);
    assert.equal(answer.status, 200, answer.text);
    position = answer.headers.get("throughline-position");
  }
  for (const [i, userId] of users.entries()) {
    const { id } = await server.get(`/profiles/user_id:${userId}`);
    planOf.set(id, plans[i % 4]);
    const line = sent.filter((event) => event.userId === userId);
    lines.set(id, line.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)));
  }
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
async function who(question, cell, part) {
  const answer = await ask("retention/people", { question, cell, ...(part ? { part } : {}), page: { limit: 500 } });
  assert.equal(answer.total, answer.items.length);
  return answer.items.map((one) => one.id).sort();
}
async function refused(path, body) {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 400, answer.text);
  return answer.text;
}

/** The question as the API takes it and as the oracle does. */
const metric = ({ names: some, least }) => ({ ...(some ? { events: { names: some } } : {}), ...(least ? { at_least: least } : {}) });
const asked = ({ included, returned, unit = "week", offsets = 4, around, kind, every, elapsed, ...others }) => ({
  included: { metrics: included.metrics.map(metric), joined: included.any ? "or" : "and" },
  returned: { metrics: returned.metrics.map(metric), joined: returned.any ? "or" : "and" },
  unit, offsets, range,
  ...(around ? { direction: "around" } : {}), ...(kind ? { kind } : {}), ...(every ? { cohort: "every_period" } : {}), ...(elapsed ? { clock: "elapsed" } : {}),
  ...others,
});
/** What is before the range is looked at only where what came before is asked for; identifying is an event too, long before. */
const looked = (line, around) => line.filter((event) => event.at < until && (around || event.at >= from));
const told = (line, { included, returned, unit = "week", offsets = 4, around, kind, every, elapsed }) =>
  cohortsOf(looked(line, around), {
    included, returned, around, kind, every, offsets, from, period: periodIn(zone, unit), length: elapsed ? (unit === "week" ? 7 : 1) * day : undefined,
  });

const twiceAndOnce = { metrics: [{ names: ["Visit"], least: 2 }, { names: ["View", "Call"] }] };
const eitherOfThree = { metrics: [{ names: ["Pay"], least: 2 }, { names: ["Call"], least: 2 }, { names: ["View"], least: 3 }], any: true };
const questions = {
  "several metrics, all of them": { included: twiceAndOnce, returned: { metrics: [{ names: ["Pay"] }] } },
  "any of three metrics, in every period": { included: eitherOfThree, returned: { metrics: [{ least: 2 }] }, every: true },
  "coming back by two metrics": { included: { metrics: [{ names: ["Visit"] }] }, returned: { metrics: [{ names: ["View"] }, { names: ["Pay", "Call"] }] }, kind: "unbounded" },
  "rolling, by day": { included: eitherOfThree, returned: { metrics: [{}] }, unit: "day", offsets: 6, kind: "rolling" },
  "before and after, by week": { included: { metrics: [{ names: ["Pay"] }] }, returned: { metrics: [{ names: ["Visit"] }] }, around: true },
  "before and after, several metrics by day": { included: twiceAndOnce, returned: eitherOfThree, around: true, unit: "day", offsets: 5, kind: "unbounded" },
  "before and after, without a gap, by month": { included: { metrics: [{ names: ["Pay"], least: 2 }] }, returned: { metrics: [{}] }, around: true, unit: "month", offsets: 3, kind: "rolling" },
  "before and after by elapsed days": { included: { metrics: [{ names: ["Pay"], least: 2 }] }, returned: { metrics: [{ names: ["Visit", "View"] }] }, around: true, unit: "day", offsets: 4, elapsed: true },
};

for (const [name, question] of Object.entries(questions)) {
  test(`${name}: every figure, and who is behind it (JA-04, AN-03)`, async () => {
    const all = new Tally();
    const back = new Tally();
    for (const [id, line] of lines) {
      for (const member of told(line, question)) {
        all.add(member.period, id);
        for (const [offset, came] of Object.entries(member.back)) back.add(`${member.period} ${offset} ${came}`, id);
      }
    }
    const answer = await ask("retention", asked(question));
    const { offsets = 4 } = question;
    assert.equal(answer.first_offset, question.around ? 1 - offsets : 0);
    assert.deepEqual(answer.cohorts.map((cohort) => [cohort.period, cohort.people]), all.keys().sort((a, b) => a - b).map((period) => [period, all.count(period)]));
    assert.ok(answer.cohorts.length > 1);
    let opened = 0;
    for (const { period, people, offsets: cells } of answer.cohorts) {
      assert.deepEqual(await who(asked(question), { period }), all.who(period));
      for (const [column, cell] of cells.entries()) {
        const offset = answer.first_offset + column;
        assert.deepEqual([cell.back.count, cell.back.of], [back.count(`${period} ${offset} true`), people], `${period} ${offset}`);
        if ((period + column) % 5 !== 0) continue;
        ++opened;
        assert.deepEqual(await who(asked(question), { period, offset }), back.who(`${period} ${offset} true`));
        assert.deepEqual(await who(asked(question), { period, offset, back: false }), back.who(`${period} ${offset} false`));
      }
    }
    assert.ok(opened > 0);
  });
}

test("one metric once is what starts and returns say, from the same plan", async () => {
  const simple = { starts: { names: ["Visit"] }, returns: { names: ["Pay"] }, unit: "day", range };
  const said = { ...simple, starts: undefined, returns: undefined, included: { metrics: [{ events: simple.starts }] }, returned: { metrics: [{ events: simple.returns, at_least: 1 }], joined: "or" } };
  const [one, other] = [await ask("retention", simple), await ask("retention", said)];
  assert.deepEqual(other.cohorts, one.cohorts);
  assert.equal(other.note.kernel.name, "retention_bits");
  const { period, people } = one.cohorts[0];
  assert.equal((await who(simple, { period })).length, people, "everybody of a cohort");
});

test("churn is everybody else, with its interval", async () => {
  const question = asked({ ...questions["several metrics, all of them"], measure: "churn" });
  const { cohorts } = await ask("retention", question);
  for (const { period, offsets } of cohorts) {
    for (const [offset, { back, gone }] of offsets.entries()) {
      assert.deepEqual([gone.count, gone.of], [back.of - back.count, back.of]);
      assert.ok(Math.abs(gone.low - (1 - back.high)) < 1e-9 && Math.abs(gone.high - (1 - back.low)) < 1e-9);
      if (offset === 1) assert.equal((await who(question, { period, offset, back: false })).length, gone.count);
    }
  }
  assert.equal((await ask("retention", { ...question, measure: "retention" })).cohorts[0].offsets[0].gone ?? null, null);
});

test("what is not over is marked, and before the inclusion it is over when nobody can join any more", async () => {
  const { cohorts } = await ask("retention", { ...asked(questions["before and after, by week"]), range: { from: range.from, until: "2026-03-26T04:00:00Z" } });
  const last = cohorts.at(-1);
  assert.deepEqual(last.offsets.map((cell) => cell.completeness), ["partial", "partial", "partial", "partial", "not_begun", "not_begun", "not_begun"]);
  const first = cohorts[0];
  assert.deepEqual(first.offsets.slice(0, 4).map((cell) => cell.completeness), ["complete", "complete", "complete", "complete"]);
});

/** Figures by value, of those alone whose own period is over. */
function byValue(question, valueOf, limit) {
  const period = periodIn(zone, question.unit ?? "week");
  const all = new Tally();
  const members = [];
  for (const [id, line] of lines) {
    const [member] = told(line, question);
    if (!member) continue;
    members.push({ id, member, value: valueOf(id, member.event) });
    all.add(JSON.stringify(members.at(-1).value ?? null), id);
  }
  const shown = all.keys().filter((value) => value !== "null").sort((a, b) => all.count(b) - all.count(a) || (a < b ? -1 : 1)).slice(0, limit);
  const rows = new Map();
  for (const { id, member, value } of members) {
    const text = JSON.stringify(value ?? null);
    const row = text === "null" ? "none null" : shown.includes(text) ? `value ${text}` : "others null";
    if (!rows.has(row)) rows.set(row, { people: new Set(), cells: {} });
    rows.get(row).people.add(id);
    for (const [offset, came] of Object.entries(member.back)) {
      const cell = (rows.get(row).cells[offset] ??= { told: new Set(), back: new Set() });
      if (period(until) <= member.period + +offset) continue;
      cell.told.add(id);
      if (came) cell.back.add(id);
    }
  }
  return { rows, order: [...shown.map((value) => `value ${value}`), "none null", "others null"].filter((row) => rows.has(row)) };
}

const rowsOf = {
  "a trait": [{ trait: "plan", limit: 2 }, (id) => planOf.get(id)],
  "a property of the inclusion": [{ property: "place", limit: 3 }, (id, event) => event.place],
  "the event of the inclusion": [{ event: true }, (id, event) => event.name],
};
for (const [name, [rows, valueOf]] of Object.entries(rowsOf)) {
  for (const around of [false, true]) {
    test(`rows by ${name}${around ? ", before and after" : ""}: of those whose period is over (JA-04)`, async () => {
      const question = { included: eitherOfThree, returned: { metrics: [{ names: ["Visit", "Pay"] }] }, around, offsets: 5 };
      const expected = byValue(question, valueOf, rows.limit ?? 10);
      const body = asked({ ...question, rows });
      const answer = await ask("retention", body);
      assert.deepEqual(answer.cohorts, []);
      const key = ({ kind, value }) => `${kind} ${JSON.stringify(value ?? null)}`;
      assert.deepEqual(answer.rows.map((row) => [key(row.row), row.people]), expected.order.map((row) => [row, expected.rows.get(row).people.size]));
      const states = new Set();
      for (const { row, people, offsets } of answer.rows) {
        const truth = expected.rows.get(key(row));
        assert.deepEqual(await who(body, { row }), [...truth.people].sort());
        for (const [column, cell] of offsets.entries()) {
          const offset = answer.first_offset + column;
          const { told: over, back } = truth.cells[offset];
          assert.deepEqual([cell.back.count, cell.back.of], [back.size, over.size], `${key(row)} ${offset}`);
          assert.equal(cell.completeness, over.size === 0 ? "not_begun" : over.size === people ? "complete" : "partial");
          states.add(cell.completeness);
          if (column % 2 !== 0) continue;
          assert.deepEqual(await who(body, { row, offset }), [...back].sort());
          assert.deepEqual(await who(body, { row, offset, back: false }), [...over].filter((id) => !back.has(id)).sort());
        }
      }
      assert.ok(states.has("complete") && states.has("partial"), [...states].join());
    });
  }
}

test("groups of people, beside each other and together", async () => {
  const plan = (value) => ({ trait: "plan", is: "equals", value });
  const body = asked({ ...questions["before and after, by week"] });
  const answer = await ask("retention", { ...body, compare: ["free", "pro", "team"].map((name) => ({ name, people: plan(name) })) });
  assert.deepEqual(answer.parts.map(({ part }) => part.value), ["free", "pro", "team"]);
  let opened = 0;
  for (const { part, answer: of } of answer.parts) {
    assert.deepEqual(of.cohorts, (await ask("retention", { ...body, people: plan(part.value) })).cohorts);
    const [cohort] = of.cohorts;
    const expected = [...lines].filter(([id, line]) => planOf.get(id) === part.value && told(line, questions["before and after, by week"]).some((one) => one.period === cohort.period && one.back[-1]));
    assert.deepEqual(await who({ ...body, compare: [{ name: part.value, people: plan(part.value) }, { name: "other", people: plan("none") }] }, { period: cohort.period, offset: -1 }, { kind: "compared", value: part.value }), expected.map(([id]) => id).sort());
    opened += cohort.people;
  }
  assert.ok(opened > 3);
  const together = await ask("retention", { ...body, people: { or: ["free", "pro"].map(plan) } });
  const sum = (some) => some.flatMap((one) => one.cohorts).reduce((all, cohort) => all + cohort.people, 0);
  assert.equal(sum([together]), sum(answer.parts.slice(0, 2).map((part) => part.answer)));
  const groups = await ask("retention", { ...body, rows: { trait: "plan" }, breakdown: { property: "place" } });
  assert.equal(groups.parts.reduce((all, part) => all + part.answer.rows.reduce((people, row) => people + row.people, 0), 0), groups.rows.reduce((people, row) => people + row.people, 0), "each person's inclusion is in one group");
});

test("what has no meaning is refused with the field", async () => {
  const visit = { names: ["Visit"] };
  const one = { metrics: [{ events: visit }] };
  for (const [path, body, field] of [
    ["retention", { included: { metrics: [] } }, /included\.metrics` must have from 1 to 3/],
    ["retention", { returned: { metrics: [{}, {}, {}, {}] } }, /returned\.metrics` must have from 1 to 3/],
    ["retention", { included: { metrics: [{ at_least: 0 }] } }, /included\.metrics\[0\]\.at_least/],
    ["retention", { included: { metrics: [{}, { events: { kind: "merge" } }] } }, /included\.metrics\[1\]\.events\.kind/],
    ["retention", { included: { ...one, joined: "xor" } }, /unknown way to join metrics: xor/],
    ["retention", { starts: visit, included: one }, /`starts` and `included`/],
    ["retention", { returns: visit, returned: one }, /`returns` and `returned`/],
    ["retention", { direction: "sideways" }, /unknown direction: sideways/],
    ["retention", { measure: "joy" }, /unknown measure of retention: joy/],
    ["retention", { rows: {} }, /`rows` needs one of/],
    ["retention", { rows: { trait: "plan", limit: 51 } }, /rows\.limit/],
    ["retention", { rows: { trait: "colour" } }, /nobody has the trait `colour`/],
    ["retention", { rows: { property: "colour" } }, /no event has the property `colour`/],
    ["retention", { rows: { trait: "plan" }, cohort: "every_period" }, /`rows`.*`cohort` must be first_start/],
    ["retention/people", { question: {}, cell: {} }, /`period`.*`row`/],
    ["retention/people", { question: {}, cell: { period: 1, back: true } }, /cell\.back.*cell\.offset/],
    ["retention/people", { question: {}, cell: { row: { kind: "none", value: null } } }, /cell\.row/],
    ["retention/people", { question: { rows: { trait: "plan" } }, cell: { period: 1 } }, /cell\.row/],
    ["retention/people", { question: { rows: { trait: "plan" } }, cell: { row: { kind: "best", value: null } } }, /cell\.row\.kind/],
    ["retention/people", { question: { direction: "around", offsets: 3 }, cell: { period: 1, offset: -3 } }, /cell\.offset` must be from -2 to 2/],
    ["retention/people", { question: { offsets: 3 }, cell: { period: 1, offset: 3 } }, /cell\.offset/],
  ]) {
    assert.match(await refused(path, body), field, `${path} ${JSON.stringify(body)}`);
  }
});

test("throughline retention takes metrics, both sides, churn and rows", async () => {
  const args = ["--include", "Visit@2", "--include", "View|Call", "--return", "Pay", "--return", "Call@2", "--return-joined", "or", "--direction", "around", "--measure", "churn", "--offsets", "3", "--from", range.from, "--until", range.until];
  const question = {
    included: { metrics: [{ events: { names: ["Visit"] }, at_least: 2 }, { events: { names: ["View", "Call"] } }] },
    returned: { metrics: [{ events: { names: ["Pay"] } }, { events: { names: ["Call"] }, at_least: 2 }], joined: "or" },
    direction: "around", measure: "churn", offsets: 3, range,
  };
  for (const [more, rows] of [[[], {}], [["--rows-trait", "plan", "--rows", "2"], { rows: { trait: "plan", limit: 2 } }]]) {
    const expected = await ask("retention", { ...question, ...rows });
    const json = await commandBeside(server, "retention", ...args, ...more, "--json");
    assert.equal(json.code, 0, json.error);
    assert.deepEqual({ ...JSON.parse(json.out), note: null }, { ...expected, note: null });
    const table = await commandBeside(server, "retention", ...args, ...more);
    assert.match(table.out, /people +-2 +-1 +0 +\+1 +\+2/);
    const [row] = rows.rows ? expected.rows : expected.cohorts;
    const share = (row.offsets[1].gone.share * 100).toFixed(1);
    assert.match(table.out, new RegExp(`${rows.rows ? row.row.value : row.begins_on} +${row.people} .*${share} %`));
  }
  const wrong = await Command.start("retention", "--include", "@2", "--server", server.url, "--key", server.key).ended;
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.error, /--include must be EVENTS or EVENTS@3/);
});
