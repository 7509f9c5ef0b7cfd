// Events on their way to other servers: signed, filtered, tried again, given up, replayed (DC-22).
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { isSigned, Receiver } from "../lib/receiver.mjs";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

let server, receiver, writeKey, made;
let number = 0;

before(async () => {
  server = await Server.start({ args: ["--allow-private-addresses", "127.0.0.0/8"] });
  server.key = await server.apiKey();
  writeKey = await server.writeKey();
  receiver = await Receiver.start();
});
after(async () => {
  await server?.close();
  await receiver?.close();
});
beforeEach(async () => {
  for (const { id } of (await server.get("/destinations")).items) await server.api("DELETE", `/destinations/${id}`);
  receiver.taken.clear();
  receiver.seen.clear();
  receiver.requests.length = 0;
  receiver.answer = () => ({ status: 200 });
});

async function create(form = {}) {
  const body = { name: `Hook ${++number}`, kind: "webhook", url: receiver.url + "/hook", ...form };
  const answer = await server.api("POST", "/destinations", { body });
  assert.equal(answer.status, 201, answer.text);
  made = answer.json;
  return answer.json.destination.id;
}
async function track(event, more = {}) {
  const messageId = `t-${++number}`;
  const { status } = await server.send("/v1/track", { userId: "ada", event, messageId, timestamp: "2026-05-01T10:00:00Z", ...more }, writeKey);
  assert.equal(status, 200);
  return messageId;
}
const messages = () => receiver.requests.flatMap((each) => each.json.batch ?? [each.json.data.message]);
const names = () => messages().map((each) => each.event ?? each.type);
const settled = (id, check = () => true) =>
  until("everything to be settled", async () => {
    const now = await server.get(`/destinations/${id}`);
    return now.waiting === 0 && check(now) && now;
  });

test("a webhook gets each event once, signed, with an id to know it by", async () => {
  const id = await create();
  assert.match(made.secret, /^whsec_/);
  assert.equal(JSON.stringify(await server.get(`/destinations/${id}`)).includes(made.secret), false);
  const messageId = await track("Order Completed", { properties: { total: 12.5 } });
  const now = await settled(id, (each) => each.sent === 1);
  assert.deepEqual([now.failed, now.dead_letters, now.withheld], [0, 0, 0]);
  const [request] = receiver.requests;
  assert.equal(request.path, "/hook");
  assert.ok(isSigned(request, made.secret));
  assert.equal(isSigned({ ...request, body: request.body + " " }, made.secret), false);
  assert.equal(request.json.type, "event.track");
  assert.equal(request.json.timestamp, "2026-05-01T10:00:00Z");
  assert.deepEqual(request.json.data.message.properties, { total: 12.5 });
  assert.equal(request.json.data.message.messageId, messageId);
  assert.equal(request.json.data.event_id, request.headers["webhook-id"]);
  const [event] = (await server.get("/profiles/user_id:ada/events?limit=1")).items;
  assert.equal(event.id, request.headers["webhook-id"]);
});

test("another tracking API gets batches with its own key, and takes them as they were", async () => {
  const other = await Server.start();
  other.key = await other.apiKey();
  const theirs = await other.writeKey();
  const id = await create({ kind: "tracking_api", url: other.url, write_key: theirs });
  assert.equal(made.secret ?? null, null);
  assert.ok(!JSON.stringify(await server.get("/destinations")).includes(theirs));
  await server.send("/v1/identify", { userId: "bo", traits: { email: "bo@b.example", plan: "pro" }, messageId: "i-bo", timestamp: "2026-05-01T10:00:00Z" }, writeKey);
  await server.send("/v1/page", { userId: "bo", name: "Home", properties: { url: "https://a.example/" }, messageId: "p-bo", timestamp: "2026-05-01T10:00:01Z" }, writeKey);
  await server.send("/v1/group", { userId: "bo", groupId: "acme", traits: { name: "Acme" }, messageId: "g-bo", timestamp: "2026-05-01T10:00:02Z" }, writeKey);
  await settled(id, (each) => each.sent === 3);
  const [here, there] = [await server.get("/profiles/user_id:bo"), await other.get("/profiles/user_id:bo")];
  assert.deepEqual(there.traits, here.traits);
  assert.deepEqual(there.accounts.map((each) => each.group_id), ["acme"]);
  const line = async (of) => (await of.get("/profiles/user_id:bo/events")).items.map((each) => [each.message_id, each.kind, each.name, each.occurred_at, each.properties]);
  assert.deepEqual(await line(other), await line(server));
  await other.close();
});

