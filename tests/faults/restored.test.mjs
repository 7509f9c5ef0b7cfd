// A PostgreSQL record that comes from another server: its transaction ids mean nothing here.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { Server } from "../lib/server.mjs";

const run = promisify(execFile);
// The runner gives the folder a second run with a PostgreSQL server.
const onPostgres = process.env.THROUGHLINE_TEST_POSTGRES ? test : () => undefined;

onPostgres("a record whose transaction ids are still to come here is read whole and followed on (OP-01)", async () => {
  const server = await Server.start();
  const key = await server.writeKey("Moved");
  const apiKey = await server.apiKey();
  const send = (on, id) => on.send("/v1/track", { userId: "moved", event: "Seen", messageId: id }, key);
  const events = async (on) => (await on.get("/profiles/user_id:moved/events?limit=100", { key: apiKey })).items.length;
  const { headers } = await send(server, "a");
  await send(server, "b");
  await server.get(`/profiles?at_least=${headers.get("throughline-position") ?? 0}`, { key: apiKey });
  await server.stop();
  await run("psql", [server.database, "--quiet", "--command",
    "UPDATE workspace_1.events SET xid = xid + 1000000000; UPDATE workspace_1.cursors SET xid = xid + 1000000000"]);
  const again = await Server.start({ directory: server.directory, database: server.database });
  assert.equal(await events(again), 2);
  const third = await send(again, "c");
  assert.equal(third.status, 200);
  const list = await again.get(`/profiles?at_least=${third.headers.get("throughline-position")}`, { key: apiKey });
  assert.equal(list.items.length, 1);
  assert.equal(list.items[0].events, 3, "the list counted each event once");
  assert.equal(await events(again), 3);
  const found = await again.command("doctor");
  assert.ok(found.healthy, JSON.stringify(found));
  await again.close();
});
