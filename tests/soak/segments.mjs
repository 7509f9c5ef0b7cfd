// How soon an exact count of a rule is there among very many people, and how soon somebody is in a segment after
// the event that brings them in, while others come in too. Run on request by bench/segments; writes
// bench/results/segments-*.json and .md. No peer is asked: those that have live segments are services.
//
//   bench/segments [--people N] [--runs N] [--entries N] [--rate EVENTS_PER_SECOND] [--results DIR]
//
// --entries 0 asks for counts alone.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";

import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const root = new URL("../..", import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    people: { type: "string", default: "1000000" },
    runs: { type: "string", default: "7" },
    entries: { type: "string", default: "200" },
    rate: { type: "string", default: "500" },
    results: { type: "string", default: join(root, "bench/results") },
  },
});
const [people, runs, entries, rate] = [values.people, values.runs, values.entries, values.rate].map(Number);
const batch = 500;
const side = 4;

const server = await Server.start();
server.key = await server.apiKey();
const shop = await server.writeKey("Shop");
const now = Date.now();
const ago = (ms) => new Date(now - ms).toISOString();
const day = 86_400_000;

async function send(items) {
  const answer = await server.send("/v1/batch", { batch: items }, shop);
  assert.equal(answer.status, 200, answer.text);
  return answer.headers.get("throughline-position");
}
const track = (userId, event, properties, timestamp, messageId) => ({ type: "track", userId, event, properties, timestamp, messageId });

/** One event each, and of every third a second one. */
function linesOf(from, until_) {
  const items = [];
  for (let at = from; at < until_; at += 1) {
    items.push(track(`u${at}`, "Added", { cart: at % 7 }, ago((at % 90) * day + day), `a${at}`));
    if (at % 3 === 0) items.push(track(`u${at}`, "Paid", { cart: (at >> 2) % 7, total: at % 1000 }, ago((at % 90) * day + day - 600_000), `p${at}`));
  }
  return items;
}

const begun = performance.now();
let position, next = 0;
await Promise.all(
  Array.from({ length: side }, async () => {
    while (next < people) {
      const from = next;
      next += 250;
      const items = linesOf(from, Math.min(people, from + 250));
      for (let at = 0; at < items.length; at += batch) position = await send(items.slice(at, at + batch));
    }
  }),
);
const loaded_s = (performance.now() - begun) / 1000;
const paid = (where) => ({ event: "Paid", count: { is: "at_least", value: 1 }, ...(where ? { where } : {}) });
const rules = {
  "an event with a property": { and: [paid({ property: "total", is: "greater", value: 900 })] },
  "a count within days": { and: [{ event: "Added", count: { is: "at_least", value: 1 }, within_days: 30 }] },
  "an order of events": { and: [{ sequence: [{ event: "Added" }, { event: "Paid" }], within_s: 3600 }] },
  "an order with the same cart": { and: [{ sequence: [{ event: "Added" }, { event: "Paid" }], within_s: 3600, same: "cart" }] },
  "what was not followed": { and: [{ event: "Added", not_followed_by: { event: "Paid" }, within_s: 3600 }] },
  "nested": { or: [{ and: [paid(), { not: paid({ property: "total", is: "less", value: 500 }) }] }, { not: { event: "Added", within_days: 60 } }] },
};
const figures = [];
const counts = {};
const preview = (condition) => server.api("POST", `/segments/preview?at_least=${position}`, { body: { condition } });
await until("the columns", async () => (await preview(rules["a count within days"])).status === 200, { ms: 600_000 });
for (const [name, condition] of Object.entries(rules)) {
  const all = [];
  for (let run = 0; run <= runs; run += 1) {
    const asked = performance.now();
    const answer = await preview(condition);
    assert.equal(answer.status, 200, answer.text);
    counts[name] = answer.json.count;
    if (run > 0) all.push(performance.now() - asked);
  }
  figures.push({ what: `exact count and sample: ${name}`, unit: "ms", runs: all, budget: 1_000 });
}
// Counted again here.
const all = Array.from({ length: people }, (_, at) => at);
assert.equal(counts["an event with a property"], all.filter((at) => at % 3 === 0 && at % 1000 > 900).length);
assert.equal(counts["an order with the same cart"], all.filter((at) => at % 3 === 0 && at % 7 === (at >> 2) % 7).length);
assert.equal(counts["what was not followed"], all.filter((at) => at % 3 !== 0).length);

