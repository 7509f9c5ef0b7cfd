// A million events of the unmodified @segment/analytics-node against the release binary, each
// counted exactly once: also those that are sent twice, and those whose first answer was lost.
// Run on request by bench/soak; writes bench/results/soak-*.json and .md.
//
//   bench/soak [--events N] [--results DIR]
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { Agent, createServer, request as httpRequest } from "node:http";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { Analytics } from "@segment/analytics-node";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const root = new URL("../..", import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    results: { type: "string", default: join(root, "bench/results") },
  },
});
const events = Number(values.events);
const people = Math.max(1, Math.floor(events / 50));
const waitingMax = 20_000;
const twiceEvery = 100; // Every hundredth event is sent a second time, under its own id.
const lostEvery = 200; // Every two-hundredth answer is lost after the server gave it.

async function memoryOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const of = (name) => Math.round(Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024);
  return { resident_mb: of("VmRSS"), highest_mb: of("VmHWM") };
}

async function cpuSecondsOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Passes requests on to the server and now and then drops the connection instead of answering. */
async function losingProxy(port) {
  const agent = new Agent({ keepAlive: true });
  const counted = { requests: 0, lost: 0 };
  const proxy = createServer((incoming, response) => {
    const upstream = httpRequest(
      { agent, host: "127.0.0.1", port, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        counted.requests += 1;
        if (counted.requests % lostEvery === 0) {
          counted.lost += 1;
          answer.resume();
          incoming.socket.destroy();
          return;
        }
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    upstream.on("error", () => incoming.socket.destroy());
    incoming.pipe(upstream);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return { url: `http://127.0.0.1:${proxy.address().port}`, counted, close: () => proxy.close() };
}

/** Sends them all and waits until the client has delivered the last. */
async function send(url, writeKey) {
  const analytics = new Analytics({ writeKey, host: url, flushAt: 100, maxRetries: 10 });
  const errors = [];
  analytics.on("error", (error) => errors.push(error));
  let waiting = 0;
  let calls = 0;
  let room = () => {};
  const track = (number) => {
    waiting += 1;
    calls += 1;
    analytics.track(
      {
        userId: `soak-${number % people}`,
        event: `Soak ${number % 7}`,
        messageId: `soak-message-${number}`,
        timestamp: new Date(1_760_000_000_000 + number),
        properties: { number, text: "what a busy page would say of itself" },
      },
      () => {
        waiting -= 1;
        if (waiting < waitingMax) room();
      },
    );
  };
  for (let number = 0; number < events; number += 1) {
    track(number);
    if (number % twiceEvery === 0) track(number);
    if (waiting >= waitingMax) await new Promise((resolve) => (room = resolve));
  }
  await analytics.closeAndFlush();
  assert.deepEqual(errors, []);
  return calls;
}

async function recordOf(directory) {
  for (const entry of await readdir(directory, { recursive: true })) {
    if (entry.endsWith("record.db")) return join(directory, entry);
  }
  throw new Error("there is no record");
}

/** What the record itself says, once the server has gone. */
async function countRecord(directory) {
  const record = new DatabaseSync(await recordOf(directory), { readOnly: true });
  const number = (sql) => Object.values(record.prepare(sql).get())[0];
  const counted = {
    events: number("SELECT count(*) FROM events WHERE source <> 0"),
    different_ids: number("SELECT count(DISTINCT message_id) FROM events WHERE source <> 0"),
    dead_letters: number("SELECT count(*) FROM dead_letters"),
    listed_people: number("SELECT count(*) FROM people_index"),
    listed_events: number("SELECT sum(events) FROM people_figures"),
  };
  record.close();
  return counted;
}

const directory = join(root, "build/bench/soak");
await rm(directory, { recursive: true, force: true });
await mkdir(directory, { recursive: true });
const server = await Server.start({ directory });
const writeKey = await server.writeKey("Soak");
server.key = await server.apiKey();
const memoryBefore = await memoryOf(server.process.pid);
const proxy = await losingProxy(server.port);
const started = Date.now();
const calls = await send(proxy.url, writeKey);
const seconds = (Date.now() - started) / 1000;
proxy.close();

await until("everybody to be listed", async () => (await server.get("/status")).events === events, { ms: 600_000 });
for (const number of [0, 1, people - 1]) {
  const profile = await server.get(`/profiles/user_id:soak-${number}`);
  const expected = Math.floor((events - 1 - number) / people) + 1;
  assert.equal(profile.events, expected, `events of soak-${number}`);
}
const memoryAfter = await memoryOf(server.process.pid);
const cpu = await cpuSecondsOf(server.process.pid);
await server.stop();

const counted = await countRecord(directory);
assert.deepEqual(counted, {
  events,
  different_ids: events,
  dead_letters: 0,
  listed_people: people,
  listed_events: events,
});

const commit = execFileSync("git", ["-C", root, "describe", "--always", "--dirty", "--abbrev=10"], { encoding: "utf8" }).trim();
const date = new Date().toISOString();
const result = {
  bench: "soak",
  commit,
  date,
  processor: `${cpus()[0].model}, ${cpus().length} threads, Linux ${release()}, Node ${process.version}`,
  client: JSON.parse(await readFile(join(root, "tests/node_modules/@segment/analytics-node/package.json"), "utf8")).version,
  calls,
  events,
  requests: proxy.counted.requests,
  answers_lost: proxy.counted.lost,
  wall_s: seconds,
  server_cpu_s: cpu,
  memory_before: memoryBefore,
  memory_after: memoryAfter,
  counted,
};
const text = `# A million events of analytics-node, counted exactly once

- Commit: ${commit}
- Date: ${date}
- Machine: ${result.processor}
- Client: @segment/analytics-node ${result.client}, unmodified; flushAt 100

${calls} calls for ${events} different events of ${people} people: every ${twiceEvery}th was sent twice. ${result.requests}
requests, of which ${result.answers_lost} lost their answer after the server had given it, so that the client
sent them again. ${Math.round(seconds)} s, of which the server used ${cpu.toFixed(0)} s of processor.

The record holds ${counted.events} events with ${counted.different_ids} different ids, ${counted.dead_letters} dead letters; the people
list shows ${counted.listed_people} people with ${counted.listed_events} events; three profiles were counted through the API.

Memory of the server: ${memoryBefore.resident_mb} MB before, ${memoryAfter.resident_mb} MB after, ${memoryAfter.highest_mb} MB at most.
`;
await mkdir(values.results, { recursive: true });
const stem = join(values.results, `soak-${date.slice(0, 10)}-${commit}`);
await writeFile(`${stem}.json`, JSON.stringify(result, null, 2) + "\n");
await writeFile(`${stem}.md`, text);
console.log(text);
await rm(directory, { recursive: true, force: true });
