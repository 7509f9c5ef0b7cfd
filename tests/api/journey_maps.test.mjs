// Journey maps over the API: drawn, saved in versions, compared, and laid over by what people did, with
// the people behind every figure; started from a template or discovered, on the demo company.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { commandBeside } from "../lib/cli.mjs";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const patience = 300_000;
const day = 86_400_000;
let server, demo;

before(async () => {
  [server, demo] = await Promise.all([Server.start(), Server.start({ command: "demo", args: ["--quiet", "--people", "400"] })]);
  server.key = await server.apiKey();
  demo.key = await demo.apiKey();
});
after(async () => {
  await server?.close();
  await demo?.close();
});

/** Asks again while the record is still being read. */
async function ask(of, method, path, body) {
  const answer = await until("the record to be read", async () => {
    const asked = await of.api(method, path, body ? { body } : {});
    return asked.status === 503 ? undefined : asked;
  }, { ms: patience });
  assert.ok(answer.status < 300, answer.text);
  return answer.json;
}
const make = (of, form) => ask(of, "POST", "/journey-maps", form);
const behind = async (of, map, question, cell, more = {}) => (await ask(of, "POST", `/journey-maps/${map.id}/people`, { question, cell, page: { limit: 1 }, ...more })).total;

const touchpoint = (name, more = {}) => ({ id: name.toLowerCase(), name, events: { names: [name] }, ...more });
const drawing = () => ({
  stages: [
    { id: "look", name: "Look", owner: "Marketing", goal: ["Find it"], pain: [{ text: "Slow", status: "open" }], touchpoints: [touchpoint("Viewed", { repeats: true })] },
    { id: "buy", name: "Buy", touchpoints: [touchpoint("Ordered"), touchpoint("Paid", { events: { names: ["Paid"], where: { property: "total", is: "greater", value: 10 } } })] },
  ],
});

test("a map is saved in versions, and who changes an old one is told (JM-07)", async () => {
  const made = await make(server, { name: "Order", document: drawing() });
  assert.deepEqual([made.version, made.state, made.document.stages[1].goal], [1, "current", []]);
  const changed = drawing();
  changed.stages.reverse();
  changed.stages[1].owner = "Shop";
  const saved = await ask(server, "PATCH", `/journey-maps/${made.id}`, { version: 1, document: changed });
  assert.equal(saved.version, 2);
  const late = await server.api("PATCH", `/journey-maps/${made.id}`, { body: { version: 1, name: "Mine" } });
  assert.equal(late.status, 409);
  assert.match(late.text, /version 2 now/);
  const detail = await server.get(`/journey-maps/${made.id}`);
  assert.deepEqual(detail.versions.map((each) => each.version), [2, 1]);
  const first = await server.get(`/journey-maps/${made.id}/versions/1`);
  assert.deepEqual(first.document, made.document);
  const { changes } = await ask(server, "POST", "/journey-maps/compare", { from: { map: made.id, version: 1 }, to: { map: made.id } });
  assert.deepEqual(changes.map((each) => each.sentence), ["Moved the stage Look from place 1 to 2", "The stage Look: changed owner from Marketing to Shop"]);
  const copy = await ask(server, "POST", `/journey-maps/${made.id}/duplicate`, { state: "future" });
  assert.deepEqual([copy.name, copy.state, copy.version], ["Copy of Order", "future", 1]);
  await ask(server, "PATCH", `/journey-maps/${copy.id}`, { version: 1, archived: true });
  const listed = async (query = "") => (await server.get(`/journey-maps${query}`)).items.map((each) => each.id);
  assert.deepEqual(await listed(), [made.id]);
  assert.deepEqual(await listed("?archived=true"), [made.id, copy.id]);
  const actions = (await server.get("/audit?limit=50")).items.map((each) => each.action);
  for (const action of ["journey_map.create", "journey_map.change", "journey_map.archive"]) assert.ok(actions.includes(action), action);
});