test("a filter chooses events, and an event's integrations keep it from a destination (PR-22)", async () => {
  const filter = { or: [{ event: "Order Completed" }, { trait: "properties.total", is: "greater", value: 100 }] };
  const id = await create({ name: "Chosen", filter });
  await track("Order Completed");
  await track("Page Scrolled");
  await track("Basket Changed", { properties: { total: 120 } });
  await track("Order Completed", { integrations: { All: false } });
  await track("Order Completed", { integrations: { chosen: false } });
  await track("Order Completed", { integrations: { All: false, Chosen: true } });
  const now = await settled(id, (each) => each.sent === 3 && each.excluded === 2);
  assert.deepEqual(names().sort(), ["Basket Changed", "Order Completed", "Order Completed"]);
  assert.deepEqual(now.filter.or.length, 2);
  const wrong = await server.api("POST", "/destinations", { body: { name: "x", kind: "webhook", url: receiver.url, filter: { last_seen: { is: "within_days", value: 3 } } } });
  assert.equal(wrong.status, 400);
  assert.match(wrong.json.detail, /filter of events/);
});

test("who is suppressed or erased is not told of, not even what waited (PR-22)", async () => {
  receiver.answer = () => ({ status: 503, text: "cannot reach eve-4711@b.example" });
  const id = await create();
  await server.send("/v1/identify", { userId: "eve", traits: { email: "eve-4711@b.example" }, messageId: "eve-0", integrations: { All: false } }, writeKey);
  await server.send("/v1/track", { userId: "sue", event: "Secret", messageId: "sue-1" }, writeKey);
  await server.send("/v1/track", { userId: "eve", event: "Secret", messageId: "eve-1" }, writeKey);
  await until("a first failure", () => receiver.requests.length > 0);
  assert.equal((await server.api("POST", "/profiles/user_id:sue/consents", { body: { channel: "*", purpose: "*", status: "suppressed" } })).status, 200);
  await server.api("PATCH", `/destinations/${id}`, { body: { enabled: false } });
  receiver.answer = () => ({ status: 200 });
  assert.match((await server.api("GET", `/destinations/${id}/attempts`)).text, /eve-4711/);
  const erased = await server.api("POST", "/profiles/user_id:eve/erase", { body: { mode: "erase" } });
  assert.ok(erased.status < 300, erased.text);
  assert.doesNotMatch((await server.api("GET", `/destinations/${id}/attempts`)).text, /eve-4711/, "what the other side said is forgotten too");
  const before = receiver.requests.length;
  await server.api("PATCH", `/destinations/${id}`, { body: { enabled: true } });
  await server.send("/v1/track", { userId: "bob", event: "Open", messageId: "bob-1" }, writeKey);
  await server.send("/v1/track", { userId: "sue", event: "Secret", messageId: "sue-2" }, writeKey);
  const now = await settled(id, (each) => each.sent === 1 && each.withheld === 3);
  assert.deepEqual(names().slice(before), ["Open"]);
  assert.equal(now.dead_letters, 0);
});

test("a failure is tried again under the same id, and Retry-After is honoured", async () => {
  const failures = [() => ({ status: 500, text: "down" }), () => ({ status: 429, headers: { "Retry-After": "2" } }), () => ({ status: 200, cut: true })];
  receiver.answer = () => failures.shift()?.() ?? { status: 200 };
  const id = await create();
  await track("Again");
  const began = Date.now();
  await settled(id, (each) => each.sent === 1 && each.failed === 3);
  assert.ok(Date.now() - began >= 2_000, "it waited as long as it was told to");
  assert.equal(receiver.requests.length, 4);
  assert.equal(new Set(receiver.requests.map((each) => each.headers["webhook-id"])).size, 1);
  assert.ok(receiver.requests.every((each) => isSigned(each, made.secret)));
  const { items } = await server.get(`/destinations/${id}/attempts`);
  assert.deepEqual(items.map((each) => each.status), [0, 429, 500]);
  assert.match(items[0].detail, /closed the connection/);
  assert.match(items[2].detail, /answered 500: down/);
});

