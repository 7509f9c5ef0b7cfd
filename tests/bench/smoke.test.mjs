// The benches still run and check what they count; what they measure here means nothing.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url).pathname;
let directory;

before(async () => (directory = await mkdtemp(join(tmpdir(), "throughline-bench-"))));
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
