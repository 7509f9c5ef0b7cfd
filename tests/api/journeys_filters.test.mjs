// Conditions over events and people, breakdowns and comparisons in questions about journeys, over
// HTTP: their figures, who is behind them, and what is refused.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../lib/server.mjs";

let server, key, position;
let messages = 0;
before(async () => {
  server = await Server.start();
  key = await server.writeKey("Shop");
  server.key = await server.apiKey();
});
after(() => server.close());

const minute = (count) => new Date(Date.UTC(2026, 0, 5, 9, count)).toISOString();
const send = async (path, message) => {
  const answer = await server.send(path, { messageId: `filter-${++messages}`, ...message }, key);
  assert.equal(answer.status, 200, answer.text);
  position = answer.headers.get("throughline-position");
};
const identify = (userId, traits, at = 0) => send("/v1/identify", { userId, traits, timestamp: minute(at) });
const track = (userId, event, at, properties, context) =>
  send("/v1/track", { userId, event, timestamp: minute(at), properties, context });
const ask = async (path, body) => {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};
const refused = async (path, body) => {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 400, answer.text);
  return answer.json.detail;
};
const people = (funnel) => funnel.steps.map((step) => step.people);
const parts = (answer) => answer.parts.map(({ part }) => [part.kind, part.value, part.people]);
const names = (behind) => behind.items.map((one) => one.name).sort();
const is = (property, comparison, value) => ({ property, is: comparison, value });
const shop = { steps: [{ names: ["Viewed"] }, { names: ["Paid"] }] };
const paid = (where) => ({ steps: [shop.steps[0], { ...shop.steps[1], where }] });

test("an empty population is answered with nobody", async () => {
  const { json, status, text } = await server.api("POST", "/journeys/funnel", {
    body: { ...shop, people: { trait: "plan", is: "equals", value: "pro" } },
  });
  assert.equal(status, 200, text);
  assert.deepEqual(people(json), [0, 0]);
  assert.deepEqual(json.parts, []);
});

test("a step may ask for more than the name of its events (AN-01)", async () => {
  for (const [userId, name, plan, seats] of [
    ["ann", "Ann", "pro", 10],
    ["bob", "Bob", "pro", 2],
    ["cem", "Cem", "free", 1],
    ["dan", "Dan", undefined, undefined],
  ]) {
    await identify(userId, { name, plan, seats });
    await track(userId, "Viewed", 1, { source: userId < "c" ? "ad" : "mail" }, { locale: userId === "ann" ? "sv" : "en" });
  }
  await track("ann", "Paid", 2, { total: 120, currency: "EUR", address: { city: "Lund" } });
  await track("bob", "Paid", 3, { total: 80, currency: "EUR" });
  await track("bob", "Paid", 9, { total: 300, currency: "USD" });
  await track("cem", "Paid", 4, { total: "120", currency: "EUR" });
  assert.deepEqual(people(await ask("funnel", shop)), [4, 3]);
  const large = paid({ and: [is("total", "greater", 100), is("currency", "equals", "EUR")] });
  const answer = await ask("funnel", large);
  assert.deepEqual(people(answer), [4, 1], "text is no number");
  assert.match(answer.note.explanation, /`steps\[1\]` only where \(total is more than 100 and currency is EUR\)/);
  const behind = await ask("funnel/people", { question: large, cell: { furthest_from: 2, furthest_to: 2 } });
  assert.deepEqual(names(behind), ["Ann"]);
  assert.deepEqual(people(await ask("funnel", paid(is("total", "greater", 100)))), [4, 2]);
  assert.deepEqual(people(await ask("funnel", paid(is("address.city", "starts_with", "lu")))), [4, 1]);
  assert.deepEqual(people(await ask("funnel", paid(is("address.city", "missing")))), [4, 2]);
  assert.deepEqual(
    people(await ask("funnel", { steps: [{ names: ["Viewed"], where: is("context.locale", "equals", "sv") }, shop.steps[1]] })),
    [1, 1],
  );
});