test("what is refused becomes a dead letter, alone, and can be sent again", async () => {
  receiver.answer = ({ body }) => (body.includes("Poison") ? { status: 422, text: "no such field" } : { status: 200 });
  const id = await create({ kind: "tracking_api", write_key: "theirs" });
  await Promise.all(["Fine", "Poison", "Fine", "Fine"].map((event) => track(event)));
  const now = await settled(id, (each) => each.sent === 3 && each.dead_letters === 1);
  assert.equal(now.given_up, 1);
  const { items } = await server.get(`/destinations/${id}/dead_letters`);
  assert.equal(items[0].name, "Poison");
  assert.match(items[0].error, /422: no such field/);
  receiver.answer = () => ({ status: 200 });
  assert.equal((await server.api("POST", `/destinations/${id}/dead_letters/retry`)).json.events, 1);
  await settled(id, (each) => each.sent === 4 && each.dead_letters === 0);
  assert.equal(receiver.requests[0].headers.authorization, "Basic " + Buffer.from("theirs:").toString("base64"));
  assert.equal(receiver.requests[0].path, "/hook/v1/batch");
});

test("one that does not answer holds up no other", async () => {
  const silent = await Receiver.start();
  silent.answer = () => new Promise(() => undefined);
  await create({ name: "Silent", url: silent.url });
  const id = await create({ name: "Quick" });
  for (let i = 0; i < 5; i++) await track(`Quick ${i}`);
  await settled(id, (each) => each.sent === 5);
  await silent.close();
});

test("a test event says what became of it, in words", async () => {
  const id = await create();
  const tested = (count) =>
    until("the test", async () => {
      const { items } = await server.get(`/destinations/${id}/attempts`);
      return items.length === count && items[0];
    });
  assert.equal((await server.api("POST", `/destinations/${id}/test`)).status, 202);
  assert.deepEqual([(await tested(1)).outcome, (await tested(1)).test], ["sent", true]);
  assert.ok(isSigned(receiver.requests[0], made.secret));
  receiver.answer = () => ({ status: 302, headers: { Location: "http://127.0.0.1:1/elsewhere" } });
  await server.api("POST", `/destinations/${id}/test`);
  assert.match((await tested(2)).detail, /redirects are not followed/);
  assert.equal(receiver.requests.length, 2);
  await server.api("PATCH", `/destinations/${id}`, { body: { url: "http://127.0.0.1:1/" } });
  await server.api("POST", `/destinations/${id}/test`);
  assert.match((await tested(3)).detail, /nothing listens/);
  assert.equal((await server.get(`/destinations/${id}`)).sent, 0);
});

test("what is switched off gets nothing, and a new secret signs what comes after", async () => {
  const id = await create();
  const off = await server.api("PATCH", `/destinations/${id}`, { body: { enabled: false } });
  assert.equal(off.json.enabled, false);
  await track("Sent");
  const { secret: first } = made;
  const { secret } = (await server.api("POST", `/destinations/${id}/secret`)).json;
  assert.notEqual(secret, first);
  await server.api("PATCH", `/destinations/${id}`, { body: { enabled: true, filter: { event: "Sent" } } });
  await track("Unsent");
  await track("Sent");
  await settled(id, (each) => each.sent === 1);
  assert.deepEqual(names(), ["Sent"]);
  assert.ok(isSigned(receiver.requests[0], secret));
  assert.equal(isSigned(receiver.requests[0], first), false);
});

test("forms are checked with a word on what to change", async () => {
  const refused = async (form, pattern, status = 400) => {
    const answer = await server.api("POST", "/destinations", { body: { name: "x", kind: "webhook", url: receiver.url, ...form } });
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.json.detail, pattern);
  };
  await refused({ url: "hooks.example.com" }, /https:\/\//);
  await refused({ url: "https://user:pass@hooks.example.com" }, /password/);
  await refused({ url: "http://10.0.0.8/" }, /private network/, 403);
  await refused({ name: " " }, /name/);
  await refused({ name: "all" }, /All/);
  await refused({ kind: "tracking_api" }, /write_key/);
  const id = await create({ name: "Taken" });
  await refused({ name: "taken" }, /already/, 409);
  assert.equal((await server.api("PATCH", `/destinations/${id}`, { body: { write_key: "k" } })).status, 400);
  assert.equal((await server.api("GET", "/destinations/destination_00000000000000000000000000")).status, 404);
});

