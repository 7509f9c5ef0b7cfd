// Segments over the API: made, counted, entered and left, explained, and right again after a kill.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

let server, writeKey;
let number = 0;

before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
  writeKey = await server.writeKey();
});
after(() => server?.close());

async function did(userId, event, properties = {}, timestamp = new Date().toISOString()) {
  const answer = await server.send("/v1/track", { userId, event, properties, messageId: `s-${++number}`, timestamp }, writeKey);
  assert.equal(answer.status, 200);
  return answer.headers.get("throughline-position");
}
async function make(form) {
  const answer = await server.api("POST", "/segments", { body: { kind: "live", ...form } });
  assert.equal(answer.status, 201, answer.text);
  return until("the segment to be built", async () => {
    const { segment } = await server.get(`/segments/${answer.json.id}`);
    return segment.built && segment;
  });
}
const membersOf = async ({ id }) => (await server.get(`/segments/${id}/members?limit=500`)).items;
const isIn = async (segment, user) => {
  const { id } = await server.get(`/profiles/user_id:${user}`);
  return (await membersOf(segment)).some((each) => each.id === id);
};
const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString();

test("a preview counts exactly, and shows some of them (PR-14)", async () => {
  await did("ann", "Paid", { total: 20 });
  await did("bob", "Paid", { total: 200 });
  const position = await did("cid", "Seen");
  const ask = async (condition) => {
    const answer = await server.api("POST", `/segments/preview?at_least=${position}`, { body: { condition } });
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  };
  const paid = await ask({ event: "Paid", count: { is: "at_least", value: 1 } });
  assert.deepEqual([paid.count, paid.of, paid.sample.length], [2, 3, 2]);
  assert.equal((await ask({ event: "Paid", where: { property: "total", is: "greater", value: 100 } })).count, 1);
  assert.equal((await ask({ not: { event: "Paid" } })).count, 1);
  const refused = await server.api("POST", "/segments/preview", { body: { condition: { event: "" } } });
  assert.equal(refused.status, 400);
  assert.match(refused.text, /`event` must name an event/);
});

test("the events of a sequence say the same, where that is asked (PR-12)", async () => {
  const condition = { sequence: [{ event: "Filled" }, { event: "Ordered" }], same: "cart" };
  await did("fay", "Filled", { cart: "a" });
  await did("fay", "Filled", { cart: "b" });
  await did("gil", "Filled", { cart: "a" });
  const segment = await make({ name: "Ordered what they filled", condition });
  assert.equal(segment.sentence, "did Filled and then Ordered with the same cart");
  await did("gil", "Ordered", { cart: "b" });
  const position = await did("fay", "Ordered", { cart: "b" });
  await until("Fay to be in it", () => isIn(segment, "fay"));
  assert.ok(!(await isIn(segment, "gil")));
  const preview = await server.api("POST", `/segments/preview?at_least=${position}`, { body: { condition } });
  assert.equal(preview.json.count, 1);
  const why = await server.get(`/segments/${segment.id}/members/user_id:fay/why`);
  assert.equal(why.member, true);
  const without = await server.api("POST", `/segments/preview?at_least=${position}`, { body: { condition: { ...condition, same: undefined } } });
  assert.equal(without.json.count, 2);
  const refused = await server.api("POST", "/segments/preview", { body: { condition: { ...condition, same: "" } } });
  assert.match(refused.text, /`same` must be the name of a property/);
});

test("people enter by what they do, and it is on their line (PR-13)", async () => {
  const segment = await make({ name: "Big spenders", condition: { and: [{ event: "Paid", where: { property: "total", is: "greater", value: 1000 } }] } });
  assert.equal(segment.size, 0);
  await did("dora", "Paid", { total: 1001 });
  await until("Dora to be in it", () => isIn(segment, "dora"));
  const told = (await server.get("/profiles/user_id:dora/events?limit=10")).items.filter((each) => each.kind === "system");
  assert.deepEqual(told.map((each) => [each.name, each.properties.name]), [["Segment Entered", "Big spenders"]]);
  const stays = (await server.get("/profiles/user_id:dora/segments")).items;
  assert.deepEqual(stays.map((each) => [each.name, each.entered_because, each.left_at]), [["Big spenders", "event", null]]);
});

test("people leave by the passing of time, to the second, without any event", async () => {
  // Three seconds before it leaves the last seven days.
  const leaves = Date.now() + 3_000;
  const segment = await make({ name: "This week", condition: { event: "Called", within_days: 7 } });
  await did("eve", "Called", {}, new Date(leaves - 7 * 86_400_000).toISOString());
  await until("Eve to be in it", () => isIn(segment, "eve"));
  const why = await server.get(`/segments/${segment.id}/members/user_id:eve/why`);
  assert.equal(why.member, true);
  assert.equal(new Date(why.changes_at).getTime(), leaves);
  await until("Eve to have left", async () => !(await isIn(segment, "eve")));
  const [left] = (await server.get("/profiles/user_id:eve/segments")).items;
  assert.equal(left.left_because, "time");
  assert.equal(new Date(left.left_at).getTime(), leaves);
});

test("why says which part decided, by which events", async () => {
  const segment = await make({ name: "Both", condition: { and: [{ event: "Opened", count: { is: "at_least", value: 2 } }, { not: { trait: "plan", is: "equals", value: "free" } }] } });
  await did("fay", "Opened");
  await did("fay", "Opened");
  await until("Fay to be in it", () => isIn(segment, "fay"));
  const why = await server.get(`/segments/${segment.id}/members/user_id:fay/why`);
  assert.deepEqual(why.reasons.map((each) => [each.level, each.holds]), [[0, true], [1, true], [1, true], [2, false]]);
  assert.equal(why.reasons[1].events.length, 2);
  assert.equal(why.reasons[1].text, "did Opened at least 2 times: 2 found");
  const other = await server.get(`/segments/${segment.id}/members/user_id:ann/why`);
  assert.equal(other.member, false);
});

