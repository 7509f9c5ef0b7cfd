// What people made of the record goes along with a whole export: segments and who was in them, personas, journey maps, dashboards.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { startDemo } from "../lib/app.mjs";
import { commandBeside } from "../lib/cli.mjs";
import { freshDirectory } from "../lib/directory.mjs";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const kept = ["segment", "segment_version", "segment_list", "segment_stay", "persona", "persona_quote", "journey_map", "journey_map_version", "dashboard"];
let server, directory, file, lines;
const made = {};

const make = async (on, path, body) => {
  const answer = await on.api("POST", path, { body });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
};
const exported = async (on, name) => {
  const to = join(directory, name);
  assert.equal((await commandBeside(on, "export", "--output", to)).code, 0);
  return (await readFile(to, "utf8")).trim().split("\n");
};
/** A file with refused rows ends with 1. */
const imported = async (on, path, code = 0) => {
  const came = await commandBeside(on, "import", path, "--json");
  assert.equal(came.code, code, came.error + came.out);
  return JSON.parse(came.out.trim().split("\n").at(-1));
};
const of = (all, name) => all.filter((line) => line.startsWith(`{"${name}":`)).map((line) => JSON.parse(line)[name]);
const members = async (on, id) => (await on.get(`/segments/${id}/members?limit=500`)).items.map((each) => each.name).sort();
const built = (on, id) => until("the segment to be built", async () => (await on.get(`/segments/${id}`)).segment.built);

before(async () => {
  directory = await freshDirectory("kept");
  file = join(directory, "all.ndjson");
  server = await startDemo(80);
  const guests = await make(server, "/segments", { kind: "list", name: "Guests" });
  const buyers = await make(server, "/segments", { kind: "live", name: "Buyers", condition: { event: "Order Completed" } });
  const late = await make(server, "/segments", { kind: "live", name: "Late", condition: { event: "Page Viewed" } });
  // The older one asks for the one that was made after it.
  await server.api("PATCH", `/segments/${buyers.id}`, { body: { name: "Buyers who look", condition: { and: [{ event: "Order Completed" }, { segment: late.id }] } } });
  const question = { number: { of: "count", events: { names: ["Order Completed"] } }, people: { segment: late.id } };
  const figure = { kind: "distribution", question, cell: { from: 1, below: 2 }, title: "One order", report: "/journeys/distribution" };
  const once = await until("the journeys to know them", async () => {
    const answer = await server.api("POST", "/segments", { body: { kind: "figure", name: "Bought once", figure } });
    return answer.status === 201 && answer.json;
  });
  const drawn = { stages: [{ id: "buy", name: "Buy", touchpoints: [{ id: "order", name: "Order", events: { names: ["Order Completed"] } }] }] };
  const ofMap = { kind: "journey_map", question: { document: drawn, segment: late.id }, cell: { kind: "reached", stage: "buy" } };
  const reached = await make(server, "/segments", { kind: "figure", name: "Reached Buy", figure: ofMap });
  for (const one of [guests, buyers, late, once, reached]) await built(server, one.id);
  // Who comes in later is told of on her line.
  const shop = await server.writeKey();
  await server.send("/v1/track", { userId: "late-lou", event: "Page Viewed", messageId: "lou-1", timestamp: new Date().toISOString() }, shop);
  await until("the latecomer to be in", async () => (await server.get("/profiles/user_id:late-lou/segments")).items?.length > 0);
  const people = await until("three people on the list", async () => {
    const { items } = await server.get("/profiles?limit=3");
    return items.length === 3 && items;
  });
  const put = await server.api("POST", `/segments/${guests.id}/members`, { body: { people: people.map((each) => each.id) } });
  assert.equal(put.status, 200, put.text);
  await built(server, buyers.id);
  const persona = await make(server, "/personas", { segment: late.id, name: "Looking Lou", goals: ["See it all", "Soon"], pains: ["Waiting"] });
  const { items: words } = await server.get(`/personas/${persona.id}/candidates`);
  for (const { event } of words.slice(0, 3)) await make(server, `/personas/${persona.id}/quotes`, { event });
  const touchpoint = { id: "view", name: "Views", events: { names: ["Product Viewed"], where: { segment: buyers.id } } };
  const document = { stages: [{ id: "look", name: "Look", touchpoints: [{ ...touchpoint, events: { names: ["Product Viewed"] } }] }] };
  const map = await make(server, "/journey-maps", { name: "Looking", segment: buyers.id, document });
  await server.api("PATCH", `/journey-maps/${map.id}`, { body: { description: "Twice saved" } });
  const months = { range: "all", unit: "month", filter: { segment: buyers.id } };
  const dashboard = await make(server, "/dashboards", { name: "Monday", tiles: [{ report: "counts", title: "Months", question: months }] });
  Object.assign(made, { guests, buyers, late, once, reached, persona, map, dashboard });
  lines = await exported(server, "all.ndjson");
});
after(async () => {
  await server?.close();
  await rm(directory, { recursive: true, force: true });
});

