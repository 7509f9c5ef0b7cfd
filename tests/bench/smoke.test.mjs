// The benches still run and check what they count; what they measure here means nothing.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { freshDirectory } from "../lib/directory.mjs";

const execute = promisify(execFile);
const run = (program, args, options) => execute(program, args, { timeout: 300_000, killSignal: "SIGKILL", ...options });
const root = new URL("../..", import.meta.url).pathname;
let directory;

before(async () => (directory = await freshDirectory("bench")));
after(() => rm(directory, { recursive: true, force: true }));

async function resultOf(name, ...args) {
  const results = join(directory, `${name}-results`);
  await run(join(root, "build/release/bench", `bench_${name}`), [
    ...["--root", root, "--data", join(directory, name), "--results", results],
    ...args,
  ]);
  const files = await readdir(results);
  assert.deepEqual(files.map((file) => file.split(".").at(-1)).sort(), ["json", "md"]);
  return JSON.parse(await readFile(join(results, files.find((file) => file.endsWith(".json"))), "utf8"));
}

test("bench/collect counts its events against the record", async () => {
  const result = await resultOf(
    "collect",
    ...["--people", "200", "--events", "3000", "--singles", "200", "--runs", "1", "--latency-seconds", "1"],
  );
  assert.ok(result.figures.every((figure) => figure.median > 0), JSON.stringify(result.figures));
  assert.ok(result.checks.some((line) => line.includes("have each once")), result.checks.join("\n"));
  assert.ok(result.checks.some((line) => /^[1-9]\d* people were joined/.test(line)), result.checks.join("\n"));
});

test("bench/scale loads, asks for profiles and searches", async () => {
  const result = await resultOf("scale", "--people", "200", "--events", "2000", "--hers", "500", "--reads", "20");
  assert.ok(result.figures.some((figure) => figure.name.startsWith("search of people")));
  assert.ok(result.checks.some((line) => line.includes("bytes on disk")));
});

test("bench/journey holds, counts and compares lines while events come in", async () => {
  const result = await resultOf(
    "journey",
    ...["--events", "20000", "--seconds", "2", "--rate", "2000", "--fill", "5000", "--giant", "20000"],
  );
  const equal = result.checks.filter((line) => line.endsWith(": equal."));
  assert.equal(equal.length, 2, result.checks.join("\n"));
});

/** The events that databases are given: customer, time, event, channel, amount, country. */
function* rowsOf(file) {
  for (let at = 0; at < file.length; at += 18) {
    yield { customer: file.readUInt32LE(at), time: Number(file.readBigUInt64LE(at + 4)), event: file.readUInt16LE(at + 12) };
  }
}

test("bench/journey peers gives databases the events that its engine has", async () => {
  const data = join(directory, "peers");
  await mkdir(data);
  const bench = (mode, ...args) => run(join(root, "build/release/bench", "bench_journey_peers"), [mode, "--data", data, ...args]);
  const sizes = ["--events", "5000", "--names", "7", "--runs", "1", "--seconds", "1", "--rate", "1000"];
  await bench("world", ...sizes);
  await bench("engine", ...sizes);
  const steps = new Map();
  const weeks = new Map();
  let before;
  for (const row of rowsOf(await readFile(join(data, "events.rows")))) {
    if (before?.customer === row.customer) {
      assert.ok(before.time < row.time || (before.time === row.time && before.event <= row.event), "in the order of the table");
      const step = `${before.event}>${row.event} count`;
      steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    weeks.set(row.event, (weeks.get(row.event) ?? 0) + 1);
    before = row;
  }
  const engine = JSON.parse(await readFile(join(data, "engine.json"), "utf8"));
  const answer = (begin) => Object.entries(engine.questions.find((question) => question.name.startsWith(begin)).answer);
  assert.deepEqual(new Map(answer("process map").filter(([key]) => key.endsWith("count")).sort()), new Map([...steps].sort()));
  for (const [event, count] of weeks) {
    const of = answer("events and people").filter(([key]) => key.startsWith(`${event} `) && key.endsWith("events"));
    assert.equal(of.reduce((sum, [, events]) => sum + events, 0), count);
  }
  assert.ok(engine.questions.every((question) => question.runs_ms.length === 1 && question.busy_ms.length === 1));
  await bench("report", "--root", root, "--results", join(directory, "peers-results"));
  assert.equal((await readdir(join(directory, "peers-results"))).length, 2);
});

test("bench/pages sees each page, each change and the live tile", async () => {
  const results = join(directory, "pages-results");
  await run(process.execPath, [join(root, "tests/soak/pages.mjs"), "--people", "120", "--runs", "1", "--results", results], { maxBuffer: 1 << 24 });
  const files = await readdir(results);
  assert.deepEqual(files.map((file) => file.split(".").at(-1)).sort(), ["json", "md"]);
  const result = JSON.parse(await readFile(join(results, files.find((file) => file.endsWith(".json"))), "utf8"));
  assert.ok(result.figures.every((figure) => figure.median > 0 && figure.lowest <= figure.median && figure.median <= figure.highest), JSON.stringify(result.figures));
  for (const page of ["funnel", "landmark", "retention", "people on a map", "a segment's rule"]) {
    for (const width of [1280, 390]) {
      for (const what of ["content", "change"]) assert.ok(result.figures.some((figure) => figure.page === page && figure.width === width && figure.what === what), `${page} ${width} ${what}`);
    }
  }
  assert.equal(result.figures.filter((figure) => figure.what === "event to tile").length, 1);
  assert.ok(result.loaded["sign in"].code > 50_000 && result.loaded.home.code >= result.loaded["sign in"].code, JSON.stringify(result.loaded));
});
