// Data directories of former versions, as they were left: opened, saved, migrated, and all still there.
//
// NAME.tar.gz is a directory without its derived index; NAME.json is what its version showed.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { promisify } from "node:util";
import { freshDirectory } from "../lib/directory.mjs";
import { assertSound, restarted } from "../lib/ledger.mjs";
import { binary, Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const run = promisify(execFile);
const here = new URL(".", import.meta.url).pathname;
const databases = { instance: "instance.db", workspace_1: "workspaces/1/record.db" };

/** The names of the migrations that a database has seen. */
function migrations(path) {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare("SELECT name FROM migrations ORDER BY name").all().map((row) => row.name);
  } finally {
    database.close();
  }
}

async function unpacked(archive) {
  const directory = await freshDirectory("upgrade");
  await run("tar", ["-xzf", join(here, archive), "-C", directory]);
  return directory;
}

// Not for PostgreSQL: the directories hold SQLite files.
const onSqlite = !process.env.THROUGHLINE_TEST_POSTGRES ? test : () => undefined;

for (const archive of readdirSync(here).filter((name) => name.endsWith(".tar.gz"))) {
  onSqlite(`the directory ${archive} opens with this version and holds what it held`, async () => {
    const expected = JSON.parse(readFileSync(join(here, archive.replace(".tar.gz", ".json")), "utf8"));
    const directory = await unpacked(archive);
    const older = Object.fromEntries(Object.entries(databases).map(([name, path]) => [name, migrations(join(directory, path))]));
    let server = await Server.start({ directory });
    const key = expected.apiKey;
    const look = async () => {
      const people = [];
      for (const { id } of expected.people) {
        const profile = await server.get(`/profiles/${id}`, { key });
        const { items } = await server.get(`/profiles/${id}/events?limit=500`, { key });
        people.push({ id, events: items.map((event) => event.message_id).sort(), traits: Object.fromEntries(Object.entries(profile.traits ?? {}).sort()) });
      }
      assert.deepEqual(people, expected.people);
      assert.equal((await server.get("/profiles?limit=100", { key })).items.length, expected.people.length);
    };
    await look();
    await assertSound(server);

    // It was of an older schema, and what was saved before the change is of that one.
    const saves = await readdir(join(directory, "backups"));
    for (const [name, path] of Object.entries(databases)) {
      const now = migrations(join(directory, path));
      assert.ok(older[name].length < now.length, `${name} was of this version already`);
      assert.deepEqual(older[name].filter((migration) => !now.includes(migration)), []);
      const [save] = saves.filter((file) => file.startsWith(`${name}-before-`));
      assert.deepEqual(migrations(join(directory, "backups", save)), older[name]);
    }

    // What was sent before the upgrade counts once after it, and keys go on.
    const [person] = expected.people;
    const repeated = await server.send("/v1/track", { anonymousId: "a0", event: "Viewed", messageId: "v0", timestamp: "2026-03-01T00:00:00.000Z", properties: { page: 0 } }, expected.writeKey);
    assert.equal(repeated.status, 200);
    await look();
    server = await restarted(server, "SIGKILL");
    await look();
    const added = await server.send("/v1/track", { userId: "u0", event: "Viewed", messageId: "after" }, expected.writeKey);
    assert.equal(added.status, 200);
    const { items } = await server.get(`/profiles/${person.id}/events?limit=500`, { key });
    assert.equal(items.length, person.events.length + 1);
    await server.stop();

    // Back to what was saved, and up again from there.
    for (const [i, name] of Object.keys(databases).entries()) {
      const [save] = (await readdir(join(directory, "backups"))).filter((file) => file.startsWith(`${name}-before-`));
      await run(binary, ["restore", join(directory, "backups", save), "--workspace", String(i), "--data", directory]);
      assert.deepEqual(migrations(join(directory, databases[name])), older[name]);
    }
    server = await Server.start({ directory });
    await look();
    await assertSound(server);
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });

  onSqlite(`the directory ${archive} survives an upgrade that is killed again and again`, async () => {
    const expected = JSON.parse(readFileSync(join(here, archive.replace(".tar.gz", ".json")), "utf8"));
    const directory = await unpacked(archive);
    // Once as soon as the instance is saved, once when the record is, once while it is changed or just after.
    const moments = [
      async () => (await readdir(join(directory, "backups"))).some((file) => file.startsWith("instance-before-")),
      async () => (await readdir(join(directory, "backups"))).some((file) => file.startsWith("workspace_1-before-")),
      async () => existsSync(join(directory, "workspaces/1/index")),
    ];
    for (const moment of moments) {
      const child = spawn(binary, ["serve", "--data", directory, "--listen", "127.0.0.1:0"], { stdio: "ignore" });
      const ended = once(child, "exit");
      await until("the moment of the kill", moment, { ms: 60_000 });
      child.kill("SIGKILL");
      await ended;
    }
    const server = await Server.start({ directory });
    for (const { id, events } of expected.people) {
      const { items } = await server.get(`/profiles/${id}/events?limit=500`, { key: expected.apiKey });
      assert.deepEqual(items.map((event) => event.message_id).sort(), events);
    }
    await assertSound(server);
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });
}