test("a replay sends a time's events again, under their ids, as fast as it may (DC-22)", async () => {
  const day = (n) => `2026-04-0${n}T12:00:00Z`;
  for (let n = 1; n <= 6; n++) await track("Past", { timestamp: day(n), userId: "past", messageId: `past-${n}` });
  await track("Past", { timestamp: day(3), userId: "past", messageId: "past-not", integrations: { All: false } });
  const id = await create();
  const range = { from: day(2), until: day(6), filter: { event: "Past" } };
  const estimate = (await server.api("POST", `/destinations/${id}/replays/estimate`, { body: range })).json;
  assert.deepEqual(estimate, { events: 4, exact: true, least: 4, most: 4 });
  const start = () => server.api("POST", `/destinations/${id}/replays`, { body: range });
  for (const round of [1, 2]) {
    const started = await start();
    assert.equal(started.status, 201, started.text);
    const done = await until("the replay", async () => {
      const now = await server.get(`/destinations/${id}/replays/${started.json.id}`);
      return now.sent === 4 && now.state === "done" && now;
    });
    assert.deepEqual([done.queued, done.excluded, done.looked_at], [4, 1, 1]);
    assert.deepEqual(messages().map((each) => each.messageId).sort(), [...Array(round)].flatMap(() => ["past-2", "past-3", "past-4", "past-5"]).sort());
    assert.equal(receiver.taken.size, 4, "whoever keeps ids counts each once");
  }
  assert.equal((await server.get(`/destinations/${id}/replays`)).items.length, 2);
  const wrong = await server.api("POST", `/destinations/${id}/replays`, { body: { from: day(3), until: day(2) } });
  assert.equal(wrong.status, 400);
});

test("a replay keeps to its rate, pauses, goes on and can be cancelled", async () => {
  const batch = Array.from({ length: 60 }, (_, i) => ({ type: "track", userId: "slow", event: "Slow", messageId: `slow-${i}`, timestamp: "2026-03-01T00:00:00Z" }));
  await server.send("/v1/batch", { batch }, writeKey);
  const id = await create({ filter: { event: "Slow" } });
  const range = { until: "2026-03-02T00:00:00Z", events_per_second: 10 };
  const { json: replay } = await server.api("POST", `/destinations/${id}/replays`, { body: range });
  const path = `/destinations/${id}/replays/${replay.id}`;
  const again = await server.api("POST", `/destinations/${id}/replays`, { body: range });
  assert.equal(again.status, 409);
  const began = Date.now();
  await until("some", async () => (await server.get(path)).sent >= 20);
  assert.ok(Date.now() - began >= 900, "20 events at 10 a second take a second");
  const paused = await server.api("PATCH", path, { body: { state: "paused" } });
  assert.equal(paused.json.state, "paused");
  const still = await settled(id);
  assert.ok(still.sent < 60);
  assert.equal((await server.get(path)).state, "paused");
  await server.api("PATCH", path, { body: { state: "running" } });
  await until("more", async () => (await server.get(path)).sent > still.sent);
  assert.equal((await server.api("PATCH", path, { body: { state: "cancelled" } })).json.state, "cancelled");
  assert.equal((await server.api("PATCH", path, { body: { state: "running" } })).status, 409);
  assert.equal((await server.api("PATCH", path, { body: { state: "done" } })).status, 400);
});

test("everything that was done is in the audit, and no secret is in the logs (AM-16)", async () => {
  const id = await create({ kind: "tracking_api", write_key: "sealed-key-4711" });
  await server.api("POST", `/destinations/${id}/test`);
  await until("the test", () => receiver.requests.length > 0);
  const { items } = await server.get("/audit?action=destination&limit=500");
  const actions = new Set(items.map((each) => each.action));
  for (const action of ["destination.create", "destination.change", "destination.remove", "destination.test", "destination.secret", "destination.retry"]) {
    assert.ok(actions.has(action), action);
  }
  assert.ok(!server.output.join("").includes("sealed-key-4711"));
});

test("private addresses are refused unless they are allowed, by number and by name (DC-22)", async () => {
  const strict = await Server.start();
  strict.key = await strict.apiKey();
  const key = await strict.writeKey();
  const port = new URL(receiver.url).port;
  for (const host of ["127.0.0.1", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"]) {
    const answer = await strict.api("POST", "/destinations", { body: { name: host, kind: "webhook", url: `http://${host}:${port}/` } });
    assert.equal(answer.status, 403, host);
  }
  const answer = await strict.api("POST", "/destinations", { body: { name: "By name", kind: "webhook", url: `http://localhost:${port}/` } });
  assert.equal(answer.status, 201, answer.text);
  const { id } = answer.json.destination;
  await strict.send("/v1/track", { userId: "a", event: "x", messageId: "m" }, key);
  const [attempt] = await until("an attempt", async () => {
    const { items } = await strict.get(`/destinations/${id}/attempts`);
    return items.length > 0 && items;
  });
  assert.match(attempt.detail, /loopback/);
  assert.equal(receiver.requests.length, 0);
  await strict.close();
});