test("everything that people made is in a whole export, by names that mean something elsewhere", () => {
  for (const name of kept) assert.ok(of(lines, name).length > 0, name);
  assert.equal(of(lines, "segment").length, 5);
  assert.deepEqual(of(lines, "segment_list").map((row) => row.segment), Array(3).fill(made.guests.id));
  assert.ok(of(lines, "segment_list").every((row) => row.identifier.type && row.identifier.id));
  assert.equal(JSON.parse(lines.at(-1)).end.kept, kept.reduce((sum, name) => sum + of(lines, name).length, 0));
});

test("it comes into an empty installation under the ids that it had, and is no less when it comes twice", async () => {
  const other = await Server.start();
  try {
    other.key = await other.apiKey();
    assert.equal((await imported(other, file)).refused, 0);
    for (const one of [made.buyers, made.late, made.guests, made.once, made.reached]) {
      await built(other, one.id);
      assert.deepEqual(await members(other, one.id), await members(server, one.id), one.name);
      assert.deepEqual((await other.get(`/segments/${one.id}`)).versions, (await server.get(`/segments/${one.id}`)).versions);
    }
    assert.deepEqual(await other.get(`/personas/${made.persona.id}`).then((all) => [all.persona.name, all.persona.goals, all.quotes.map((quote) => quote.words.text)]),
      await server.get(`/personas/${made.persona.id}`).then((all) => [all.persona.name, all.persona.goals, all.quotes.map((quote) => quote.words.text)]));
    assert.deepEqual(await other.get(`/journey-maps/${made.map.id}`), await server.get(`/journey-maps/${made.map.id}`));
    assert.deepEqual(await other.get(`/dashboards/${made.dashboard.id}`), await server.get(`/dashboards/${made.dashboard.id}`));

    const again = await imported(other, file);
    assert.deepEqual([again.accepted, again.refused], [0, 0]);
    const theirs = await exported(other, "again.ndjson");
    for (const name of kept) {
      // Which of somebody's identifiers names them is each installation's own choice; ids of rows without a public id too.
      const plain = (all) => of(all, name).map(({ id, profile, ...row }) => JSON.stringify(["segment_stay", "persona_quote"].includes(name) ? row : { id, ...row })).sort();
      assert.deepEqual(plain(theirs), plain(lines), name);
    }
    const entered = async (on) => (await on.get("/profiles/user_id:late-lou/events?limit=50")).items.filter((event) => event.name === "Segment Entered").length;
    assert.ok((await entered(server)) > 0);
    assert.equal(await entered(other), 0, "nobody enters a second time");
  } finally {
    await other.close();
  }
});

test("a quote comes in with the event that it names, however near they stand", async () => {
  const quotes = of(lines, "persona_quote");
  assert.equal(quotes.length, 3);
  const needed = ["throughline_export", "source", "segment", "segment_version", "persona", "persona_quote", "end"];
  const near = lines.filter((line) => needed.some((name) => line.startsWith(`{"${name}":`)) || quotes.some(({ event }) => line.startsWith('{"event":') && line.includes(event.id)));
  const other = await Server.start();
  try {
    other.key = await other.apiKey();
    const path = join(directory, "near.ndjson");
    await writeFile(path, `${near.join("\n")}\n`);
    assert.equal((await imported(other, path)).refused, 0);
    assert.equal((await other.get(`/personas/${made.persona.id}`)).quotes.length, 3);
  } finally {
    await other.close();
  }
});