test("an event that comes later is in the columns that were read before (AN-05)", async () => {
  await track("dan", "Paid", 0.5, { total: 500, currency: "EUR" });
  assert.deepEqual(people(await ask("funnel", paid(is("total", "greater", 100)))), [4, 2], "before dan viewed");
  await track("dan", "Paid", 6, { total: 500, currency: "SEK" });
  assert.deepEqual(people(await ask("funnel", paid(is("total", "greater", 100)))), [4, 3]);
  assert.deepEqual(people(await ask("funnel", paid(is("currency", "equals", "SEK")))), [4, 1]);
});

test("a condition over people says whose lines are looked at (AN-02)", async () => {
  const pro = { ...shop, people: { trait: "plan", is: "equals", value: "pro" } };
  const answer = await ask("funnel", pro);
  assert.deepEqual(people(answer), [2, 2]);
  assert.equal(answer.note.people, 2);
  assert.match(answer.note.explanation, /Only people for whom plan is pro/);
  const often = { ...shop, people: { event: "Paid", count: { is: "at_least", value: 2 } } };
  const behind = await ask("funnel/people", { question: often, cell: { furthest_from: 1, furthest_to: 2 } });
  assert.deepEqual(names(behind), ["Bob", "Dan"]);
  const map = await ask("map", { events: { kind: "track" }, people: pro.people });
  assert.equal(map.cases, 2);
  const retention = await ask("retention", { starts: { names: ["Viewed"] }, people: pro.people });
  assert.equal(retention.cohorts[0].people, 2);
  // What was just said of somebody counts.
  await identify("cem", { plan: "pro" }, 20);
  assert.deepEqual(people(await ask("funnel", pro)), [3, 3]);
  await identify("cem", { plan: "free" }, 21);
});

test("every other question takes conditions as well", async () => {
  const people = { trait: "plan", is: "equals", value: "pro" };
  const large = { names: ["Paid"], where: is("total", "greater", 100) };
  const unit = "day";
  const counts = await ask("counts", { events: large, unit });
  assert.deepEqual([counts.events, counts.people], [4, 3], "dan twice");
  const few = await ask("counts", { events: large, unit, people });
  assert.deepEqual([few.events, few.people], [2, 2]);
  assert.match(few.note.explanation, /Only people for whom plan is pro/);
  const behind = await ask("counts/people", { question: { events: large, unit, people }, cell: {} });
  assert.deepEqual(names(behind), ["Ann", "Bob"]);
  assert.equal((await ask("paths", { anchor: { names: ["Viewed"] }, people })).note.people, 2);
  const touched = await ask("attribution", { touches: { names: ["Viewed"] }, conversions: large, people });
  assert.equal(touched.note.people, 2);
  assert.match(
    await refused("next", { so_far: [{ names: ["Viewed"], where: is("source", "equals", "ad") }] }),
    /`so_far.*where` cannot be used/,
  );
  assert.match(await refused("lifecycle", { people: is("total", "exists") }), /cannot be asked of a person/);
});

test("a breakdown has a part for each of the largest groups, with the people behind it (AN-01)", async () => {
  const bySource = { ...shop, breakdown: { property: "source" } };
  const answer = await ask("funnel", bySource);
  assert.deepEqual(parts(answer), [["value", "ad", 2], ["value", "mail", 2]]);
  assert.deepEqual(answer.parts.map((one) => people(one.answer)), [[2, 2], [2, 2]]);
  const byPlan = { ...shop, breakdown: { trait: "plan", limit: 1 } };
  const plans = await ask("funnel", byPlan);
  assert.deepEqual(parts(plans), [["value", "pro", 2], ["none", null, 1], ["others", null, 1]]);
  assert.deepEqual(people(plans), [4, 4], "everybody");
  for (const [part, expected] of [
    [{ kind: "value", value: "pro" }, ["Ann", "Bob"]],
    [{ kind: "none", value: null }, ["Dan"]],
    [{ kind: "others", value: null }, ["Cem"]],
    [{ kind: "value", value: "gold" }, []],
  ]) {
    const behind = await ask("funnel/people", { question: byPlan, cell: { furthest_from: 1, furthest_to: 2 }, part });
    assert.deepEqual(names(behind), expected, JSON.stringify(part));
  }
  const seats = await ask("funnel", { ...shop, breakdown: { trait: "seats" } });
  assert.deepEqual(parts(seats), [["value", 1, 1], ["value", 10, 1], ["value", 2, 1], ["none", null, 1]]);
});

