// An import goes on after a kill where it stopped: every row once, none lost.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { commandBeside } from "../lib/cli.mjs";
import { freshDirectory } from "../lib/directory.mjs";
import { Server, binary } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const run = promisify(execFile);
// The runner gives the folder a second run with a PostgreSQL server.
const admin = process.env.THROUGHLINE_TEST_POSTGRES;
const onPostgres = admin ? test : () => undefined;
const rows = admin ? 20_000 : 40_000;
const patience = { ms: 60_000 };
let directory, data, file, server;

before(async () => {
  directory = await freshDirectory("import");
  data = join(directory, "data");
  file = join(directory, "events.csv");
  const lines = Array.from({ length: rows }, (_, i) => `user-${i % 500},Seen,${1_600_000_000 + i},${i}`);
  lines[12_345] = "user-1,Seen,no time,12345";
  await writeFile(file, "user_id,event,timestamp,n\n" + lines.join("\n") + "\n");
});
after(async () => {
  await server?.close();
  await rm(directory, { recursive: true, force: true });
});

test("killed again and again, an import ends with every row counted once (EV-06)", async () => {
  server = await Server.start({ directory: data });
  server.key = await server.apiKey();
  const { key, database } = server;
  const command = spawn(binary, ["import", file, "--source", "File", "--data", data], { stdio: "ignore" });
  const { id } = await until("the import to begin", async () => (await server.get("/imports")).items.find((one) => one.rows > 0), patience);
  command.kill("SIGKILL"); // The import is the server's: it goes on without who asked for it.
  let kills = 0;
  for (let last = 0; kills < 5; kills++) {
    const now = await until("some more rows", async () => {
      const one = await server.get(`/imports/${id}`);
      return (one.rows > last || one.state === "done") && one;
    }, patience);
    if (now.state === "done") break;
    last = now.rows;
    await server.stop("SIGKILL");
    server = await Server.start({ directory: data, database });
    server.key = key;
  }
  assert.ok(kills > 0, "it was killed while it worked");
  const done = await until("the end", async () => {
    const one = await server.get(`/imports/${id}`);
    return one.state === "done" && one;
  }, patience);
  assert.deepEqual([done.rows, done.accepted, done.repeated, done.refused], [rows, rows - 1, 0, 1]);
  const { items } = await server.get(`/imports/${id}/refused`);
  assert.deepEqual(items.map((row) => row.line), [12_347]);
  await until("the count to have followed", async () => (await server.get("/status")).events === rows - 1, patience);
});

onPostgres("while PostgreSQL's connections are cut, an import goes on and counts every row once", async () => {
  const other = await Server.start();
  other.key = await other.apiKey();
  try {
    const name = other.database.match(/\/\/\/([^?]*)/)[1];
    const imported = commandBeside(other, "import", file, "--source", "File", "--json");
    const { id } = await until("the import to begin", async () => (await other.get("/imports")).items.find((one) => one.rows > 0), patience);
    let cuts = 0;
    for (let last = 0; cuts < 10; cuts++) {
      const now = await until("some more rows", async () => {
        const { json } = await other.api("GET", `/imports/${id}`);
        return json && (json.rows > last || json.state === "done") && json;
      }, patience);
      if (now.state === "done") break;
      last = now.rows;
      await run("psql", [admin, "--quiet", "--command", `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`]);
    }
    assert.ok(cuts > 0, "it was cut while it worked");
    const done = await until("the end", async () => {
      const { json } = await other.api("GET", `/imports/${id}`);
      return json?.state === "done" && json;
    }, patience);
    assert.deepEqual([done.rows, done.accepted, done.repeated, done.refused], [rows, rows - 1, 0, 1]);
    await imported;
  } finally {
    await other.close();
  }
});

test("so does a packed event log, whose copies stay what they are (EV-06, AN-04)", async () => {
  const cases = admin ? 200 : 400;
  const event = (i) => `<event><string key="concept:name" value="a${i % 7}"/><date key="time:timestamp" value="2020-01-01T00:00:${String(i % 60).padStart(2, "0")}Z"/></event>`;
  // Every event twice: the second is a copy of the first.
  const trace = (name) => `<trace><string key="concept:name" value="${name}"/>${Array.from({ length: 60 }, (_, i) => event(i >> 1)).join("\n")}</trace>`;
  const log = join(directory, "log.xes.gz");
  await writeFile(log, gzipSync(`<log>${Array.from({ length: cases }, (_, i) => trace(i)).join("\n")}</log>`));
  const home = join(directory, "log");
  let holder = await Server.start({ directory: home });
  try {
    const { key, database } = { key: await holder.apiKey(), database: holder.database };
    holder.key = key;
    const command = spawn(binary, ["import", log, "--data", home], { stdio: "ignore" });
    const { id } = await until("the log to begin", async () => (await holder.get("/imports")).items.find((one) => one.rows > 0), patience);
    command.kill("SIGKILL");
    await holder.stop("SIGKILL");
    holder = await Server.start({ directory: home, database });
    holder.key = key;
    const done = await until("the end of the log", async () => {
      const one = await holder.get(`/imports/${id}`);
      return one.state === "done" && one;
    }, patience);
    assert.deepEqual([done.rows, done.accepted, done.repeated, done.refused], [cases * 60, cases * 60, 0, 0]);
    const map = await until("the lines", async () => {
      const answer = await holder.api("POST", "/journeys/map", { body: {} });
      return answer.status === 200 && answer.json.events === cases * 60 && answer.json;
    }, patience);
    assert.deepEqual([map.cases, map.all_variants], [cases, 1]);
  } finally {
    await holder.close();
  }
});