const made = [];
for (const [name, condition] of Object.entries(entries > 0 ? rules : {})) {
  const answer = await server.api("POST", "/segments", { body: { kind: "live", name, condition } });
  assert.equal(answer.status, 201, answer.text);
  made.push(answer.json.id);
}
const builds = performance.now();
await until("the segments to be built", async () => (await server.get("/segments")).items.every((each) => each.built), { ms: 1_800_000 });
const built_s = (performance.now() - builds) / 1000;

let others = entries > 0, came = 0;
const crowd = (async () => {
  while (others) {
    await send(Array.from({ length: Math.max(1, Math.round(rate / 10)) }, () => track(`u${(came * 7919) % people}`, "Seen", {}, new Date().toISOString(), `s${(came += 1)}`)));
    await pause(100);
  }
})();
const latencies = [];
for (let at = 0; at < entries; at += 1) {
  const who = `new-${at}`;
  await send([track(who, "Paid", { total: 950 }, new Date().toISOString(), `n${at}`)]);
  const line = await until("the entry", async () => {
    const { items } = await server.get(`/profiles/user_id:${who}/events?limit=20`);
    return items.some((each) => each.name === "Segment Entered" && each.properties.name === "an event with a property") && items;
  }, { ms: 60_000 });
  const at_ = (found) => new Date(found.received_at).getTime();
  const cause = line.find((each) => each.name === "Paid");
  const entered = line.find((each) => each.name === "Segment Entered" && each.properties.name === "an event with a property");
  latencies.push(at_(entered) - at_(cause));
}
others = false;
await crowd;
latencies.sort((a, b) => a - b);
await server.close();

const commit = execFileSync("git", ["-C", root, "describe", "--always", "--dirty", "--abbrev=10"], { encoding: "utf8" }).trim();
const date = new Date().toISOString();
const machine = `${cpus()[0].model}, ${cpus().length} threads, Linux ${release()}`;
const middle = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
for (const each of figures) {
  each.runs.sort((a, b) => a - b);
  Object.assign(each, { median: middle(each.runs, 0.5), lowest: each.runs[0], highest: each.runs.at(-1) });
}
const entriesText = () => `
From an event to the entry that it causes, both as the record has them, while ${number(rate)} other events come in every second,
${entries} times: median ${number(middle(latencies, 0.5))} ms, 99 in 100 within ${number(middle(latencies, 0.99))} ms, the longest ${number(latencies.at(-1))} ms; the budget of 1,000 ms for 99 in 100 is ${middle(latencies, 0.99) < 1_000 ? "met" : "missed"}.
`;
const number = (value) => Math.round(value).toLocaleString("en-GB");
const text = `# Segments of very many people

- Commit: ${commit}
- Date: ${date}
- Machine: ${machine}
- People: ${number(people)}, with ${number(people + Math.ceil(people / 3))} events, collected in ${number(loaded_s)} s; SQLite
${entries > 0 ? `- ${made.length} live segments, built in ${number(built_s)} s` : "- No live segments"}

| What | Median (ms) | Lowest | Highest | Runs | Budget |
|---|---|---|---|---|---|
${figures.map((each) => `| ${each.what} | ${number(each.median)} | ${number(each.lowest)} | ${number(each.highest)} | ${each.runs.length} | ${number(each.budget)}${each.median > each.budget ? ": missed" : ""} |`).join("\n")}

Counts were counted again by the bench where it is simple to, and are the same.
${entries > 0 ? entriesText() : ""}`;
await mkdir(values.results, { recursive: true });
const stem = join(values.results, `segments-${date.slice(0, 10)}-${commit}`);
await writeFile(`${stem}.json`, JSON.stringify({ bench: "segments", commit, date, machine, people, entries, rate, loaded_s, built_s, figures, latencies, counts }, null, 2) + "\n");
await writeFile(`${stem}.md`, text);
console.log(text);
