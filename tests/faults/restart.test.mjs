// What follows the line catches up after a restart by itself, without an event to wake it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { promisify } from "node:util";
import { freshDirectory } from "../lib/directory.mjs";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const listTables = [
  "people_index", "people_figures", "indexed_identifiers", "indexed_names", "event_counts",
  "indexed_traits", "indexed_accounts", "indexed_account_traits",
];

/** Runs SQL in the record of the first workspace, while no server has it open. */
async function runSql({ directory, database }, statements) {
  if (database) {
    const sql = ["SET search_path TO workspace_1", ...statements].join("; ");
    await promisify(execFile)("psql", [database, "--quiet", "-v", "ON_ERROR_STOP=1", "--command", sql]);
    return;
  }
  const [file] = globSync(join(directory, "workspaces/*/record.db"));
  const record = new DatabaseSync(file);
  record.exec(statements.join("; "));
  record.close();
}

test("a list that lagged when the server ended is complete after the restart, with no new event", async () => {
  const directory = await freshDirectory("restart");
  const first = await Server.start({ directory });
  const key = await first.writeKey("Restart");
  const apiKey = await first.apiKey();
  const batch = Array.from({ length: 300 }, (_, i) => ({
    type: "identify", userId: `behind-${i}`, messageId: `behind-${i}`, traits: { name: `Behind ${i}` },
  }));
  const sent = await first.send("/v1/batch", { batch }, key);
  assert.equal(sent.status, 200);
  const listOf = async (server) => {
    const page = await server.get("/profiles?limit=1&sort=name&order=asc", { key: apiKey });
    return page.total === 300 && page;
  };
  await until("the first list", () => listOf(first), { ms: 60_000 });
  await first.stop();

  // As if it had died before the list's follower saw any of them.
  const { database } = first;
  await runSql({ directory, database }, [
    ...listTables.map((table) => `DELETE FROM ${table}`),
    "DELETE FROM cursors WHERE name = 'follower/people_list'",
  ]);

  const again = await Server.start({ directory, database });
  const list = await until("the list", () => listOf(again), { ms: 60_000 });
  assert.equal(list.items[0].name, "Behind 0");
  assert.equal(list.items[0].events, 1);
  await again.close();
  await rm(directory, { recursive: true, force: true });
});
