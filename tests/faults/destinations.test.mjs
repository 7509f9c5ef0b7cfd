// The server killed while it sends events on, and while it replays them: every event reaches the
// receiver, and under one id, so that a receiver who keeps ids counts each exactly once.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { freshDirectory } from "../lib/directory.mjs";
import { assertSound } from "../lib/ledger.mjs";
import { isSigned, Receiver } from "../lib/receiver.mjs";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const kills = Math.min(4, Number(process.env.THROUGHLINE_TEST_KILLS ?? 4));
const patience = { ms: 90_000 };
const args = ["--allow-private-addresses", "127.0.0.1"];
let directory, database, receiver, server, key, writeKey;
let seed = Number(process.env.THROUGHLINE_TEST_SEED ?? 1);
const below = (limit) => (seed = (seed * 48271) % 2147483647) % limit;

async function start() {
  server = await Server.start({ directory, database, args });
  database = server.database;
  server.key = key;
}
async function restart() {
  await server.stop("SIGKILL");
  await start();
}
async function create(form) {
  const answer = await server.api("POST", "/destinations", { body: form });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}
async function send(prefix, from, count) {
  const ids = Array.from({ length: count }, (_, i) => `${prefix}-${from + i}`);
  for (let i = 0; i < ids.length; i += 50) {
    const batch = ids.slice(i, i + 50).map((messageId) => ({ type: "track", userId: `u-${messageId.length}`, event: prefix, messageId, timestamp: "2026-05-01T00:00:00Z" }));
    const { status } = await server.send("/v1/batch", { batch }, writeKey);
    assert.equal(status, 200);
  }
  return ids;
}
// Some answers are lost after the receiver has taken the events, some say that it is busy.
const moody = () => {
  const dice = below(12);
  return dice === 0 ? { status: 503, headers: { "Retry-After": "0" } } : dice === 1 ? { status: 200, cut: true } : { status: 200 };
};

before(async () => {
  directory = await freshDirectory("destinations");
  receiver = await Receiver.start();
  await start();
  key = server.key = await server.apiKey();
  writeKey = await server.writeKey();
});
after(async () => {
  await server?.close();
  await receiver?.close();
  await rm(directory, { recursive: true, force: true });
});

for (const kind of ["webhook", "tracking_api"]) {
  test(`killed while it forwards to a ${kind}, no event is lost and each has one id (EV-06, DC-22)`, async () => {
    receiver.answer = moody;
    const made = await create({ name: kind, kind, url: receiver.url, filter: { event: kind }, ...(kind === "webhook" ? {} : { write_key: "k" }) });
    const path = `/destinations/${made.destination.id}`;
    const sent = [];
    for (let kill = 0; kill < kills; kill++) {
      sent.push(...(await send(kind, sent.length, 150)));
      const enough = receiver.requests.length + 1 + below(kind === "webhook" ? 60 : 1);
      await until("some requests", () => receiver.requests.length >= enough, patience);
      await restart();
    }
    receiver.answer = () => ({ status: 200 });
    const now = await until("the rest", async () => {
      const found = await server.get(path);
      return found.waiting === 0 && found.sent >= sent.length && found;
    }, patience);
    // What the receiver took twice was counted when its answer came, once.
    assert.equal(now.sent, sent.length);
    assert.equal(now.dead_letters, 0);
    if (kind === "webhook") {
      const mine = receiver.requests.filter((each) => each.json.data?.message.event === kind);
      assert.ok(mine.every((each) => isSigned(each, made.secret)));
      const byMessage = new Map();
      for (const { headers, json } of mine) {
        const { messageId } = json.data.message;
        assert.equal(byMessage.get(messageId) ?? headers["webhook-id"], headers["webhook-id"], "one id for ever");
        byMessage.set(messageId, headers["webhook-id"]);
      }
      assert.deepEqual([...byMessage.keys()].sort(), [...sent].sort());
      assert.equal(new Set(byMessage.values()).size, sent.length);
      for (const id of byMessage.values()) assert.ok(receiver.taken.has(id), id);
    } else {
      for (const id of sent) assert.ok(receiver.taken.has(id), id);
      const all = receiver.requests.flatMap((each) => each.json.batch ?? []).filter((each) => each.event === kind);
      assert.equal(new Set(all.map((each) => each.messageId)).size, sent.length);
    }
    await server.api("DELETE", path);
  });
}

test("killed in the middle of a replay, it goes on: every event once by its id (DC-22)", async () => {
  receiver.answer = () => ({ status: 200 });
  const sent = await send("Past", 0, 900);
  const { destination } = await create({ name: "Replayed", kind: "webhook", url: receiver.url, filter: { event: "Past" } });
  receiver.requests.length = 0;
  receiver.taken.clear();
  const started = await server.api("POST", `/destinations/${destination.id}/replays`, { body: { events_per_second: 300 } });
  assert.equal(started.status, 201, started.text);
  const path = `/destinations/${destination.id}/replays/${started.json.id}`;
  for (let kill = 0; kill < 3; kill++) {
    const enough = receiver.taken.size + 100 + below(100);
    await until("some of it", () => receiver.taken.size >= enough, patience);
    await restart();
  }
  const done = await until("the end", async () => {
    const now = await server.get(path);
    return now.state === "done" && now.sent === sent.length && now;
  }, patience);
  assert.deepEqual([done.queued, done.sent, done.given_up, done.withheld], [sent.length, sent.length, 0, 0]);
  const messages = receiver.requests.map((each) => each.json.data.message.messageId);
  assert.deepEqual([...new Set(messages)].sort(), [...sent].sort());
  assert.equal(receiver.taken.size, sent.length, "exactly once by id");
  assert.ok(messages.length < sent.length * 1.5, `${messages.length} requests for ${sent.length} events`);
  await assertSound(server);
});
