// PostgreSQL goes away: its connections are cut, and it is restarted, while events come in.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { promisify } from "node:util";
import { assertSound, Ledger } from "../lib/ledger.mjs";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const run = promisify(execFile);
// The runner gives the folder a second run with a PostgreSQL server.
const onPostgres = process.env.THROUGHLINE_TEST_POSTGRES ? test : () => undefined;

const psql = (url, sql) => run("psql", [url, "--quiet", "--no-align", "--tuples-only", "--command", sql]);
const databaseOf = (url) => url.match(/\/\/\/([^?]*)/)[1];

onPostgres("connections that are cut lose nothing and count nothing twice", async () => {
  const server = await Server.start();
  const key = await server.writeKey("Cut");
  const apiKey = await server.apiKey();
  const ledger = new Ledger("cut");
  const admin = process.env.THROUGHLINE_TEST_POSTGRES;
  let cuts = 0;
  await ledger.fill(server, key, 600, {
    during: async (count) => {
      if (count < cuts * 60) return;
      cuts++;
      await psql(admin, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${databaseOf(server.database)}'`);
    },
  });
  assert.ok(cuts >= 5, String(cuts));
  await ledger.settle(server, key);
  await ledger.compare(server, apiKey);
  await assertSound(server);
  await server.close();
});

onPostgres("a restart of PostgreSQL is answered with 503, and then all goes on", async () => {
  // A server of its own, so that no other test meets the restart.
  const tool = new URL("../../tools/postgres_for_tests.sh", import.meta.url).pathname;
  const { stdout } = await run("bash", [tool, "start"]);
  const url = stdout.trim();
  const directory = url.match(/host=([^&]*)/)[1];
  const versions = readdirSync("/usr/lib/postgresql").sort((a, b) => Number(a) - Number(b));
  const control = async (...command) => {
    const pgCtl = [`/usr/lib/postgresql/${versions.at(-1)}/bin/pg_ctl`, "-D", directory + "/data", "-w", "-s", "-l", directory + "/data/log", ...command];
    const asPostgres = process.getuid() === 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
    const [program, ...rest] = [...asPostgres, ...pgCtl];
    await run(program, rest, { cwd: "/" });
  };
  const options = ["-o", `-c listen_addresses='' -c unix_socket_directories=${directory} -c max_connections=300`];
  try {
    const server = await Server.start({ database: url });
    const key = await server.writeKey("Restarted");
    const apiKey = await server.apiKey();
    const ledger = new Ledger("restarted");
    for (const mode of ["fast", "immediate"]) {
      await ledger.fill(server, key, 100);
      await control("-m", mode, "stop");
      for (let i = 0; i < 3; i++) assert.equal(await ledger.batch(server, key), false, "nothing is acknowledged without a record");
      assert.equal((await fetch(server.url + "/healthz")).status, 200);
      assert.equal((await fetch(server.url + "/readyz")).status, 503);
      await control(...options, "start");
      await ledger.settle(server, key);
      await ledger.compare(server, apiKey);
    }
    await assertSound(server);
    await server.close();
  } finally {
    await run("bash", [tool, "stop", url]);
  }
});

onPostgres("what was written is waited for while another transaction hides it", async () => {
  const server = await Server.start();
  const key = await server.writeKey("Hidden");
  server.key = await server.apiKey();
  const send = (userId, messageId) => server.send("/v1/track", { userId, event: "Ordered", messageId, timestamp: new Date().toISOString() }, key);
  for (const userId of ["ada", "ben"]) await send(userId, `${userId}-1`);
  await until("both to be there", async () => (await server.get("/profiles")).total === 2);
  // What writes holds back what began after it from every reader of the record.
  const other = spawn("psql", [server.database, "--quiet", "--no-align", "--tuples-only"], { stdio: ["pipe", "pipe", "inherit"] });
  other.stdin.write("BEGIN; SELECT pg_current_xact_id();\n");
  await once(other.stdout, "data");
  await send("ada", "hidden-1");
  const merged = await server.api("POST", "/profiles/merge", { body: { profiles: ["user_id:ada", "user_id:ben"], reason: "the same" } });
  assert.equal(merged.status, 200, merged.text);
  const position = merged.headers.get("throughline-position");
  const look = () => server.api("POST", `/journeys/counts?at_least=${position}`, { body: { unit: "day" } });
  const hidden = await look();
  assert.equal(hidden.status, 503, `not without it: ${hidden.text}`);
  other.stdin.end("COMMIT;\n");
  await once(other, "exit");
  const seen = await until("the event to be seen", async () => {
    const answer = await look();
    return answer.status === 200 && answer.json;
  });
  assert.deepEqual([seen.events, seen.people], [3, 1]);
  await server.close();
});
