// Event logs come in with nothing but their name, and the process map is pm4py's (AN-04): for public
// logs in XES, packed or not, and in CSV, with a running server and without one.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { Command, commandBeside } from "../lib/cli.mjs";
import { freshDirectory } from "../lib/directory.mjs";
import { dataDirectory, Server, withData } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const logs = join(dataDirectory ?? "", "event-logs");
let directory;
before(async () => (directory = await freshDirectory("logs")));
after(() => rm(directory, { recursive: true, force: true }));

const near = (actual, expected, what) => assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${actual}, not ${expected}`);

/** The map that the API and the command line give, against pm4py's figures. */
function compare(map, reference) {
  const names = new Map(map.nodes.map((node) => [node.id, node.name]));
  const counts = (field) => Object.fromEntries(map.nodes.filter((node) => node[field] > 0).map((node) => [node.name, node[field]]));
  assert.equal(map.events, reference.events);
  assert.equal(map.cases, reference.cases);
  assert.equal(map.all_nodes, reference.activities);
  assert.equal(map.all_variants, reference.variants);
  assert.deepEqual(counts("events"), sorted(reference.activity_counts, counts("events")));
  assert.deepEqual(counts("starts"), sorted(reference.start_activities, counts("starts")));
  assert.deepEqual(counts("ends"), sorted(reference.end_activities, counts("ends")));
  assert.deepEqual(counts("rework_cases"), sorted(reference.rework_cases_per_activity, counts("rework_cases")));
  assert.equal(map.edges.length, reference.dfg.length);
  const edges = new Map(map.edges.map((edge) => [`${names.get(edge.from)} > ${names.get(edge.to)}`, edge]));
  for (const { src, dst, count, mean_s, median_s } of reference.dfg) {
    const edge = edges.get(`${src} > ${dst}`);
    assert.equal(edge?.count, count, `${src} > ${dst}`);
    near(edge.mean_ms, mean_s * 1000, `mean of ${src} > ${dst}`);
    near(edge.median_ms, median_s * 1000, `median of ${src} > ${dst}`);
  }
  assert.deepEqual(map.variants.map((variant) => variant.cases), reference.variant_counts);
  const variants = new Map(map.variants.map((variant) => [variant.nodes.map((node) => names.get(node)).join(" > "), variant.cases]));
  for (const { activities, count } of reference.top_variants) assert.equal(variants.get(activities.join(" > ")), count, activities.join(" > "));
  for (const what of ["min", "mean", "median", "max"]) near(map.lasted[`${what}_ms`], reference.case_duration_s[what] * 1000, `${what} of the cases`);
}
/** In the order of the keys of another. */
const sorted = (object, like) => Object.fromEntries([...Object.keys(like), ...Object.keys(object)].map((key) => [key, object[key]]));

const references = {
  "running-example.xes": "running-example.xes",
  "running-example.csv": "running-example.xes",
  "roadtraffic100traces.xes": "roadtraffic100traces.xes",
  "08_receipt.xes.gz": "08_receipt.xes",
  "receipt.csv": "08_receipt.xes",
  "helpdesk.xes.gz": "helpdesk.xes",
  "03_repairExample.xes.gz": "03_repairExample.xes",
};
for (const [file, name] of Object.entries(references)) {
  test(`${file} comes in once, and its map, variants and durations are those of pm4py (AN-04)`, withData, async () => {
    const reference = JSON.parse(await readFile(join(logs, "reference", `${name}.ref.json`)));
    const server = await Server.start();
    try {
      for (const [accepted, repeated] of [[reference.events, 0], [0, reference.events]]) {
        const came = await commandBeside(server, "import", join(logs, file), "--json");
        assert.equal(came.code, 0, came.error);
        const counts = JSON.parse(came.out);
        assert.deepEqual([counts.rows, counts.accepted, counts.repeated, counts.refused], [reference.events, accepted, repeated, 0]);
      }
      server.key = await server.apiKey();
      const answer = await server.api("POST", "/journeys/map", { body: { variants: 1000 } });
      assert.equal(answer.status, 200, answer.text);
      compare(answer.json, reference);
      const typed = await commandBeside(server, "map", "--variants", "1000", "--json");
      assert.equal(typed.code, 0, typed.error);
      compare(JSON.parse(typed.out), reference);
      const table = await commandBeside(server, "map", "--variants", "1");
      assert.equal(table.code, 0, table.error);
      for (const activity of Object.keys(reference.activity_counts)) assert.ok(table.out.includes(activity.slice(0, 40)), activity);
    } finally {
      await server.close();
    }
  });
}

const log = (traces) => `<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n${traces}</log>\n`;
const event = (name, time, more = "") => `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="${time}"/>${more}</event>\n`;
const trace = (name, ...inside) => `<trace><string key="concept:name" value="${name}"/>\n${inside.join("")}</trace>\n`;

async function without(name, ...files) {
  const data = join(directory, name);
  const ran = [];
  for (const args of files) ran.push(await Command.start(...args, "--data", data).ended);
  return ran;
}

test("a log without a server: copies count, cases of other logs are others, and case 0 is one", async () => {
  const one = join(directory, "one.xes");
  const two = join(directory, "two.xes.gz");
  await writeFile(one, log(trace("0", event("a", "1969-12-31T23:59:59.999Z"), event("a", "1969-12-31T23:59:59.999Z"), event("b", "2020-01-01T00:00:00Z"))));
  await writeFile(two, gzipSync(log(trace("0", event("a", "2020-01-01T00:00:00+01:00", '<int key="cost" value="7"/><boolean key="paid" value="true"/>')))));
  const [first, second, again, map] = await without("copies", ["import", one], ["import", two], ["import", one], ["map", "--json"]);
  for (const each of [first, second, again]) assert.equal(each.code, 0, each.error + each.out);
  assert.match(again.out, /0 events accepted, 3 known already/);
  const answer = JSON.parse(map.out);
  assert.deepEqual([answer.events, answer.cases], [4, 2]);
  assert.deepEqual(answer.variants.map((variant) => [variant.nodes.length, variant.cases]), [[1, 1], [3, 1]]);
  const [events] = await without("copies", ["export", "events"]);
  const row = events.out.split("\r\n").find((line) => line.includes("cost"));
  assert.ok(row.includes('""cost"":7') && row.includes('""paid"":true'), row);
});

test("events of a log that cannot be taken are reported with their line, and the others come in", async () => {
  const file = join(directory, "odd.xes");
  const report = join(directory, "refused.csv");
  await writeFile(
    file,
    log(
      trace("1", event("a", "2020-01-01T00:00:00Z"), event("b", "yesterday")) +
        `<trace>\n${event("a", "2020-01-01T00:00:00Z")}</trace>\n` +
        trace("2", event("c", "2020-01-01T00:00:00Z")),
    ),
  );
  const [came, map] = await without("odd", ["import", file, "--report", report], ["map", "--json"]);
  assert.equal(came.code, 1, came.error);
  const rows = (await readFile(report, "utf8")).split("\r\n").slice(1, -1);
  assert.match(rows[0], /^5,cannot_be_mapped,.*is no time/);
  assert.match(rows[1], /^8,cannot_be_mapped,every column that says who it is about is empty/);
  assert.equal(rows.length, 2);
  assert.equal(JSON.parse(map.out).events, 2);
});

test("a log that breaks off fails and says where; what is no log is refused; the rest can follow", async () => {
  const file = join(directory, "torn.xes");
  const whole = log(trace("1", event("a", "2020-01-01T00:00:00Z")) + trace("2", event("b", "2020-01-01T00:00:00Z")));
  await writeFile(file, whole.slice(0, -40));
  const [torn] = await without("torn", ["import", file]);
  assert.equal(torn.code, 2);
  assert.match(torn.error, /XES, line \d+/);
  await writeFile(file, whole);
  const [mended, map] = await without("torn", ["import", file], ["map", "--json"]);
  assert.equal(mended.code, 0, mended.error);
  assert.match(mended.out, /1 events accepted, 1 known already/);
  assert.equal(JSON.parse(map.out).events, 2);
  const page = join(directory, "page.xes");
  await writeFile(page, "<!DOCTYPE html>\n<html></html>\n");
  const packed = join(directory, "torn.xes.gz");
  await writeFile(packed, gzipSync(whole).subarray(0, -20));
  const [html, gzip] = await without("torn", ["import", page], ["import", packed]);
  assert.equal(html.code, 2);
  assert.match(html.error, /XES, line 1/);
  assert.equal(gzip.code, 2);
  assert.match(gzip.error, /ends too early|no element found/);
});

test("a log is previewed and imported in the browser's way, its attributes becoming properties", async () => {
  const server = await Server.start();
  try {
    server.key = await server.apiKey();
    const text = log(trace("7", event("a", "2020-01-01T00:00:00Z", '<string key="org:resource" value="Pete"/>')));
    const response = await fetch(`${server.url}/api/v1/imports?name=shop.xes`, { method: "POST", body: text, headers: { Authorization: `Bearer ${server.key}` } });
    const uploaded = await response.json();
    assert.equal(response.status, 201, JSON.stringify(uploaded));
    assert.equal(uploaded.format, "xes");
    assert.deepEqual(uploaded.columns.map((column) => [column.name, column.role]), [
      ["concept:name", "event"],
      ["time:timestamp", "time"],
      ["org:resource", "property"],
      ["case:concept:name", "case"],
    ]);
    const path = `/imports/${uploaded.import.id}`;
    const preview = await server.api("POST", path + "/preview", { body: { mapping: uploaded.mapping } });
    assert.deepEqual(preview.json.messages, [
      {
        type: "track", event: "a", timestamp: "2020-01-01T00:00:00Z",
        context: { externalIds: [{ type: "case_id", id: "shop/7" }] }, properties: { "org:resource": "Pete" },
      },
    ]);
    assert.equal((await server.api("POST", path + "/start", { body: { mapping: uploaded.mapping } })).status, 200);
    const done = await until("the log to come in", async () => {
      const now = await server.get(path);
      return ["done", "failed"].includes(now.state) && now;
    });
    assert.deepEqual([done.state, done.accepted, done.error], ["done", 1, ""]);
    assert.equal((await server.get("/profiles/case_id:shop%2F7")).identifiers[0].type, "case_id");
  } finally {
    await server.close();
  }
});
