// Data directories of former versions, as they were left: opened, saved, migrated, and all still there.
//
// NAME.tar.gz is a directory without its derived index; NAME.json is what its version showed.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { assertSound, restarted } from "../lib/ledger.mjs";
import { Server } from "../lib/server.mjs";

const run = promisify(execFile);
const here = new URL(".", import.meta.url).pathname;
// Not for PostgreSQL: the directories hold SQLite files.
const onSqlite = !process.env.THROUGHLINE_TEST_POSTGRES ? test : () => undefined;

for (const archive of readdirSync(here).filter((name) => name.endsWith(".tar.gz"))) {
  onSqlite(`the directory ${archive} opens with this version and holds what it held`, async () => {
    const expected = JSON.parse(readFileSync(join(here, archive.replace(".tar.gz", ".json")), "utf8"));
    const directory = await mkdtemp(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "throughline-upgrade-"));
    await run("tar", ["-xzf", join(here, archive), "-C", directory]);
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
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });
}
