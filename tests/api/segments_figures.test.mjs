// Segments of figures over the API: whoever is behind a figure enters and leaves by themselves.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

let server, writeKey;
let number = 0;

before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
  writeKey = await server.writeKey();
});
after(() => server?.close());

async function did(userId, event) {
  const answer = await server.send("/v1/track", { userId, event, messageId: `f-${++number}`, timestamp: new Date().toISOString() }, writeKey);
  assert.equal(answer.status, 200);
  return answer.headers.get("throughline-position");
}
const create = (name, figure, position) => server.api("POST", `/segments?at_least=${position}`, { body: { kind: "figure", name, figure } });
async function make(name, figure, position) {
  const made = await create(name, figure, position);
  assert.equal(made.status, 201, made.text);
  return until(`${name} to be built`, async () => {
    const { segment } = await server.get(`/segments/${made.json.id}`);
    return segment.built && segment;
  });
}
async function isIn(segment, user) {
  const { id } = await server.get(`/profiles/user_id:${user}`);
  return (await server.get(`/segments/${segment.id}/members?limit=500`)).items.some((each) => each.id === id);
}
const paid = { kind: "distribution", question: { number: { of: "count", events: { names: ["Paid"] } } }, cell: { from: 1, below: 2 } };

test("who is behind a bar enters and leaves, and after a restart too (JA-18)", async () => {
  const position = await did("ann", "Paid");
  const segment = await make("Paid once", { ...paid, title: "Paid once", report: "/journeys/distribution" }, position);
  assert.equal(segment.figure.title, "Paid once");
  assert.ok(await isIn(segment, "ann"));
  await did("bob", "Paid");
  await until("Bob to be in it", () => isIn(segment, "bob"));
  await did("bob", "Paid");
  await until("Bob to be out of it", async () => !(await isIn(segment, "bob")));
  const { directory, database, key } = server;
  await server.stop("SIGKILL");
  server = await Server.start({ directory, database });
  server.key = key;
  server.owned = true;
  await did("cid", "Paid");
  await until("Cid to be in it", () => isIn(segment, "cid"));
  assert.ok(await isIn(segment, "ann"));
});

test("an edge of a map and a state are followed too (JA-18)", async () => {
  await did("eve", "Viewed");
  const position = await did("eve", "Bought");
  const map = await server.api("POST", `/journeys/map?at_least=${position}`, { body: {} });
  const node = (name) => map.json.nodes.find((each) => each.name === name).id;
  const edge = await make("Viewed, then bought", { kind: "map", question: {}, cell: { kind: "edge", node: node("Viewed"), to: node("Bought") } }, position);
  assert.ok(await isIn(edge, "eve"));
  await did("fay", "Viewed");
  await did("fay", "Bought");
  await until("Fay to be in it", () => isIn(edge, "fay"));
});

test("what cannot be asked is refused (JA-18)", async () => {
  for (const figure of [{ ...paid, kind: "nothing" }, { ...paid, question: {} }, { ...paid, report: "https://example.org" }, { ...paid, last_days: 0 }]) {
    assert.equal((await create("No", figure, await did("ann", "Seen"))).status, 400);
  }
});