test("a breakdown goes by the first event that counts", async () => {
  const map = await ask("map", { events: { names: ["Paid"] }, breakdown: { property: "currency" } });
  assert.deepEqual(parts(map), [["value", "EUR", 4]], "all began with euros");
  assert.equal(map.parts[0].answer.events, map.events);
  const retention = await ask("retention", {
    starts: { names: ["Paid"], where: is("currency", "not_equals", "EUR") },
    breakdown: { property: "currency" },
  });
  assert.deepEqual(parts(retention), [["value", "SEK", 1], ["value", "USD", 1]]);
});

const pro = { trait: "plan", is: "equals", value: "pro" };
const free = { trait: "plan", is: "equals", value: "free" };
const noPlan = { trait: "plan", is: "missing" };
const viewed = { names: ["Viewed"] };
// Of every question: one to ask, and a cell of its answer.
const each = {
  funnel: [shop, () => ({ furthest_from: 1, furthest_to: 2 })],
  retention: [{ starts: viewed, unit: "day" }, (answer) => ({ period: answer.cohorts[0].period, offset: 0 })],
  map: [{ events: { kind: "track" } }, (answer) => ({ kind: "node", node: answer.nodes[0].id })],
  paths: [{ anchor: viewed, direction: "through" }, (answer) => ({ side: "after", nodes: answer.after.paths[0].nodes })],
  friction: [{ outcome: { names: ["Paid"] }, begins: viewed, people_min: 1 }, () => ({ kind: "began", reached: true })],
  lifecycle: [{ unit: "day", range: { from: minute(0), until: minute(60) } }, (answer) => ({ period: answer.periods[0].period, state: "new" })],
  stickiness: [{ range: { from: minute(0), until: minute(60) } }, () => ({ active_days: 1 })],
  attribution: [{ touches: viewed, conversions: { names: ["Paid"] }, models: ["linear"] }, () => ({ kind: "touched" })],
  counts: [{ events: { names: ["Paid"] }, unit: "day", by: "event" }, (answer) => ({ period: answer.periods[0].period })],
  sessions: [{ unit: "day" }, (answer) => ({ period: answer.periods[0].period })],
  next: [{ so_far: [viewed], people_min: 1 }, () => ({ length: 1 })],
};
const withoutNotes = ({ note, parts, against_first, ...figures }) => figures;

for (const [name, [question, cellOf]] of Object.entries(each)) {
  test(`${name}: a group is told what those in it are told by themselves, and so is each side (AN-01, AN-06)`, async () => {
    const grouped = { ...question, breakdown: { trait: "plan" } };
    const answer = await ask(name, grouped);
    const cell = cellOf(answer);
    assert.deepEqual(withoutNotes(answer), withoutNotes(await ask(name, question)), "the whole is the same");
    assert.deepEqual(answer.parts.map(({ part }) => part.value).sort(), ["free", null, "pro"].sort());
    for (const { part, answer: figures } of answer.parts) {
      const people = { pro, free, [null]: noPlan }[part.value];
      assert.deepEqual(withoutNotes(figures), withoutNotes(await ask(name, { ...question, people })), `${part.value}`);
      assert.equal(part.people, { pro: 2, free: 1, [null]: 1 }[part.value]);
      const behind = await ask(`${name}/people`, { question: grouped, cell, part: { kind: part.kind, value: part.value } });
      assert.deepEqual(names(behind), names(await ask(`${name}/people`, { question: { ...question, people }, cell })));
    }
    const range = { from: minute(2), until: minute(5) };
    const compared = { ...question, compare: [{ name: "pro", people: pro }, { name: "minutes", range }] };
    const sides = await ask(name, compared);
    for (const [i, alone] of [{ ...question, people: pro }, { ...question, range }].entries()) {
      assert.deepEqual(withoutNotes(sides.parts[i].answer), withoutNotes(await ask(name, alone)));
      const behind = await ask(`${name}/people`, { question: compared, cell, part: { kind: "compared", value: sides.parts[i].part.value } });
      assert.deepEqual(names(behind), names(await ask(`${name}/people`, { question: alone, cell })));
    }
    assert.match(await refused(name, { ...question, breakdown: { trait: "plan" }, compare: compared.compare }), /together/);
  });
}

