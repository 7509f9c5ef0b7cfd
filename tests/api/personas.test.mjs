// Personas over the API: described segments with quotes from the record and live figures; segments asked for elsewhere, at past
// dates and of accounts' people; and figures as rules, exact on the demo company.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startDemo } from "../lib/app.mjs";
import { until } from "../lib/wait.mjs";

let server, writeKey, settled;
let number = 0;

before(async () => {
  server = await startDemo();
  writeKey = await server.writeKey();
  settled = await send("track", { userId: "the-last-one", event: "Settled" });
});
after(() => server?.close());

async function send(path, message) {
  const answer = await server.send(`/v1/${path}`, { messageId: `p-${++number}`, timestamp: new Date().toISOString(), ...message }, writeKey);
  assert.equal(answer.status, 200);
  return answer.headers.get("throughline-position");
}
/** A segment in which everybody is whom the columns find, with all that the demo company has. */
async function make(form) {
  const answer = await server.api("POST", "/segments", { body: { kind: "live", ...form } });
  assert.equal(answer.status, 201, answer.text);
  return until("the segment to have everybody", async () => {
    const exact = await server.api("POST", `/segments/preview?at_least=${settled}`, { body: { condition: form.condition } });
    if (exact.status === 503) return undefined;
    const { segment } = await server.get(`/segments/${answer.json.id}`);
    return segment.built && segment.size === exact.json.count && segment;
  }, { ms: 120_000 });
}
async function ask(path, body, status = 200) {
  const answer = await server.api("POST", path, { body });
  assert.equal(answer.status, status, answer.text);
  return answer.json;
}
const everybody = async (path) => {
  const items = [];
  let after = "";
  do {
    const page = await server.get(`${path}${path.includes("?") ? "&" : "?"}limit=500${after && `&after=${after}`}`);
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
};

test("the people list and every journey ask for a segment (PR-12)", async () => {
  const segment = await make({ name: "Ordered", condition: { event: "Order Completed" } });
  assert.ok(segment.size > 0);
  const listed = (condition) => server.get(`/profiles?limit=1&filter=${encodeURIComponent(JSON.stringify(condition))}`);
  const [inside, outside, all] = [await listed({ segment: segment.id }), await listed({ not: { segment: segment.id } }), await server.get("/profiles?limit=1")];
  assert.equal(inside.total, segment.size);
  assert.equal(inside.total + outside.total, all.total);
  const counts = await ask("/journeys/counts", { events: { names: ["Order Completed"] }, compare: [{ name: "in", people: { segment: segment.id } }, { name: "out", people: { not: { segment: segment.id } } }] });
  assert.deepEqual(counts.parts.map((part) => part.answer.people), [segment.size, 0]);
  const only = await ask("/journeys/counts", { events: { names: ["Order Completed"] }, people: { segment: segment.id } });
  assert.match(only.note.explanation, /is in Ordered/);
  const refused = await server.api("GET", `/profiles?filter=${encodeURIComponent('{"segment":"segment_00000000000000000000000000"}')}`);
  assert.equal(refused.status, 400);
  assert.match(refused.text, /there is no segment/);
});

/** The figure's people, its rule, and who is in a live segment of that rule. */
async function exactly(kind, question, cell, part) {
  const asked = { question, cell, ...(part ? { part } : {}) };
  const behind = await ask(`/journeys/${kind}/people`, { ...asked, page: { limit: 1 } });
  const rule = await ask("/segments/from_figure", { kind, ...asked });
  assert.ok(rule.condition, rule.because);
  const preview = await ask("/segments/preview", { condition: rule.condition });
  assert.equal(preview.count, behind.total, rule.sentence);
  const segment = await make({ name: `Figure ${++number}`, condition: rule.condition });
  assert.equal((await server.get(`/segments/${segment.id}`)).segment.size, behind.total, rule.sentence);
  return behind.total;
}

test("a figure of a funnel or of counts is a rule that takes in exactly its people (JA-18)", async () => {
  const steps = ["Product Viewed", "Product Added", "Order Completed"].map((name) => ({ names: [name] }));
  const found = [];
  for (const window_ms of [undefined, 7 * 86_400_000]) {
    const question = { steps, ...(window_ms ? { window_ms } : {}) };
    for (const [from, to] of [[1, 3], [1, 1], [2, 2], [3, 3]]) found.push(await exactly("funnel", question, { furthest_from: from, furthest_to: to }));
  }
  assert.ok(new Set(found.slice(0, 4)).size >= 3, String(found)); // Not one figure said many times.
  const orders = { events: { names: ["Order Completed"] }, unit: "month" };
  const counts = await ask("/journeys/counts", orders);
  const busiest = counts.periods.reduce((one, other) => (other.people > one.people ? other : one));
  assert.equal(await exactly("counts", orders, { period: busiest.period }), busiest.people);
  const byPlan = { ...orders, breakdown: { trait: "plan" } };
  const plan = (await ask("/journeys/counts", byPlan)).parts.find(({ part }) => part.kind === "value");
  assert.ok(plan);
  assert.equal(await exactly("counts", byPlan, {}, { kind: "value", value: plan.part.value }), plan.answer.people);
});

test("what no rule says exactly is refused with the reason", async () => {
  const steps = [{ names: ["Product Viewed"] }, { names: ["Order Completed"] }];
  const said = async (kind, question, cell) => ask("/segments/from_figure", { kind, question, cell });
  const cell = { furthest_from: 1, furthest_to: 1 };
  assert.match((await said("funnel", { steps, attempts: "every" }, cell)).because, /attempts/);
  assert.match((await said("funnel", { steps, exclusions: [{ events: steps[0], from: 1, to: 2 }] }, cell)).because, /in between/);
  assert.match((await said("retention", {}, {})).because, /funnel/);
  assert.equal((await said("funnel", { steps, attempts: "every" }, cell)).condition, null);
  await ask("/segments/from_figure", { kind: "funnel", question: { steps: 7 }, cell }, 400);
});

test("who was in it at a past date, and who came and went (PR-17)", async () => {
  const segment = await make({ name: "Waved", condition: { event: "Waved" } });
  const before = new Date().toISOString();
  await send("track", { userId: "wave-1", event: "Waved" });
  const size = async () => (await server.get(`/segments/${segment.id}`)).segment.size;
  await until("the first to be in it", async () => (await size()) === 1);
  const between = (await server.get(`/segments/${segment.id}/members`)).items[0].entered_at;
  await send("track", { userId: "wave-2", event: "Waved" });
  await until("the second to be in it", async () => (await size()) === 2);
  const then = (at) => server.get(`/segments/${segment.id}/members?as_of=${encodeURIComponent(at)}`);
  assert.deepEqual([(await then(before)).total, (await then(between)).total], [0, 1]);
  const changes = await server.get(`/segments/${segment.id}/changes?from=${encodeURIComponent(before)}&until=2999-01-01`);
  assert.deepEqual([changes.before, changes.after, changes.entered, changes.left, changes.items.length], [0, 2, 2, 0, 2]);
  const refused = await server.api("GET", `/segments/${segment.id}/changes?from=2026-02-01&until=2026-01-01`);
  assert.equal(refused.status, 400);
  assert.equal((await server.api("GET", `/segments/${segment.id}/members?as_of=soon`)).status, 400);
});

test("an account's people are asked for live and exactly (PR-16)", async () => {
  const rule = (among) => ({ account_people: among, who: { event: "Nodded" } });
  const all = await make({ name: "All nodded", condition: rule("all") });
  await send("group", { userId: "nod-1", groupId: "nodders" });
  await send("group", { userId: "nod-2", groupId: "nodders" });
  await send("track", { userId: "nod-1", event: "Nodded" });
  const position = await send("track", { userId: "nod-2", event: "Nodded" });
  await until("both to be in it", async () => (await server.get(`/segments/${all.id}`)).segment.size === 2);
  for (const [among, count] of [["any", 2], ["all", 2]]) {
    const preview = await ask(`/segments/preview?at_least=${position}`, { condition: rule(among) });
    assert.equal(preview.count, count, among);
  }
});

test("a persona describes a segment, quotes its people and forgets who is erased (PR-23)", async () => {
  const segment = await make({ name: "Writers", condition: { event: "Wrote" } });
  const words = "I only want to see what I pay for before I have to sign in again.";
  await send("track", { userId: "writer", event: "Wrote" });
  await send("track", { userId: "writer", event: "Live Chat Message Sent", context: { channel: "chat" }, properties: { message_body: words } });
  await until("the writer to be in it", async () => (await server.get(`/segments/${segment.id}`)).segment.size === 1);
  const persona = await ask("/personas", { segment: segment.id, name: "Careful Cora", goals: ["Know the price"], pains: ["Signing in"], colour: 3 }, 201);
  assert.equal(persona.size, 1);
  assert.equal(persona.change, null);
  await ask("/personas", { segment: segment.id, name: "Twice" }, 409);
  const found = await until("the words to be found", async () => (await server.get(`/personas/${persona.id}/candidates?search=sign%20in`)).items[0]);
  assert.equal(found.text, words);
  await ask(`/personas/${persona.id}/quotes`, { event: found.event }, 201);
  await ask(`/personas/${persona.id}/quotes`, { event: found.event }, 409);
  const shown = await server.get(`/personas/${persona.id}`);
  assert.equal(shown.quotes[0].words.text, words);
  assert.equal(shown.quotes[0].words.person, (await server.get("/profiles/user_id:writer")).id);
  const changed = await server.api("PATCH", `/personas/${persona.id}`, { body: { about: "Reads first.", version: 1 } });
  assert.equal(changed.status, 200, changed.text);
  const late = await server.api("PATCH", `/personas/${persona.id}`, { body: { about: "Late.", version: 1 } });
  assert.equal(late.status, 409);
  const erased = await server.api("POST", "/profiles/user_id:writer/erase", { body: { mode: "erase" } });
  assert.ok(erased.status < 300, erased.text);
  const after = await server.get(`/personas/${persona.id}`);
  assert.deepEqual(after.quotes, []);
  assert.ok(!JSON.stringify(after).includes("pay for"));
  const gone = await server.api("DELETE", `/personas/${persona.id}`);
  assert.equal(gone.status, 204);
  assert.equal((await server.api("GET", `/personas/${persona.id}`)).status, 404);
});

test("a persona's figures are the record's own (PR-23)", async () => {
  const segment = await make({ name: "Have talked", condition: { event: "Live Chat Message Sent" } });
  const persona = await ask("/personas", { segment: segment.id, name: "Talkative Tom" }, 201);
  const figures = await server.get(`/personas/${persona.id}/figures`);
  assert.equal(figures.people, segment.size);
  assert.ok(figures.tested > figures.distinctions.length);
  const one = figures.distinctions.find((each) => each.of === "event");
  assert.ok(one, JSON.stringify(figures.distinctions));
  const both = await ask("/journeys/counts", { events: { names: [one.name] }, compare: [{ name: "in", people: { segment: segment.id } }, { name: "out", people: { not: { segment: segment.id } } }] });
  assert.deepEqual([one.persona.count, one.others.count], both.parts.map((part) => part.answer.people));
  for (const each of figures.distinctions) {
    assert.ok(each.adjusted_p <= 0.05 && each.p <= each.adjusted_p, JSON.stringify(each));
    assert.ok(each.name !== "Live Chat Message Sent", "what the segment asks for is left out");
    assert.ok(each.persona.low <= each.persona.share && each.persona.share <= each.persona.high);
  }
  const chat = figures.channels.find((each) => each.channel === "chat");
  const talked = (await everybody(`/segments/${segment.id}/members`)).length;
  assert.ok(chat && chat.share.of === talked && chat.share.count > 0);
});
