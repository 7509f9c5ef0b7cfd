// What follows the line catches up after a restart by itself, without an event to wake it.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { existsSync, globSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const listTables = [
  "people_index", "indexed_identifiers", "indexed_names", "event_counts",
  "indexed_traits", "indexed_accounts", "indexed_account_traits",
];

test("a list that lagged when the server ended is complete after the restart, with no new event", async () => {
  const directory = await mkdtemp(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "throughline-restart-"));
  const first = await Server.start({ directory });
  const key = await first.writeKey("Restart");
  const apiKey = await first.apiKey();
  const batch = Array.from({ length: 300 }, (_, i) => ({
    type: "identify", userId: `behind-${i}`, messageId: `behind-${i}`, traits: { name: `Behind ${i}` },
  }));
  const sent = await first.send("/v1/batch", { batch }, key);
  assert.equal(sent.status, 200);
  await first.get(`/profiles?at_least=${sent.headers.get("throughline-position")}`, { key: apiKey });
  await first.stop();

  // As if it had died before the list's follower saw any of them.
  const [file] = globSync(join(directory, "**/*.db")).filter((path) => !path.includes("instance"));
  const record = new DatabaseSync(file);
  for (const table of listTables) record.exec(`DELETE FROM ${table}`);
  record.exec("DELETE FROM cursors WHERE name = 'follower/people_list'");
  record.close();

  const again = await Server.start({ directory });
  const list = await until("the list", async () => {
    const page = await again.get("/profiles?limit=1&sort=name&order=asc", { key: apiKey });
    return page.total === 300 && page;
  });
  assert.equal(list.items[0].name, "Behind 0");
  assert.equal(list.items[0].events, 1);
  await again.close();
  await rm(directory, { recursive: true, force: true });
});
