// The server killed with SIGKILL while it takes events: what was acknowledged is there, once.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { test } from "node:test";
import { freshDirectory } from "../lib/directory.mjs";
import { assertSound } from "../lib/ledger.mjs";
import { Server } from "../lib/server.mjs";

// Other numbers with THROUGHLINE_TEST_KILLS and THROUGHLINE_TEST_SEED.
const rounds = Number(process.env.THROUGHLINE_TEST_KILLS ?? 200);
let seed = Number(process.env.THROUGHLINE_TEST_SEED ?? 1);
const below = (limit) => (seed = (seed * 48271) % 2147483647) % limit;

test(`nothing acknowledged is lost or counted twice over ${rounds} kills (EV-06)`, async () => {
  const directory = await freshDirectory("kill");
  const acknowledged = new Set();
  const sent = new Set();
  let key, apiKey, database, unsure = [];
  for (let round = 0; round < rounds; round++) {
    const server = await Server.start({ directory, database });
    database = server.database;
    key ??= await server.writeKey("Kill");
    apiKey ??= await server.apiKey();
    let alive = true;
    server.exited.then(() => (alive = false));
    const sender = async (lane) => {
      for (let i = 0; alive; i++) {
        // What was under way when the server died is sent again, as a client would.
        const items = unsure.splice(0, 20);
        while (items.length < 20) {
          const messageId = `k-${round}-${lane}-${i}-${items.length}`;
          items.push({ type: "track", userId: `kill-${items.length % 7}`, event: "Survived", messageId, timestamp: "2026-05-01T00:00:00Z" });
        }
        items.forEach((item) => sent.add(item.messageId));
        try {
          const { status } = await server.send("/v1/batch", { batch: items }, key);
          assert.equal(status, 200);
          items.forEach((item) => acknowledged.add(item.messageId));
        } catch {
          unsure.push(...items);
          return;
        }
      }
    };
    const lanes = [0, 1, 2, 3].map(sender);
    const before = acknowledged.size;
    const until = before + below(300);
    while (acknowledged.size < until) await new Promise((resolve) => setImmediate(resolve));
    await server.stop("SIGKILL");
    await Promise.all(lanes);
  }

  const server = await Server.start({ directory, database });
  const seen = [];
  for (let user = 0; user < 7; user++) {
    let next = "";
    do {
      const page = await server.get(`/profiles/user_id:kill-${user}/events?limit=500${next && "&before=" + next}`, { key: apiKey });
      seen.push(...page.items.map((event) => event.message_id));
      next = page.next ?? "";
    } while (next);
  }
  await assertSound(server);
  await server.close();
  await rm(directory, { recursive: true, force: true });
  assert.equal(new Set(seen).size, seen.length, "nothing twice");
  const found = new Set(seen);
  for (const id of acknowledged) assert.ok(found.has(id), `${id} was acknowledged and is lost`);
  for (const id of seen) assert.ok(sent.has(id), `${id} was never sent`);
  assert.ok(acknowledged.size > 1000, String(acknowledged.size));
});

test("a second server on the same directory is refused with a sentence", async () => {
  const server = await Server.start();
  await assert.rejects(Server.start({ directory: server.directory, database: server.database }), /held|another|lock|in use/i);
  await server.close();
});

test("SIGTERM answers what is under way and ends with 0 (EV-07)", async () => {
  const server = await Server.start();
  const key = await server.writeKey("Drain");
  const answers = Array.from({ length: 50 }, (_, i) =>
    server.send("/v1/track", { userId: "drained", event: "Drained", messageId: `d-${i}` }, key),
  );
  await answers[0];
  const stopped = server.stop();
  const settled = await Promise.allSettled(answers);
  const { code } = await stopped;
  assert.equal(code, 0);
  const acknowledged = settled.filter((one) => one.status === "fulfilled" && one.value.status === 200).length;
  const again = await Server.start({ directory: server.directory, database: server.database });
  const apiKey = await again.apiKey();
  const { items } = await again.get("/profiles/user_id:drained/events?limit=200", { key: apiKey });
  assert.ok(items.length >= acknowledged && acknowledged > 0, `${items.length} of ${acknowledged}`);
  await again.close();
  await rm(server.directory, { recursive: true, force: true });
});