test("in counts each event is in the group of its own value (AN-01)", async () => {
  const question = { events: { names: ["Paid"] }, unit: "day", breakdown: { property: "currency" } };
  const answer = await ask("counts", question);
  assert.deepEqual(parts(answer), [["value", "EUR", 4], ["value", "SEK", 1], ["value", "USD", 1]], "bob and dan are in two");
  assert.deepEqual(answer.parts.map((one) => one.answer.events), [4, 1, 1]);
  assert.equal(answer.events, 6);
  assert.equal(answer.people, 4);
  assert.match(answer.note.explanation, /currency of each event/);
  const few = { ...question, breakdown: { property: "currency", limit: 1 } };
  assert.deepEqual(parts(await ask("counts", few)), [["value", "EUR", 4], ["others", null, 2]]);
  for (const [part, expected] of [
    [{ kind: "value", value: "USD" }, ["Bob"]],
    [{ kind: "others", value: null }, ["Bob", "Dan"]],
    [{ kind: "none", value: null }, []],
  ]) {
    assert.deepEqual(names(await ask("counts/people", { question: few, cell: {}, part })), expected, JSON.stringify(part));
  }
  const ofOthers = await ask("counts", { ...question, events: { kind: "track" }, breakdown: { property: "currency", limit: 1 } });
  assert.deepEqual(parts(ofOthers), [["value", "EUR", 4], ["none", null, 4], ["others", null, 2]]);
});

test("in next all sides ask for what the person did last in the whole question's range", async () => {
  const question = { person: "user_id:bob", length: 1, compare: [{ name: "early", range: { until: minute(2) } }, { name: "late", range: { from: minute(2) } }] };
  const answer = await ask("next", question);
  for (const one of answer.parts) assert.deepEqual(one.answer.so_far, answer.so_far);
});

test("the note says the conditions of every question", async () => {
  for (const [name, body, said] of [
    ["friction", { outcome: { names: ["Paid"], where: is("total", "greater", 100) }, begins: viewed }, /`outcome` only where total is more than 100\./],
    ["counts", { events: { where: is("currency", "equals", "EUR") } }, /`events` only where currency is EUR\./],
    ["funnel", { ...shop, exclusions: [{ events: { where: is("currency", "equals", "SEK") }, from: 1, to: 2 }] }, /`exclusions\[0\]\.events` only where currency is SEK\./],
  ]) {
    assert.match((await ask(name, body)).note.explanation, said, name);
  }
});

