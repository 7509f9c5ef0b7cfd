// How fast files come in and go out, with the release binary: a generated file of many rows, the same
// once more, a shop's files where they are, and everything exported. Run on request by bench/import;
// writes bench/results/import-*.json and .md. Set THROUGHLINE_TEST_POSTGRES to measure PostgreSQL.
//
//   bench/import [--rows N] [--results DIR]
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { commandBeside } from "../lib/cli.mjs";
import { Server, dataDirectory } from "../lib/server.mjs";

const root = new URL("../..", import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    results: { type: "string", default: join(root, "bench/results") },
  },
});
const rows = Number(values.rows);
const people = Math.max(1, Math.floor(rows / 20));

async function highestMemoryMb(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(status.match(/VmHWM:\s+(\d+)/)[1]) / 1024);
}

async function cpuSecondsOf(pid) {
  const fields = await readFile(`/proc/${pid}/stat`, "utf8");
  const [user, system] = fields.slice(fields.lastIndexOf(")") + 2).split(" ").slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

async function generate(path) {
  const out = createWriteStream(path);
  out.write("user_id,email,event,timestamp,order,total,city\n");
  const cities = ["Berlin", "São Paulo", "München", "New York"];
  for (let i = 0; i < rows; i++) {
    const who = (i * 7919) % people;
    const line = `user-${who},p${who}@shop.example,Order Placed,${1_500_000_000 + i * 60},o-${i},${(i % 9973) / 100},${cities[i % 4]}\n`;
    if (!out.write(line)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

/** The same process log twice, as XES and as a table: cases of ten events, with a resource, an amount and a transition each. */
async function generateLog(xesPath, csvPath, events) {
  const [xes, csv] = [createWriteStream(xesPath), createWriteStream(csvPath)];
  const put = async (out, text) => {
    if (!out.write(text)) await once(out, "drain");
  };
  await put(xes, '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n');
  await put(csv, "case:concept:name,concept:name,time:timestamp,org:resource,amount,lifecycle:transition\n");
  for (let i = 0; i < events; i++) {
    const [id, place] = [Math.floor(i / 10), i % 10];
    const time = new Date(1_500_000_000_000 + id * 60_000 + place * 3_599_000).toISOString();
    const [activity, resource, amount] = [`Activity ${(id * 31 + place * place) % 30}`, `clerk ${(i * 7) % 50}`, (i * 37) % 1000];
    await put(csv, `case ${id},${activity},${time},${resource},${amount},complete\n`);
    const begin = place === 0 ? `<trace><string key="concept:name" value="case ${id}"/>\n` : "";
    const end = place === 9 || i + 1 === events ? "</trace>\n" : "";
    await put(
      xes,
      `${begin}<event><string key="concept:name" value="${activity}"/><date key="time:timestamp" value="${time}"/><string key="org:resource" value="${resource}"/>` +
        `<int key="amount" value="${amount}"/><string key="lifecycle:transition" value="complete"/></event>\n${end}`,
    );
  }
  xes.end("</log>\n");
  csv.end();
  await Promise.all([once(xes, "finish"), once(csv, "finish")]);
}

const parent = join(root, "build/bench");
await mkdir(parent, { recursive: true });
const directory = await mkdtemp(join(parent, "import-"));
const server = await Server.start({ directory: join(directory, "data") });
server.key = await server.apiKey();
const figures = [];

async function measured(name, work) {
  const cpu = await cpuSecondsOf(server.process.pid);
  const began = performance.now();
  const { count, bytes, unit } = await work();
  const seconds = (performance.now() - began) / 1000;
  figures.push({ name, unit, count, bytes, wall_s: seconds, server_cpu_s: (await cpuSecondsOf(server.process.pid)) - cpu, per_s: count / seconds, memory_mb: await highestMemoryMb(server.process.pid) });
}

async function imported(path, ...args) {
  const ended = await commandBeside(server, "import", path, "--json", ...args);
  assert.ok(ended.code === 0, ended.error + ended.out);
  return { ...JSON.parse(ended.out), size: (await stat(path)).size };
}

try {
  const file = join(directory, "orders.csv");
  await generate(file);
  await measured("generated rows come in", async () => {
    const one = await imported(file, "--source", "Orders");
    assert.deepEqual([one.rows, one.accepted, one.refused], [rows, rows, 0]);
    return { count: one.rows, bytes: one.size, unit: "rows" };
  });
  await measured("the same file once more", async () => {
    const one = await imported(file, "--source", "Orders");
    assert.deepEqual([one.accepted, one.repeated], [0, rows]);
    return { count: one.rows, bytes: one.size, unit: "rows" };
  });
  await measured("everything goes out", async () => {
    const out = join(directory, "all.ndjson");
    const ended = await commandBeside(server, "export", "--output", out);
    assert.equal(ended.code, 0, ended.error);
    const { size } = await stat(out);
    return { count: rows, bytes: size, unit: "events" };
  });
  const events = Math.max(10, Math.floor(rows / 5));
  const logs = { "an event log in XES": join(directory, "log.xes"), "the same log as a table": join(directory, "log.csv") };
  await generateLog(...Object.values(logs), events);
  for (const [name, path] of Object.entries(logs)) {
    await measured(name, async () => {
      const one = await imported(path, "--source", name);
      assert.deepEqual([one.rows, one.accepted, one.refused], [events, events, 0]);
      return { count: one.rows, bytes: one.size, unit: "events" };
    });
  }
  const shop = dataDirectory && join(dataDirectory, "olist");
  if (shop && existsSync(shop)) {
    for (const name of ["customers", "orders", "order_payments", "order_items", "order_reviews"]) {
      await measured(`${name}.csv of a shop`, async () => {
        const one = await imported(join(shop, name + ".csv"), "--mapping", join(root, "tests/mappings", `olist_${name.replace("order_", "")}.json`), "--source", "Shop");
        return { count: one.rows, bytes: one.size, unit: "rows" };
      });
    }
  }
} finally {
  await server.close();
  await rm(directory, { recursive: true, force: true });
}

const commit = execFileSync("git", ["-C", root, "describe", "--always", "--dirty", "--abbrev=10"], { encoding: "utf8" }).trim();
const date = new Date().toISOString();
const database = process.env.THROUGHLINE_TEST_POSTGRES ? "PostgreSQL" : "SQLite";
const machine = `${cpus()[0].model}, ${cpus().length} threads, Linux ${release()}`;
const short = (number) => (number >= 100 ? Math.round(number).toLocaleString("en-GB") : number.toFixed(1));
const table = figures.map((each) => `| ${each.name} | ${each.count.toLocaleString("en-GB")} ${each.unit} | ${short(each.bytes / 1e6)} | ${short(each.wall_s)} | ${short(each.server_cpu_s)} | ${short(each.per_s)} | ${short(each.count / Math.max(each.server_cpu_s, 0.01))} | ${each.memory_mb} |`);
const text = `# Files in and out

- Commit: ${commit}
- Date: ${date}
- Machine: ${machine}
- Database: ${database}

| What | How much | MB | Seconds | Server's processor (s) | Per second | Per second of the server's processor | Server's highest memory so far (MB) |
|---|---|---|---|---|---|---|---|
${table.join("\n")}
`;
await mkdir(values.results, { recursive: true });
const stem = join(values.results, `import-${date.slice(0, 10)}-${commit}${database === "SQLite" ? "" : "-postgres"}`);
await writeFile(`${stem}.json`, JSON.stringify({ bench: "import", commit, date, machine, database, figures }, null, 2) + "\n");
await writeFile(`${stem}.md`, text);
console.log(text);
