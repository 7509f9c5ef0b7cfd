// Properties that no event was sent with, worked out of what events say when a question is asked: of all history, over HTTP.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

let server, key, position;
let messages = 0;

before(async () => {
  server = await Server.start();
  key = await server.writeKey("Shop");
  server.key = await server.apiKey();
  const said = [
    ["ann", { source: "ad", total: 10 }],
    ["ann", { source: "mail", total: 400 }],
    ["bob", { source: "mail", total: 90 }],
    ["cem", { source: "ad", total: 700 }],
    ["dan", { total: 40 }],
  ];
  for (const [userId, properties] of said) await paid(userId, properties);
  await send("/v1/identify", { userId: "eve", traits: { name: "Eve" } });
});
after(() => server.close());

const send = async (path, message) => {
  const answer = await server.send(path, { messageId: `derived-${(messages += 1)}`, timestamp: new Date(Date.UTC(2026, 0, 5, 9, messages)).toISOString(), ...message }, key);
  assert.equal(answer.status, 200, answer.text);
  position = answer.headers.get("throughline-position");
};
const paid = (userId, properties) => send("/v1/track", { userId, event: "Paid", properties });
const ask = async (path, body) => {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};
const refused = async (body, path = "counts") => {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 400, answer.text);
  return answer.json.detail;
};
const is = (property, comparison, value) => ({ property, is: comparison, value });
const size = {
  name: "size",
  cases: [
    { value: "Small", where: is("total", "less", 100) },
    { value: "Mailed", where: is("source", "equals", "mail") },
  ],
  otherwise: "Large",
};
const paidEvents = { names: ["Paid"] };
const counts = { events: paidEvents, unit: "month", derived: [size], breakdown: { property: "derived.size" } };
const parts = (answer) => Object.fromEntries(answer.parts.map(({ part, answer: one }) => [part.value ?? part.kind, one.events]));

test("a breakdown goes by the first case that holds, and opens to its people (JA-08)", async () => {
  const answer = await ask("counts", counts);
  assert.deepEqual(parts(answer), { Small: 3, Mailed: 1, Large: 1 });
  const funnel = { steps: [paidEvents, { ...paidEvents, where: is("derived.size", "equals", "Mailed") }], derived: [size] };
  assert.deepEqual((await ask("funnel", funnel)).steps.map((step) => step.people), [4, 1]);
  const who = await ask("counts/people", { question: counts, cell: {}, part: { kind: "value", value: "Mailed" } });
  assert.equal(who.total, 1);
});

test("another definition holds for all history, and what comes in follows it (JA-08)", async () => {
  const other = { ...size, cases: [{ value: "Small", where: is("total", "less", 50) }], otherwise: undefined };
  assert.deepEqual(parts(await ask("counts", { ...counts, derived: [other] })), { Small: 2, none: 3 });
  await paid("fay", { total: 5 });
  assert.deepEqual(parts(await ask("counts", { ...counts, derived: [other] })), { Small: 3, none: 3 });
  assert.deepEqual(parts(await ask("counts", counts)), { Small: 4, Mailed: 1, Large: 1 });
});

test("boxes and rows of a table go by it too", async () => {
  const { groups } = await ask("treemap", { by: [{ property: "derived.size" }], derived: [size], events: paidEvents });
  assert.deepEqual(groups.map(({ values: [{ value }], events: count }) => [value, count]), [["Small", 4], ["Large", 1], ["Mailed", 1]]);
  const { rows } = await ask("retention", { starts: paidEvents, returns: paidEvents, unit: "month", rows: { property: "derived.size" }, derived: [size] });
  assert.deepEqual(rows.map(({ row, people }) => [row.value, people]).sort(), [["Large", 1], ["Small", 4]]);
});

test("whoever is erased has none any more (PR-01)", async () => {
  await paid("gus", { total: 8_888 });
  const before = parts(await ask("counts", counts));
  assert.equal((await server.api("POST", "/profiles/user_id:gus/erase", { body: { mode: "erase" } })).status < 300, true);
  await until("Gus to be gone", async () => parts(await ask("counts", counts)).Large === before.Large - 1);
});

test("a segment of its figure is asked, and no rule is said that would mean something else (JA-18)", async () => {
  const figure = { kind: "counts", question: counts, cell: {}, part: { kind: "value", value: "Large" } };
  const rule = await server.api("POST", `/segments/from_figure?at_least=${position}`, { body: figure });
  assert.equal(rule.status, 200, rule.text);
  assert.equal(rule.json.condition ?? null, null);
  assert.match(rule.json.because, /worked out of others/);
  assert.equal(rule.json.can_be_asked, true);
});

test("what makes no sense is refused with the place (JA-08)", async () => {
  assert.match(await refused({ ...counts, derived: [{ ...size, cases: [] }] }), /derived\[0\]\.cases/);
  assert.match(await refused({ ...counts, derived: [size, size] }), /derived\[1\]\.name/);
  assert.match(await refused({ ...counts, derived: [{ ...size, cases: [{ value: "x", where: { trait: "plan", is: "exists" } }] }] }), /cases\[0\]\.where/);
  assert.match(await refused({ ...counts, derived: [{ ...size, cases: [{ value: "x", where: is("at", "within_days", 3) }] }] }), /within_days/);
  assert.match(await refused({ ...counts, derived: undefined }), /derived\.size/);
  assert.match(await refused({ ...counts, derived: Array.from({ length: 21 }, (_, at) => ({ ...size, name: `n${at}` })) }), /at most 20/);
});
