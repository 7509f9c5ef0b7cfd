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

/** Everything in it has to be the same people at last: those whom the question names, and nobody else. */
const whoIsIn = async (segment) => (await server.get(`/segments/${segment.id}/members?limit=500`)).items.map((each) => each.id).sort();
const asked = async (kind, question, position) => {
  const answer = await server.api("POST", `/journeys/${kind}?at_least=${position}`, { body: question });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};

test("an edge of a map is followed (JA-18)", async () => {
  await did("eve", "Viewed");
  const position = await did("eve", "Bought");
  const map = await asked("map", {}, position);
  const node = (name) => map.nodes.find((each) => each.name === name).id;
  const edge = await make("Viewed, then bought", { kind: "map", question: {}, cell: { kind: "edge", node: node("Viewed"), to: node("Bought") } }, position);
  assert.ok(await isIn(edge, "eve"));
  await did("fay", "Viewed");
  await did("fay", "Bought");
  await until("Fay to be in it", () => isIn(edge, "fay"));
});

test("a stream of paths is followed (JA-18)", async () => {
  await did("gil", "Tried");
  const position = await did("gil", "Left");
  const question = { anchor: { names: ["Tried"] } };
  const paths = await asked("paths", question, position);
  const nodes = ["Tried", "Left"].map((name) => paths.nodes.find((each) => each.name === name).id);
  const went = await make("Tried and left", { kind: "paths", question, cell: { side: "after", nodes } }, position);
  assert.ok(await isIn(went, "gil"));
  await did("hal", "Tried");
  assert.ok(!(await isIn(went, "hal")));
  await did("hal", "Left");
  await until("Hal to be in it", () => isIn(went, "hal"));
});

test("who met a friction, and who is in a state of a month, are followed (JA-18)", async () => {
  for (let at = 0; at < 3; at += 1) await did("ivy", "Called");
  const position = await did("jon", "Enrolled");
  const question = { outcome: { names: ["Enrolled"] }, contacts: { names: ["Called"] }, soon_ms: 86_400_000, people_min: 1 };
  const { nodes } = await asked("friction", question, position);
  const at = nodes.find((each) => each.name === "Called").id;
  const friction = await make("Called again", { kind: "friction", question, cell: { kind: "repeated_contact", at, met: true } }, position);
  assert.ok(await isIn(friction, "ivy"));
  assert.ok(!(await isIn(friction, "jon")));
  const { periods } = await asked("lifecycle", { unit: "month" }, position);
  const fresh = await make("New this month", { kind: "lifecycle", question: { unit: "month" }, cell: { period: periods.at(-1).period, state: "new" } }, position);
  assert.ok(await isIn(fresh, "ivy"));
  for (let at = 0; at < 3; at += 1) await did("kim", "Called");
  await until("Kim to be in both", async () => (await isIn(friction, "kim")) && isIn(fresh, "kim"));
});

test("who gets lost between two stages of a journey map is followed, whatever becomes of the map (JA-18)", async () => {
  await did("ned", "Opened");
  const position = await did("ola", "Opened");
  const touchpoint = (name) => ({ id: name.toLowerCase(), name, events: { names: [name] } });
  const stage = (name) => ({ id: `at-${name.toLowerCase()}`, name: `At ${name}`, goal: ["To be seen"], touchpoints: [touchpoint(name)] });
  const document = { stages: [stage("Opened"), stage("Closed")] };
  const map = await server.api("POST", "/journey-maps", { body: { name: "Doors", document } });
  assert.equal(map.status, 201, map.text);
  const figure = { kind: "journey_map", question: { document }, cell: { kind: "lost", stage: "at-closed" }, title: "Did not go on", report: `/journeys/maps/${map.json.id}` };
  const lost = await make("Left the door open", figure, position);
  assert.match(lost.sentence, /journey map: Did not go on/);
  assert.ok(!JSON.stringify(lost.figure).includes("To be seen"));
  assert.ok((await isIn(lost, "ned")) && (await isIn(lost, "ola")));
  const said = await server.api("POST", "/segments/from_figure", { body: figure });
  assert.deepEqual([said.json.can_be_asked, said.json.condition], [true, null], said.text);
  const gone = await server.api("PATCH", `/journey-maps/${map.json.id}`, { body: { version: 1, document: { stages: [] }, archived: true } });
  assert.equal(gone.status, 200, gone.text);
  await did("ned", "Closed");
  await did("pia", "Opened");
  await until("Ned to be out and Pia in", async () => !(await isIn(lost, "ned")) && isIn(lost, "pia"));
  for (const wrong of [{ question: {} }, { cell: { kind: "lost", stage: "elsewhere" } }, { part: { kind: "value", value: 1 } }, { part: { kind: "compared", value: "compared" } }]) {
    const refused = await create("No", { ...figure, ...wrong }, position);
    assert.equal(refused.status, 400, refused.text);
  }
});

test("whoever is erased is behind no figure any more, and in no segment of one (PR-01)", async () => {
  const position = await did("liz", "Paid");
  const segment = await make("Paid, with Liz", paid, position);
  const { id } = await server.get("/profiles/user_id:liz");
  assert.ok((await whoIsIn(segment)).includes(id));
  const erased = await server.api("POST", "/profiles/user_id:liz/erase", { body: { mode: "erase" } });
  assert.ok([200, 202].includes(erased.status), erased.text);
  await until("Liz to be gone", async () => !(await whoIsIn(segment)).includes(id));
  await did("mia", "Paid");
  await until("Mia to be in it", () => isIn(segment, "mia"));
  assert.ok(!(await whoIsIn(segment)).includes(id));
});

test("killed while people come in it has exactly them afterwards (JA-18)", async () => {
  const many = Array.from({ length: 450 }, (_, at) => ({ type: "track", userId: `many-${at}`, event: "Waved", messageId: `many-${at}` }));
  let position;
  for (let from = 0; from < many.length; from += 150) {
    const sent = await server.send("/v1/batch", { batch: many.slice(from, from + 150) }, writeKey);
    assert.equal(sent.status, 200, sent.text);
    position = sent.headers.get("throughline-position");
  }
  const figure = { kind: "distribution", question: { number: { of: "count", events: { names: ["Waved"] } } }, cell: { from: 1, below: 2 } };
  const made = await create("Waved once", figure, position);
  assert.equal(made.status, 201, made.text);
  const { directory, database, key } = server;
  for (let round = 0; round < 2; round += 1) {
    await server.stop("SIGKILL");
    server = await Server.start({ directory, database });
    server.key = key;
    server.owned = true;
  }
  const segment = await until("it to be built", async () => {
    const { segment: found } = await server.get(`/segments/${made.json.id}`);
    return found.built && found;
  });
  assert.equal(segment.size, many.length);
  assert.equal(new Set(await whoIsIn(segment)).size, many.length);
});

test("what cannot be asked is refused (JA-18)", async () => {
  for (const figure of [{ ...paid, kind: "nothing" }, { ...paid, question: {} }, { ...paid, report: "https://example.org" }, { ...paid, last_days: 0 }]) {
    assert.equal((await create("No", figure, await did("ann", "Seen"))).status, 400);
  }
});
