// Several people draw one journey map at once, over the API: nobody's edit is lost, everybody hears of all, a lost
// connection comes back right, and who may not read does not listen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Listener } from "../lib/live.mjs";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

let server, ann, bo;

before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
  const key = async (name, form = {}) => {
    const made = await server.api("POST", "/keys", { body: { name, role: "agent", ...form } });
    assert.equal(made.status, 201, made.text);
    return made.json.secret;
  };
  [ann, bo] = await Promise.all([key("Ann"), key("Bo")]);
  server.makeKey = key;
});
after(() => server?.close());

async function call(key, method, path, body) {
  const answer = await server.api(method, path, { key, ...(body ? { body } : {}) });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`);
  return answer.json;
}
async function make(name) {
  const stage = (id, touchpoints = []) => ({ id, name: id, touchpoints });
  const made = await call(server.key, "POST", "/journey-maps", { name, document: { stages: [stage("look", [{ id: "view", name: "View" }]), stage("buy")] } });
  return `/journey-maps/${made.id}`;
}
const set = (stage, field, value) => ({ kind: "set_stage", stage, field, value });
const draw = (key, map, ...operations) => call(key, "POST", `${map}/operations`, { operations });
const open = (map, client, key) => Listener.open(server, `${map}/live?client=${client}`, { key });

test("two who edit one map at once both keep what they did, and each hears of the other's (JM-01)", async () => {
  const map = await make("Together");
  const [annHears, boHears] = [await open(map, "a", ann), await open(map, "b", bo)];
  await annHears.heard("here", (all) => all.at(-1)?.people.length === 2);
  const cells = ["goal", "channel", "evidence", "opportunity"];
  await Promise.all(cells.flatMap((field) => [draw(ann, map, set("look", field, [`Ann's ${field}`])), draw(bo, map, set("buy", field, [`Bo's ${field}`]))]));
  const { map: drawn, revision, changed } = await call(ann, "GET", `${map}/draft`);
  assert.deepEqual([revision, changed, drawn.version], [8, true, 1]);
  for (const field of cells) assert.deepEqual(drawn.document.stages.map((each) => each[field]), [[`Ann's ${field}`], [`Bo's ${field}`]]);
  // Units that commit at the same time are told at the same time: pages go by the revision.
  const inOrder = (all) => all.toSorted((a, b) => a.revision - b.revision);
  const heard = inOrder(await annHears.heard("operations", (all) => all.length === 8));
  assert.deepEqual(heard.map((each) => each.revision), [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(new Set(heard.map((each) => each.by)), new Set(["Ann", "Bo"]));
  assert.deepEqual(inOrder(await boHears.heard("operations", (all) => all.length === 8)), heard);
  annHears.close();
  await boHears.heard("here", (all) => all.at(-1).people.length === 1);
  boHears.close();
});

test("of two on one cell the later stays, and what is of something removed changes nothing (JM-01)", async () => {
  const map = await make("One cell");
  await draw(ann, map, set("look", "owner", "Ann"));
  await draw(bo, map, set("look", "owner", "Bo"), { kind: "set_touchpoint", touchpoint: "view", field: "name", value: "Views" });
  await draw(ann, map, { kind: "remove_stage", stage: "buy" });
  const { revision } = await draw(bo, map, set("buy", "owner", "Bo"));
  const { map: drawn, revision: now } = await call(ann, "GET", `${map}/draft`);
  assert.deepEqual([revision, now], [3, 3]);
  assert.deepEqual(drawn.document.stages.map((each) => [each.id, each.owner, each.touchpoints[0].name]), [["look", "Bo", "Views"]]);
});

test("who lost the connection hears what is drawn now, and who is here is told with the cell (JM-01)", async () => {
  const map = await make("Lost");
  const first = await open(map, "a", ann);
  await first.heard("draft");
  first.close();
  await draw(bo, map, set("look", "owner", "Bo"), set("buy", "owner", "Shop"));
  const again = await open(map, "a", ann);
  const [draft] = await again.heard("draft");
  assert.deepEqual([draft.revision, draft.map.document.stages.map((each) => each.owner)], [1, ["Bo", "Shop"]]);
  const other = await open(map, "b", bo);
  await other.heard("draft");
  await call(bo, "POST", `${map}/place`, { client: "b", at: "look/goal", editing: true });
  const here = await again.heard("here", (all) => all.at(-1)?.people.some((each) => each.at === "look/goal"));
  assert.deepEqual(here.at(-1).people.find((each) => each.client === "b"), { client: "b", name: "Bo", at: "look/goal", editing: true });
  const notHers = await server.api("POST", `${map}/place`, { key: ann, body: { client: "b", at: "" } });
  assert.equal(notHers.status, 404, "a page is moved by its owner alone");
  again.close();
  other.close();
});

test("a save makes a version of what all have drawn; what is saved past it keeps it; it is taken back (JM-07)", async () => {
  const map = await make("Saved");
  const listener = await open(map, "a", ann);
  await listener.heard("draft");
  await draw(bo, map, set("look", "owner", "Bo"));
  const saved = await call(ann, "POST", `${map}/versions`);
  assert.deepEqual([saved.version, saved.document.stages[0].owner, saved.changed_by], [2, "Bo", "Ann"]);
  assert.deepEqual(await listener.heard("saved"), [{ version: 2, by: "Ann" }]);
  assert.equal((await call(ann, "POST", `${map}/versions`)).version, 2, "nothing was drawn since");
  await draw(bo, map, set("buy", "goal", ["Not saved"]));
  const { document } = saved;
  document.stages[0].owner = "Marketing";
  const past = await call(ann, "PATCH", map, { version: 2, document });
  assert.deepEqual([past.version, past.document.stages[1].goal], [3, []]);
  const draft = await call(ann, "GET", `${map}/draft`);
  assert.deepEqual(draft.map.document.stages.map((each) => [each.owner, each.goal]), [["Marketing", []], [null, ["Not saved"]]]);
  const back = await call(ann, "DELETE", `${map}/draft`);
  assert.deepEqual([back.changed, back.map.document.stages[1].goal], [false, []]);
  const told = await listener.heard("operations", (all) => all.length === 4);
  assert.deepEqual(told.at(-1).operations.map(({ kind, stage, field, value }) => [kind, stage, field, value]), [["set_stage", "buy", "goal", []]]);
  listener.close();
});

test("who may not read does not listen, who may only read does not draw, and another workspace sees nothing", async () => {
  const map = await make("Rights");
  const sources = await server.makeKey("Sources", { role: "admin", scopes: ["manage_sources"] });
  const refused = await open(map, "s", sources);
  assert.equal(refused.status, 403);
  const viewer = await server.makeKey("Viewer", { role: "viewer" });
  const listens = await open(map, "v", viewer);
  await listens.heard("draft");
  for (const [method, path] of [["POST", "operations"], ["POST", "versions"], ["DELETE", "draft"]]) {
    const answer = await server.api(method, `${map}/${path}`, { key: viewer, body: { operations: [set("look", "owner", "V")] } });
    assert.equal(answer.status, 403, path);
  }
  await draw(ann, map, set("look", "owner", "Ann"));
  await listens.heard("operations");
  listens.close();
  for (const client of ["", "x".repeat(65)]) {
    const page = await open(map, client, ann);
    assert.equal(page.status, 400, "a page must have a name");
  }
  const unknown = await open("/journey-maps/jmap_x", "a", ann);
  assert.equal(unknown.status, 404);
});

test("what no map could take is refused whole, with its place", async () => {
  const map = await make("Refused");
  const refused = async (why, ...operations) => {
    const answer = await server.api("POST", `${map}/operations`, { key: ann, body: { operations } });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, why);
  };
  await refused(/operations\[1\].*colour/, set("look", "owner", "Ann"), set("look", "colour", "red"));
  await refused(/document\.stages\[0\]\.emotion/, set("look", "emotion", 9));
  await refused(/operations. must be from 1 to/);
  await refused(/needs `touchpoint`/, { kind: "remove_touchpoint" });
  assert.equal((await call(ann, "GET", `${map}/draft`)).revision, 0);
  await call(ann, "PATCH", map, { version: 1, archived: true });
  const late = await server.api("POST", `${map}/operations`, { key: ann, body: { operations: [set("look", "owner", "Ann")] } });
  assert.equal(late.status, 409);
  await until("the map to be archived", async () => (await call(ann, "GET", map)).map.archived_at);
});