test("what cannot be is refused with the field's name", async () => {
  const refused = async (document, why) => {
    const answer = await server.api("POST", "/journey-maps", { body: { name: "X", document } });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, why);
  };
  const spoilt = (spoil) => {
    const document = drawing();
    spoil(document.stages[0]);
    return document;
  };
  await refused(spoilt((stage) => (stage.emotion = 3)), /document\.stages\[0\]\.emotion/);
  await refused(spoilt((stage) => (stage.touchpoints[0].events = {})), /touchpoints\[0\]\.events/);
  await refused(spoilt((stage) => (stage.touchpoints[0].colour = "red")), /colour/);
  const nobody = await server.api("POST", "/journey-maps", { body: { name: "X", segment: "segment_00000000000000000000000000" } });
  assert.equal(nobody.status, 400);
  assert.equal((await server.api("GET", "/journey-maps/jmap_x")).status, 404);
});

test("people are laid over it, at the position that is asked for (JM-03, JM-04, JM-05, JM-09)", async () => {
  const writeKey = await server.writeKey();
  const begin = Date.now() - 10 * day;
  let number = 0;
  const line = (userId, ...events) =>
    events.map(([event, properties], index) => ({ type: "track", userId, event, properties, messageId: `jm-${++number}`, timestamp: new Date(begin + index * 60_000).toISOString() }));
  const sent = await server.send("/v1/batch", { batch: [
    ...line("ann", ["Viewed"], ["Viewed"], ["Ordered"], ["Paid", { total: 20 }], ["Answered", { score: 5 }]),
    ...line("bob", ["Viewed"], ["Answered", { score: 2 }], ["Ordered"], ["Viewed"]),
    ...line("cid", ["Ordered"], ["Paid", { total: 5 }]),
    ...line("dan", ["Seen"]),
  ] }, writeKey);
  const at = `?at_least=${sent.headers.get("throughline-position")}`;
  const map = await make(server, { name: "Overlay", document: drawing() });
  const question = { emotion: { event: { names: ["Answered"] }, property: "score" } };
  const { shown, note } = await ask(server, "POST", `/journey-maps/${map.id}/overlay${at}`, question);
  assert.ok(note.position);
  assert.deepEqual([shown.on_map.count, shown.on_map.of], [3, 4]);
  const [look, buy] = shown.stages;
  assert.deepEqual([look.reached.count, buy.reached.count, buy.converted.count, buy.converted.of], [2, 3, 2, 2]);
  assert.equal(buy.without_owner, true);
  assert.deepEqual([look.returned.count, look.visits], [1, 3]);
  assert.deepEqual([look.emotion.mean, buy.emotion.mean], [2, 5]);
  assert.deepEqual(buy.touchpoints.map((each) => each.people.count), [3, 1]);
  const { fits, deviations } = shown.conformance;
  assert.equal(fits.count, 1);
  const sentences = deviations.map((each) => [each.sentence, each.people.count]);
  assert.deepEqual(sentences, [["Buy without Paid", 2], ["Skipped Look", 1], ["Went back from Buy to Look", 1]]);
  for (const { kind, stage, from, touchpoint: which, people } of deviations) {
    assert.equal(await behind(server, map, question, { kind: "deviation", deviation: kind, stage, from, touchpoint: which }), people.count, kind);
  }
  const who = await ask(server, "POST", `/journey-maps/${map.id}/people${at}`, { question, cell: { kind: "fits" } });
  const { id } = await server.get("/profiles/user_id:ann");
  assert.deepEqual(who.items.map((each) => each.id), [id]);
  const wrong = await server.api("POST", `/journey-maps/${map.id}/people`, { body: { question, cell: { kind: "reached", stage: "x" } } });
  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /cell\.stage/);
});

