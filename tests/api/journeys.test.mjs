// Funnels, retention and process maps over HTTP: their figures, who is behind them, and what late
// events, merges and erasures do to them.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { freshDirectory } from "../lib/directory.mjs";
import { Server } from "../lib/server.mjs";

let server, key;
let messages = 0;
let position;
const directory = await freshDirectory("journeys");
before(async () => {
  server = await Server.start({ directory });
  key = await server.writeKey("Shop");
  server.key = await server.apiKey();
});
after(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const minute = (count) => new Date(Date.UTC(2026, 0, 5, 9, count)).toISOString();
const send = async (path, message) => {
  const answer = await server.send(path, { messageId: `journey-${++messages}`, ...message }, key);
  assert.equal(answer.status, 200, answer.text);
  position = answer.headers.get("throughline-position");
};
const track = (userId, event, at) => send("/v1/track", { userId, event, timestamp: minute(at) });
const ask = async (path, body) => {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};
const refused = async (path, body) => {
  const answer = await server.api("POST", `/journeys/${path}`, { body });
  assert.equal(answer.status, 400, answer.text);
  return answer.json.error?.message ?? answer.text;
};
const steps = (...names) => ({ steps: names.map((name) => ({ names: [name] })) });
const people = (funnel) => funnel.steps.map((step) => step.people);
const shop = steps("Viewed", "Added", "Paid");

test("a workspace without events answers with nobody", async () => {
  const { json, status } = await server.api("POST", "/journeys/funnel", { body: shop });
  assert.equal(status, 200);
  assert.deepEqual(people(json), [0, 0, 0]);
  assert.equal(json.note.people, 0);
});

test("a funnel counts people by their furthest step, and says who they are", async () => {
  await send("/v1/identify", { userId: "ann", traits: { name: "Ann Larsson" }, timestamp: minute(0) });
  await track("ann", "Viewed", 1);
  await track("ann", "Added", 2);
  await track("ann", "Paid", 4);
  await track("bob", "Viewed", 1);
  await track("bob", "Added", 11);
  await track("cem", "Viewed", 1);
  await track("dan", "Paid", 1);
  const funnel = await ask("funnel", shop);
  assert.deepEqual(people(funnel), [3, 2, 1]);
  assert.deepEqual(funnel.steps[2].of_first.count / funnel.steps[2].of_first.of, 1 / 3);
  assert.ok(funnel.steps[1].of_first.low < 2 / 3 && funnel.steps[1].of_first.high > 2 / 3);
  assert.equal(funnel.steps[1].median_ms, 5.5 * 60_000, "one minute and ten");
  assert.equal(funnel.median_ms, 3 * 60_000);
  assert.equal(funnel.note.people, 4);
  const dropped = await ask("funnel/people", { question: shop, cell: { furthest_from: 1, furthest_to: 2 } });
  const ids = await Promise.all(["bob", "cem"].map(async (id) => (await server.get(`/profiles/user_id:${id}`)).id));
  assert.equal(dropped.total, 2);
  assert.deepEqual(dropped.items.map((one) => one.id).sort(), ids.sort());
  const paid = await ask("funnel/people", { question: shop, cell: { furthest_from: 3, furthest_to: 3 } });
  assert.deepEqual(paid.items.map((one) => one.name), ["Ann Larsson"]);
});

test("windows, orders and a range of time change the figures as they should", async () => {
  assert.deepEqual(people(await ask("funnel", { ...shop, window_ms: 60_000 })), [3, 1, 0]);
  assert.deepEqual(people(await ask("funnel", { ...shop, window_ms: 120_000, window: "between_steps" })), [3, 1, 1]);
  assert.deepEqual(people(await ask("funnel", { ...steps("Paid", "Viewed"), order: "any_order" })), [4, 1]);
  assert.deepEqual(people(await ask("funnel", { ...shop, range: { from: minute(2) } })), [0, 0, 0]);
  assert.deepEqual(people(await ask("funnel", { ...shop, range: { until: minute(11) } })), [3, 1, 1]);
});

test("a late event and a merge count as if they had always been there", async () => {
  await track("cem", "Added", 3);
  assert.deepEqual(people(await ask("funnel", shop)), [3, 3, 1]);
  const merged = await server.api("POST", "/profiles/merge", { body: { profiles: ["user_id:cem", "user_id:dan"], reason: "the same" } });
  assert.equal(merged.status, 200, merged.text);
  position = merged.headers.get("throughline-position");
  assert.deepEqual(people(await ask("funnel", shop)), [3, 3, 1], "dan paid before cem viewed");
  assert.equal((await ask("funnel", shop)).note.people, 3);
  await track("dan", "Paid", 20);
  assert.deepEqual(people(await ask("funnel", shop)), [3, 3, 2]);
});

test("a process map has what follows what, and its variants", async () => {
  const map = await ask("map", { events: { kind: "track" } });
  const named = Object.fromEntries(map.nodes.map((node) => [node.name, node]));
  const edge = (from, to) => map.edges.find((one) => one.from === named[from].id && one.to === named[to].id);
  assert.equal(edge("Viewed", "Added").count, 2, "between these two, dan paid");
  assert.equal(edge("Added", "Paid").count, 2);
  assert.equal(edge("Viewed", "Added").median_ms, 5.5 * 60_000);
  assert.equal(named.Viewed.starts, 3, "in the same minute Viewed comes before Paid by its id");
  assert.equal(map.cases, 3);
  assert.equal(map.variants[0].cases + map.variants.slice(1).reduce((sum, one) => sum + one.cases, 0), 3);
  const behind = await ask("map/people", { question: { events: { kind: "track" } }, cell: { kind: "edge", node: named.Added.id, to: named.Paid.id } });
  assert.equal(behind.total, 2);
});

test("retention counts who came back in which week", async () => {
  await send("/v1/track", { userId: "ann", event: "Viewed", timestamp: "2026-01-14T09:00:00Z" });
  const retention = await ask("retention", { starts: { names: ["Viewed"] }, returns: { names: ["Viewed"] }, offsets: 3, unit: "week" });
  assert.equal(retention.cohorts.length, 1);
  const [cohort] = retention.cohorts;
  assert.equal(cohort.begins_at, "2026-01-05T00:00:00Z");
  assert.equal(cohort.people, 3);
  assert.deepEqual(cohort.offsets.map((one) => one.back.count), [3, 1, 0]);
  const lost = await ask("retention/people", {
    question: { starts: { names: ["Viewed"] }, returns: { names: ["Viewed"] }, offsets: 3, unit: "week" },
    cell: { period: cohort.period, offset: 1, back: false },
  });
  assert.equal(lost.total, 2);
});

test("pages of people follow each other without a gap", async () => {
  const all = await ask("funnel/people", { question: shop, cell: { furthest_from: 1, furthest_to: 3 } });
  const seen = [];
  for (let after; ; ) {
    const page = await ask("funnel/people", { question: shop, cell: { furthest_from: 1, furthest_to: 3 }, page: { limit: 1, after } });
    seen.push(...page.items.map((one) => one.id));
    if (!page.next) break;
    after = page.next;
  }
  assert.deepEqual(seen, all.items.map((one) => one.id));
});

test("who is erased is in no figure", async () => {
  const erased = await server.api("POST", "/profiles/user_id:ann/erase", { body: { mode: "erase", reason: "asked for it" } });
  assert.equal(erased.status, 200, erased.text);
  position = erased.headers.get("throughline-position");
  assert.deepEqual(people(await ask("funnel", shop)), [2, 2, 1]);
});

test("what has no meaning is refused with the field", async () => {
  assert.match(await refused("funnel", steps("Only one")), /step/);
  assert.match(await refused("funnel", { ...shop, order: "sideways" }), /unknown order: sideways/);
  assert.match(await refused("funnel", { steps: [{ names: ["A"], kind: "merge" }, { names: ["B"] }] }), /steps\[0\]\.kind/);
  assert.match(await refused("funnel", { ...shop, range: { from: minute(2), until: minute(1) } }), /range/);
  assert.match(await refused("retention", { offsets: 0 }), /offsets/);
  assert.match(await refused("map", { nodes_share: 2 }), /nodes_share/);
});

test("after a restart the same figures come from the record", async () => {
  const { directory, database, key: apiKey } = server;
  await server.stop();
  server = await Server.start({ directory, database });
  server.key = apiKey;
  const answer = await server.api("POST", "/journeys/funnel", { body: shop });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(people(answer.json), [2, 2, 1]);
});