test("a list takes rows of a CSV file and says which name nobody (PR-18)", async () => {
  const list = await make({ kind: "list", name: "Guests" });
  const answer = await server.api("POST", `/segments/${list.id}/members`, { body: { csv: "name,user_id\nAnn,ann\nNobody,xx\nBob,bob\nAnn,ann\n" } });
  assert.equal(answer.status, 200, answer.text);
  const { rows, added, already, unknown, examples } = answer.json;
  assert.deepEqual([rows, added, already, unknown], [4, 2, 1, 1]);
  assert.deepEqual(examples.map((each) => [each.row, each.value]), [[3, "user_id:xx"]]);
  assert.equal((await membersOf(list)).length, 2);
  assert.equal((await server.api("POST", `/segments/${list.id}/members`, { body: { csv: "a,b\n1,2\n" } })).status, 400);
  const { id } = await server.get("/profiles/user_id:ann");
  assert.equal((await server.api("DELETE", `/segments/${list.id}/members/${id}`)).status, 204);
  assert.equal((await membersOf(list)).length, 1);
});

test("segments overlap, ask for each other, freeze, and are kept as versions (PR-15)", async () => {
  const paid = await make({ name: "Paid", condition: { event: "Paid" } });
  const opened = await make({ name: "Opened", condition: { event: "Opened" } });
  await did("gil", "Paid");
  await did("gil", "Opened");
  await until("Gil to be in both", async () => (await isIn(paid, "gil")) && (await isIn(opened, "gil")));
  const overlap = await server.api("POST", "/segments/overlap", { body: { segments: [paid.id, opened.id] } });
  for (const region of overlap.json.regions) {
    const body = { segments: [paid.id, opened.id], in: region.in, page: { limit: 1 } };
    const found = [];
    for (let after = null; after !== undefined; ) {
      const { json } = await server.api("POST", "/segments/overlap/people", { body: { ...body, page: { ...body.page, after } } });
      assert.equal(json.total, region.people);
      found.push(...json.items.map((one) => one.id));
      after = json.next ?? undefined;
    }
    assert.equal(new Set(found).size, region.people, "everybody in the region once, a page at a time");
  }
  for (const [body, words] of [
    [{ segments: [paid.id, opened.id], in: [] }, /`in` must name one/],
    [{ segments: [paid.id, opened.id], in: ["segment_of_nobody"] }, /`in` must name segments/],
    [{ segments: [paid.id, opened.id], in: [paid.id], page: { limit: 0 } }, /page\.limit/],
  ]) {
    const refused = await server.api("POST", "/segments/overlap/people", { body });
    assert.equal(refused.status, 400, refused.text);
    assert.match(refused.text, words);
  }
  const both = overlap.json.regions.find((each) => each.in.length === 2);
  assert.equal(both.people, 1);
  const only = await make({ name: "Paid only", condition: { and: [{ segment: paid.id }, { not: { segment: opened.id } }] } });
  assert.equal(only.size, paid.size);
  const circle = await server.api("PATCH", `/segments/${paid.id}`, { body: { condition: { segment: only.id } } });
  assert.equal(circle.status, 400);
  assert.match(circle.text, /circle/);
  const frozen = await server.api("POST", `/segments/${paid.id}/freeze`, { body: { name: "Paid then" } });
  assert.equal(frozen.json.size, paid.size + 1);
  assert.equal((await server.api("PATCH", `/segments/${opened.id}`, { body: { name: "X", version: 9 } })).status, 409);
  const renamed = await server.api("PATCH", `/segments/${opened.id}`, { body: { name: "Opened it", version: 1 } });
  assert.equal(renamed.status, 200, renamed.text);
  const detail = await server.get(`/segments/${opened.id}`);
  assert.deepEqual(detail.versions.map((each) => each.name), ["Opened it", "Opened"]);
  assert.equal(detail.days.at(-1).size, detail.segment.size);
  const actions = (await server.get("/audit?limit=50")).items.map((each) => each.action);
  for (const action of ["segment.create", "segment.change", "segment.list_add"]) assert.ok(actions.includes(action), action);
});

test("what was entered is entered once, also where the server was killed in between", async () => {
  const segment = await make({ name: "Survivors", condition: { event: "Survived" } });
  const { directory, database, key } = server;
  const users = Array.from({ length: 40 }, (_, index) => `surv-${index}`);
  await server.send("/v1/batch", { batch: users.map((userId) => ({ type: "track", userId, event: "Survived", messageId: `k-${userId}`, timestamp: ago(1) })) }, writeKey);
  await server.stop("SIGKILL");
  server = await Server.start({ directory, database });
  server.key = key;
  server.owned = true;
  await until("all of them to be in it", async () => (await membersOf(segment)).length === users.length);
  for (const user of [users[0], users[17], users[39]]) {
    const told = (await server.get(`/profiles/user_id:${user}/events?limit=50`)).items.filter((each) => each.name === "Segment Entered");
    assert.equal(told.length, 1, user);
  }
  const [{ people }] = (await server.command("segments")).items.filter((each) => each.name === "Survivors");
  assert.equal(people, users.length);
});