test("groups and periods are compared side by side", async () => {
  const compare = [
    { name: "pro", people: { trait: "plan", is: "equals", value: "pro" } },
    { name: "the others", people: { trait: "plan", is: "not_equals", value: "pro" } },
    { name: "from minute three", range: { from: minute(3) } },
  ];
  const question = { steps: [{ names: ["Paid"] }, { names: ["Paid"], where: is("total", "greater", 250) }], compare };
  const answer = await ask("funnel", question);
  assert.deepEqual(parts(answer), [["compared", "pro", 2], ["compared", "the others", 2], ["compared", "from minute three", 3]]);
  assert.deepEqual(answer.parts.map((one) => people(one.answer)), [[2, 1], [2, 1], [3, 1]]);
  assert.equal(answer.parts[0].answer.against_first, null);
  assert.equal(answer.parts[1].answer.against_first.value, 0);
  assert.ok(Math.abs(answer.parts[2].answer.against_first.value - (1 / 3 - 1 / 2)) < 1e-12);
  assert.ok(answer.parts[2].answer.against_first.p <= 1);
  const behind = await ask("funnel/people", {
    question,
    cell: { furthest_from: 1, furthest_to: 1 },
    part: { kind: "compared", value: "from minute three" },
  });
  assert.deepEqual(names(behind), ["Cem", "Dan"]);
});

test("merged people are in the group of who they are now (AN-02)", async () => {
  const merged = await server.api("POST", "/profiles/merge", {
    body: { profiles: ["user_id:ann", "user_id:dan"], reason: "the same" },
  });
  assert.equal(merged.status, 200, merged.text);
  position = merged.headers.get("throughline-position");
  const plans = await ask("funnel", { ...shop, breakdown: { trait: "plan" } });
  assert.deepEqual(parts(plans), [["value", "pro", 2], ["value", "free", 1]]);
  assert.deepEqual(people(plans), [3, 3]);
});

test("who is erased is in no part", async () => {
  const erased = await server.api("POST", "/profiles/user_id:cem/erase", { body: { mode: "erase", reason: "asked for it" } });
  assert.equal(erased.status, 200, erased.text);
  position = erased.headers.get("throughline-position");
  const sources = await ask("funnel", { ...shop, breakdown: { property: "source" } });
  assert.deepEqual(parts(sources), [["value", "ad", 2]]);
  assert.match(
    await refused("funnel", { ...shop, steps: [{ where: is("total", "equals", "120") }, { where: is("total", "contains", "1") }] }),
    /`total` is never text/,
  );
});

test("what has no meaning is refused with the reason", async () => {
  assert.match(await refused("funnel", paid(is("colour", "equals", "red"))), /`steps\[1\]\.where`: no event has the property `colour`/);
  assert.match(await refused("funnel", paid(is("currency", "greater", 3))), /`currency` is never a number/);
  assert.match(await refused("funnel", paid(is("total", "greater", "three"))), /must be a number/);
  assert.match(await refused("funnel", paid({ trait: "plan", is: "exists" })), /belongs into `people`/);
  assert.match(await refused("funnel", paid("large")), /JSON object/);
  assert.match(await refused("funnel", { ...shop, people: is("total", "exists") }), /cannot be asked of a person/);
  assert.match(await refused("funnel", { ...shop, people: { trait: "plan", is: "like" } }), /`people`: unknown comparison/);
  assert.match(await refused("funnel", { ...shop, breakdown: { property: "colour" } }), /no event has the property/);
  assert.match(await refused("funnel", { ...shop, breakdown: { trait: "colour" } }), /nobody has the trait/);
  assert.match(await refused("funnel", { ...shop, breakdown: { trait: "plan", property: "source" } }), /either/);
  assert.match(await refused("funnel", { ...shop, breakdown: { trait: "plan", limit: 51 } }), /from 1 to 50/);
  assert.match(await refused("map", { breakdown: { property: "" } }), /name of a property/);
  assert.match(await refused("retention", { compare: [{ name: "one", range: {} }] }), /from 2 to 12/);
  assert.match(
    await refused("funnel/people", { question: shop, cell: { furthest_from: 1, furthest_to: 2 }, part: { kind: "others", value: null } }),
    /needs a `breakdown`/,
  );
  const two = [{ name: "a", range: { from: minute(1) } }, { name: "b", range: { until: minute(1) } }];
  assert.match(await refused("map", { compare: two, breakdown: { trait: "plan" } }), /together/);
});