test("where other things have the ids, new ones are given, and everything names them", async () => {
  const other = await Server.start();
  try {
    other.key = await other.apiKey();
    const own = await make(other, "/segments", { kind: "live", name: "Ours", condition: { event: "Order Completed" } });
    for (const name of ["Two", "Three", "Four"]) await make(other, "/segments", { kind: "list", name });
    await make(other, "/dashboards", { name: "Theirs stays", tiles: [] });
    assert.equal((await imported(other, file)).refused, 0);
    assert.equal((await other.get(`/segments/${own.id}`)).segment.name, "Ours");
    const here = Object.fromEntries((await other.get("/segments")).items.map((each) => [each.name, each.id]));
    assert.ok(here["Buyers who look"]);
    // PostgreSQL leaves ids out, so that there the place may be free.
    if (!other.database) assert.notEqual(here["Buyers who look"], made.buyers.id);
    await built(other, here["Buyers who look"]);
    assert.deepEqual((await other.get(`/segments/${here["Buyers who look"]}`)).segment.condition.and[1], { segment: here.Late });
    assert.deepEqual(await members(other, here["Buyers who look"]), await members(server, made.buyers.id));
    const once = here["Bought once"];
    await built(other, once);
    assert.deepEqual((await other.get(`/segments/${once}`)).segment.figure.question.people, { segment: here.Late });
    assert.deepEqual(await members(other, once), await members(server, made.once.id));
    assert.ok((await members(other, once)).length > 0);
    const reached = here["Reached Buy"];
    await built(other, reached);
    assert.equal((await other.get(`/segments/${reached}`)).segment.figure.question.segment, here.Late);
    assert.deepEqual(await members(other, reached), await members(server, made.reached.id));
    assert.ok((await members(other, reached)).length > 0);
    const [map] = (await other.get("/journey-maps")).items;
    assert.equal(map.segment, here["Buyers who look"]);
    const monday = (await other.get("/dashboards")).items.find((each) => each.name === "Monday");
    assert.equal(monday.tiles[0].question.filter.segment, here["Buyers who look"]);
  } finally {
    await other.close();
  }
});

test("a line that no room would keep is refused alone, with the reason", async () => {
  const other = await Server.start();
  try {
    other.key = await other.apiKey();
    const base = of(lines, "segment").find((row) => row.name === "Late");
    const bad = [
      { segment: { ...base, id: 90, name: "", created_at: base.created_at + 1 } },
      { segment: { ...base, id: 91, name: "Unread", rule: { nothing: 1 }, created_at: base.created_at + 2 } },
      { segment: { ...base, id: 92, name: "Asks for nobody's", rule: { segment: made.dashboard.id.replace("dashboard", "segment") }, created_at: base.created_at + 3 } },
      { segment: { ...base, id: 93, name: "Half", version: undefined, created_at: base.created_at + 4 } },
      { segment_stay: { ...of(lines, "segment_stay")[0], profile: { type: "user_id", id: "nobody-at-all" } } },
      { dashboard: { ...of(lines, "dashboard")[0], tiles: "many" } },
      { journey_map: { ...of(lines, "journey_map")[0], document: { stages: 7 } } },
      { something_else: { id: 1 } },
    ];
    const wrong = join(directory, "wrong.ndjson");
    const [head, end] = [lines[0], lines.at(-1)];
    const map = of(lines, "journey_map")[0];
    const about = { map: made.map.id, at: 1, touchpoint: "view", name: "View", crossed: 1, said: "7" };
    // What they name is there; only what they say is wrong.
    const worse = [
      { segment_version: { ...of(lines, "segment_version").find((row) => row.segment === made.late.id), version: 9, rule: 7 } },
      { persona: { ...of(lines, "persona")[0], colour: 99 } },
      { journey_map_alert_notice: about },
    ];
    const all = [head, ...bad, { segment: base }, { journey_map: { ...map, segment: "" } }, ...worse, end];
    await writeFile(wrong, all.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n") + "\n");
    const came = await imported(other, wrong, 1);
    assert.deepEqual([came.refused, came.accepted], [bad.length + worse.length, 2]);
    assert.deepEqual((await other.get(`/journey-maps/${made.map.id}/alerts`)).items, []);
    assert.deepEqual((await other.get("/segments")).items.map((each) => each.name), ["Late"]);
  } finally {
    await other.close();
  }
});