test("templates know the names of the demo company, and every figure opens to its people", async () => {
  const { items } = await ask(demo, "GET", "/journey-maps/templates");
  assert.deepEqual(items.map((each) => each.key), ["saas", "shop", "loan", "telecom"]);
  const shop = await until("the templates to know the record", async () => {
    const found = (await ask(demo, "GET", "/journey-maps/templates")).items[1];
    return found.found.length > 5 && found;
  }, { ms: patience });
  const map = await make(demo, { name: "Shop order", document: shop.document });
  const question = { compare: { range: { from: new Date(Date.now() - 90 * day).toISOString() } }, outcome: { names: ["Order Completed"] } };
  const answer = await ask(demo, "POST", `/journey-maps/${map.id}/overlay`, question);
  const { shown, compared, differences } = answer;
  assert.ok(shown.on_map.count > 100 && compared.on_map.count > 0 && compared.on_map.count <= shown.on_map.count);
  assert.equal(differences.stages.length, shown.stages.length);
  const cells = shown.stages.flatMap((stage) =>
    [["reached", stage.reached], ["converted", stage.converted], ["repeated", stage.repeated], ["returned", stage.returned], ["ended", stage.ended]]
      .filter(([, share]) => share)
      .map(([kind, share]) => [{ kind, stage: stage.stage }, share.count]));
  for (const [cell, count] of cells) assert.equal(await behind(demo, map, question, cell), count, JSON.stringify(cell));
  assert.equal(await behind(demo, map, question, { kind: "on_map" }, { compared: true }), compared.on_map.count);
  const { conformance, moments } = shown;
  assert.ok(conformance.fitness > 0 && conformance.fitness <= 1);
  assert.equal(conformance.lines, shown.on_map.count);
  for (const cell of ["fits", "on_the_way"]) assert.equal(await behind(demo, map, question, { kind: cell }), conformance[cell].count, cell);
  assert.ok(moments.items.length > 3);
  for (const each of moments.items.slice(0, 3)) {
    const cell = { kind: "moment", stage: each.stage, touchpoint: each.touchpoint, outcome: true };
    assert.equal(await behind(demo, map, question, cell), each.met.count, each.name);
    assert.equal(await behind(demo, map, question, { ...cell, met: false }), each.not_met.count, each.name);
  }
  const worth = { event: { names: ["Order Completed"] }, property: "total" };
  const ranked = (await ask(demo, "POST", `/journey-maps/${map.id}/overlay`, { outcome: question.outcome, worth })).shown.moments.items;
  assert.equal(ranked.length, moments.items.length);
  const strengths = ranked.map((each) => [Number(each.worth.holds), Math.abs(each.worth.difference)]);
  assert.deepEqual(strengths, [...strengths].sort((a, b) => b[0] - a[0] || b[1] - a[1]));
  for (const each of ranked) assert.ok(Math.abs(each.worth.met - each.worth.not_met - each.worth.difference) < 1e-6, each.name);
  const nameless = await demo.api("POST", `/journey-maps/${map.id}/overlay`, { body: { worth: { ...worth, property: "" } } });
  assert.equal(nameless.status, 400);
  assert.match(nameless.text, /worth\.property/);
  // The same as a funnel counts it.
  const funnel = await ask(demo, "POST", "/journeys/funnel", { steps: [{ names: ["Order Completed"] }, { names: ["Order Completed"] }], window_ms: day });
  const orders = shown.stages.flatMap((stage) => stage.touchpoints).find((each) => each.touchpoint === "order");
  assert.equal(orders.people.count, funnel.steps[0].people);
});

test("a map is discovered, saved, and what most people do fits it (JM-05)", async () => {
  const found = await ask(demo, "POST", "/journey-maps/discover", { stages: 4, touchpoints: 12 });
  assert.equal(found.document.stages.length, 4);
  const positions = found.events.map((each) => each.position);
  assert.deepEqual(positions, [...positions].sort((a, b) => a - b));
  assert.ok(found.events.every((each) => each.people.share >= 0.05));
  const map = await make(demo, { name: "Discovered", document: found.document });
  const { shown } = await ask(demo, "POST", `/journey-maps/${map.id}/overlay`, {});
  assert.equal(shown.stages.length, 4);
  const people = new Map(found.events.map((each) => [each.touchpoint, each.people.count]));
  for (const each of shown.stages.flatMap((stage) => stage.touchpoints)) assert.equal(each.people.count, people.get(each.touchpoint), each.name);
});

test("throughline maps lists them and lays people over one", async () => {
  const listed = await commandBeside(demo, "maps");
  assert.equal(listed.code, 0, listed.error);
  assert.match(listed.out, /Shop order/);
  const laid = await commandBeside(demo, "maps", "overlay", "shop order");
  assert.equal(laid.code, 0, laid.error);
  assert.match(laid.out, /Check out/);
  assert.match(laid.out, /departs from the map/);
  const json = JSON.parse((await commandBeside(demo, "maps", "overlay", "Shop order", "--json")).out);
  assert.ok(json.shown.stages.length > 3);
  const nothing = await commandBeside(demo, "maps", "overlay", "Nothing");
  assert.equal(nothing.code, 2);
  assert.match(nothing.error, /no journey map Nothing/);
});
