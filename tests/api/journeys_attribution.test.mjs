// Attribution over HTTP: credit by value, channels told apart by a property, every look-back and every model.
// Every figure is counted once more here, in the plainest way, and so is who stands behind it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { commandBeside } from "../lib/cli.mjs";
import { shares } from "../lib/journey_oracle.mjs";
import { Server } from "../lib/server.mjs";

const day = 86_400_000;
const begin = Date.UTC(2026, 2, 1);
const channels = ["mail", "search", "social", "shop"];
const sent = []; // {userId, name, at, properties}
const lines = new Map(); // By user id.
let server, key, position;
let seed = 7;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const below = (n) => Math.floor(random() * n);

function happen(userId, name, at, properties) {
  sent.push({ userId, name, at, properties, id: `m-${sent.length}` });
}

function makeEvents() {
  // The known order of 50: touches 9 days, 6 days and twice 0 days before.
  for (const [channel, days] of [["nine", 0], ["six", 3], ["same day", 9], ["same moment", 9]]) {
    happen("golden-50", "Golden Touch", begin + days * day, { channel });
  }
  happen("golden-50", "Golden Order", begin + 9 * day, { total: 50 });
  // And the known path A > B > C > D to one of 100.
  ["A", "B", "C", "D"].forEach((channel, i) => happen("golden-100", "Known Touch", begin + i * day, { channel }));
  happen("golden-100", "Known Order", begin + 5 * day, { total: 100 });
  for (let person = 0; person < 60; ++person) {
    let at = begin + below(30) * day;
    for (let i = below(9); i >= 0; --i) {
      at += [60_000, 3_600_000, day, 6 * day][below(4)];
      const channel = [...channels, undefined][below(5)];
      if (below(4) === 0) happen(`user-${person}`, "Order", at, [{ total: 10 + below(90) }, { total: "12" }, { total: 7.25, channel }][below(3)]);
      else happen(`user-${person}`, "Touch", at, channel ? { channel, campaign: below(3) } : {});
    }
  }
  for (const event of sent) lines.set(event.userId, [...(lines.get(event.userId) ?? []), event]);
}

before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
  key = await server.writeKey("Shop");
  makeEvents();
  for (let i = 0; i < sent.length; i += 100) {
    const batch = sent.slice(i, i + 100).map(({ userId, name, at, properties, id }) => ({
      type: "track", userId, event: name, messageId: id, timestamp: new Date(at).toISOString(), properties,
    }));
    const answer = await server.send("/v1/batch", { batch }, key);
    assert.equal(answer.status, 200, answer.text);
    position = answer.headers.get("throughline-position");
  }
  await Promise.all([...lines.keys()].map(async (userId) => (lines.get(userId).id = (await server.get(`/profiles/user_id:${userId}`)).id)));
});
after(() => server.close());

async function ask(body, path = "attribution") {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}
async function who(question, cell) {
  const found = await ask({ question, cell, page: { limit: 500 } }, "attribution/people");
  return found.items.map((one) => one.id).sort();
}
const near = (actual, expected, what) => assert.ok(Math.abs(actual - expected) < 1e-6, `${what}: ${actual}, not ${expected}`);
const creditsOf = (answer, model, figure = "value") => Object.fromEntries(answer.channels.map((one) => [one.property, one.credits.find((credit) => credit.model === model)[figure]]));

const touches = { names: ["Touch"] };
const conversions = { names: ["Order"] };
const usual = { touches, conversions, channel: "channel", value: "total" };
const worth = (event) => (typeof event.properties.total === "number" ? event.properties.total : undefined);
const channelOf = (event) => event.properties.channel ?? null;

/** Every conversion with the touches before it; for each line also those after the last. */
function paths({ lookBack = Infinity, session = Infinity, once = false, isTouch = (event) => event.name === "Touch", channel = channelOf } = {}) {
  const found = [];
  for (const line of lines.values()) {
    let past = [];
    let rest = [];
    const end = () => {
      const last = rest.at(-1);
      if (last) found.push({ person: line.id, touches: rest.filter((one) => last.at - one.at <= lookBack).map((one) => ({ channel: channel(one) })) });
      past = [];
      rest = [];
    };
    line.forEach((event, i) => {
      if (i > 0 && event.at - line[i - 1].at > session) end();
      if (isTouch(event)) {
        past.push(event);
        rest.push(event);
      }
      if (event.name !== "Order") return;
      found.push({
        person: line.id, conversion: event,
        touches: past.filter((one) => event.at - one.at <= lookBack).map((one) => ({ channel: channel(one), age: event.at - one.at, own: one === event })),
      });
      rest = [];
      if (once) past = [];
    });
    end();
  }
  return found;
}

const ends = (weights) => (n) => {
  const parts = Array.from({ length: n }, (_, i) => (n === 1 ? 1 : i === 0 ? weights.first : i === n - 1 ? weights.last : weights.between / (n - 2)));
  const all = parts.reduce((a, b) => a + b);
  return parts.map((part) => part / all);
};
const weights = { first: 5, between: 2, last: 1 };
const halfLife = 4 * day;
function sharesBy(model, touched) {
  const firstOfItsChannel = touched.map((one, i) => touched.findIndex((other) => other.channel === one.channel) === i);
  if (!touched.length) return [];
  if (model === "same") return touched.map((one) => (one.own ? 1 : 0));
  if (model === "custom") return ends(weights)(touched.length);
  if (model === "participation") return firstOfItsChannel.map(Number);
  if (model === "shapley") return firstOfItsChannel.map((first) => (first ? 1 / new Set(touched.map((one) => one.channel)).size : 0));
  return shares(model, touched.map((one) => one.age), { halfLife });
}

/** Of walks over channels, one step after another, how many come to a conversion without one of the channels. */
function converting(all, without) {
  const steps = new Map();
  const step = (from, to) => {
    if (!steps.has(from)) steps.set(from, new Map());
    steps.get(from).set(to, (steps.get(from).get(to) ?? 0) + 1);
  };
  for (const { conversion, touches } of all.filter((path) => path.touches.length)) {
    let from = "(start)";
    for (const { channel } of touches) {
      step(from, channel);
      from = channel;
    }
    step(from, conversion ? "(converts)" : "(nothing)");
  }
  let walkers = new Map([["(start)", 1]]);
  let converted = 0;
  for (let i = 0; i < 5_000; ++i) {
    const next = new Map();
    for (const [at, share] of walkers) {
      const total = [...steps.get(at).values()].reduce((a, b) => a + b);
      for (const [to, times] of steps.get(at)) {
        if (to === "(converts)") converted += (share * times) / total;
        else if (to !== "(nothing)" && to !== without) next.set(to, (next.get(to) ?? 0) + (share * times) / total);
      }
    }
    walkers = next;
  }
  return converted;
}

function markov(all) {
  const touched = [...new Set(all.flatMap((path) => path.touches.map((one) => one.channel)))];
  const whole = converting(all, undefined);
  const effects = touched.map((channel) => 1 - converting(all, channel) / whole);
  const sum = effects.reduce((a, b) => a + b);
  return new Map(touched.map((channel, i) => [channel, effects[i] / sum]));
}

/** Credit of every channel by a model: conversions, value and people. */
function creditBy(model, all) {
  const credit = new Map();
  const at = (channel) => credit.get(channel) ?? credit.set(channel, { conversions: 0, value: 0, people: new Set() }).get(channel);
  const converted = all.filter((path) => path.conversion);
  for (const path of converted) {
    const parts = model === "markov" ? sharesBy("participation", path.touches) : sharesBy(model, path.touches);
    parts.forEach((part, i) => {
      const channel = at(path.touches[i].channel);
      channel.conversions += part;
      channel.value += part * (worth(path.conversion) ?? 0);
      if (part > 0) channel.people.add(path.person);
    });
  }
  if (model === "markov") {
    const attributed = converted.filter((path) => path.touches.length);
    for (const [channel, share] of markov(all)) {
      if (!credit.has(channel)) continue;
      at(channel).conversions = share * attributed.length;
      at(channel).value = share * attributed.reduce((sum, path) => sum + (worth(path.conversion) ?? 0), 0);
    }
  }
  return credit;
}

function expectCredit(answer, all, models, keyOf = (one) => one.property) {
  const converted = all.filter((path) => path.conversion);
  assert.equal(answer.conversions, converted.length);
  near(answer.value, converted.reduce((sum, path) => sum + (worth(path.conversion) ?? 0), 0), "value of all");
  assert.equal(answer.without_value, converted.filter((path) => worth(path.conversion) === undefined).length);
  for (const model of models) {
    const credit = creditBy(model, all);
    assert.deepEqual(answer.channels.map(keyOf).sort(), [...credit.keys()].sort(), model);
    let [conversions, value] = [0, 0];
    for (const one of answer.channels) {
      const expected = credit.get(keyOf(one));
      const found = one.credits.find((each) => each.model === model);
      near(found.conversions, expected.conversions, `${model} ${keyOf(one)}`);
      near(found.value, expected.value, `${model} ${keyOf(one)}, value`);
      assert.equal(found.people, expected.people.size, `${model} ${keyOf(one)}, people`);
      conversions += found.conversions;
      value += found.value;
    }
    const none = answer.unattributed.find((one) => one.model === model);
    if (model === "participation") continue;
    near(conversions + none.conversions, answer.conversions, `all of ${model}`);
    near(value + none.value, answer.value, `all value of ${model}`);
  }
}

test("a $50 order with touches 0, 0, 6 and 9 days before, by the half-life of 7 days (JA-05)", async () => {
  const answer = await ask({ touches: { names: ["Golden Touch"] }, conversions: { names: ["Golden Order"] }, channel: "channel", value: "total", models: ["time_decay"] });
  const credits = creditsOf(answer, "time_decay");
  for (const [channel, expected] of [["nine", 6.92], ["six", 9.32], ["same day", 16.88], ["same moment", 16.88]]) {
    assert.equal(credits[channel].toFixed(2), expected.toFixed(2), channel);
  }
  assert.deepEqual([answer.value, answer.without_value, answer.conversions], [50, 0, 1]);
});

test("a path A > B > C > D to an order of 100 by every model (JA-05)", async () => {
  const expected = {
    first: [100, 0, 0, 0], last: [0, 0, 0, 100], same: [0, 0, 0, 0], linear: [25, 25, 25, 25], u_shaped: [40, 10, 10, 40], j_shaped: [20, 10, 10, 60],
    inverse_j: [60, 10, 10, 20], custom: [50, 15, 15, 20], participation: [100, 100, 100, 100], shapley: [25, 25, 25, 25], markov: [25, 25, 25, 25],
  };
  const answer = await ask({ touches: { names: ["Known Touch"] }, conversions: { names: ["Known Order"] }, channel: "channel", value: "total", models: Object.keys(expected), shape: { first: 50, between: 30, last: 20 } });
  for (const [model, values] of Object.entries(expected)) {
    const credits = creditsOf(answer, model);
    ["A", "B", "C", "D"].forEach((channel, i) => near(credits[channel], values[i], `${model} ${channel}`));
  }
  const alone = await ask({ touches: { names: ["Known Touch"], where: { property: "channel", is: "equals", value: "B" } }, conversions: { names: ["Known Order"] }, channel: "channel", value: "total", models: Object.keys(expected) });
  for (const model of Object.keys(expected)) assert.equal(creditsOf(alone, model).B, model === "same" ? 0 : 100, `a single touch gets all by ${model}`);
});

const models = ["first", "last", "same", "linear", "u_shaped", "j_shaped", "inverse_j", "custom", "time_decay", "participation", "shapley", "markov"];
for (const [said, asked, meant] of [
  ["without a limit", {}, {}],
  ["no more than 3 days", { look_back_ms: 3 * day }, { lookBack: 3 * day }],
  ["within the session", { session_ms: 2 * 3_600_000 }, { session: 2 * 3_600_000 }],
  ["each touch once", { touches_once: true }, { once: true }],
  ["each touch once, for 10 days", { touches_once: true, look_back_ms: 10 * day }, { once: true, lookBack: 10 * day }],
]) {
  test(`credit by value and channel, looking back ${said}, equals its definition by every model (JA-05)`, async () => {
    const question = { ...usual, models, shape: weights, half_life_ms: halfLife, ...asked };
    const all = paths(meant);
    expectCredit(await ask(question), all, models);
    for (const [model, channel] of [["last", "mail"], ["markov", "search"], ["shapley", null]]) {
      const cell = { kind: "credited", model, ...(channel === null ? { without_property: true } : { property: channel }) };
      assert.deepEqual(await who(question, cell), [...creditBy(model, all).get(channel).people].sort(), model);
    }
    const touched = new Set(all.filter((path) => path.conversion && path.touches.some((one) => one.channel === "mail")).map((path) => path.person));
    assert.deepEqual(await who(question, { kind: "touched", property: "mail" }), [...touched].sort());
    const alone = new Set(all.filter((path) => path.conversion && !path.touches.length).map((path) => path.person));
    assert.deepEqual(await who(question, { kind: "unattributed", model: "markov" }), [...alone].sort());
  });
}

test("the same touch is the conversion itself, where it says a channel (JA-05)", async () => {
  const isTouch = (event) => (event.name === "Touch" || event.name === "Order") && event.properties.channel !== undefined;
  const question = { ...usual, touches: { names: ["Touch", "Order"], where: { property: "channel", is: "exists" } }, models: ["same", "last"] };
  const all = paths({ isTouch });
  const answer = await ask(question);
  expectCredit(answer, all, ["same", "last"]);
  assert.ok(answer.unattributed[0].conversions > 0 && answer.unattributed[0].conversions < answer.conversions, "some have it and some have not");
});

test("numbers tell channels apart too, and so do names (JA-05)", async () => {
  const answer = await ask({ ...usual, channel: "campaign", models: ["linear", "markov"] });
  expectCredit(answer, paths({ channel: (event) => event.properties.campaign ?? null }), ["linear", "markov"]);
  assert.deepEqual(answer.channels.map((one) => one.property).sort(), [0, 1, 2, null]);
  assert.deepEqual(await who({ ...usual, channel: "campaign" }, { kind: "credited", model: "linear", property: 4711 }), []);
  const named = await ask({ touches: { names: ["Touch", "Order"] }, conversions, value: "total", models: ["linear"] });
  const names = new Map(named.nodes.map((node) => [node.id, node.name]));
  expectCredit(named, paths({ isTouch: (event) => ["Touch", "Order"].includes(event.name), channel: (event) => event.name }), ["linear"], (one) => names.get(one.channel));
});

test("without a value there is none in the answer, and the most credited channels come first", async () => {
  const answer = await ask({ ...usual, value: undefined, models: ["linear"], limit: 2 });
  assert.deepEqual([answer.value, answer.without_value, answer.channels[0].credits[0].value, answer.unattributed[0].value], [null, null, null, null]);
  assert.deepEqual([answer.channels.length, answer.all_channels], [2, 5]);
  const all = [...creditBy("linear", paths()).values()].map((one) => one.conversions).sort((a, b) => b - a);
  answer.channels.forEach((one, i) => near(one.credits[0].conversions, all[i], `${i}`));
});

test("by a breakdown and in a comparison every part has its own credit", async () => {
  const answer = await ask({ ...usual, models: ["markov", "shapley"], breakdown: { property: "total", limit: 3 } });
  const whole = answer.parts.reduce((sum, { answer: part }) => sum + part.value, 0);
  near(whole, answer.value, "the parts' value");
});

test("the table has the channels with their credit and value", async () => {
  const table = await commandBeside(server, "attribution", "--touches", "Known Touch", "--conversions", "Known Order", "--channel", "channel", "--value", "total", "--model", "u_shaped", "--model", "custom", "--weights", "50,30,20");
  assert.equal(table.code, 0, table.error);
  assert.match(table.out, /^A +1 +1 +0\.40 +40\.00 +0\.50 +50\.00/m);
  assert.match(table.out, /1 conversions of 1 people, worth 100\.00; 0 without a value/);
});

test("what has no meaning is refused with the field", async () => {
  for (const [body, field] of [
    [{ ...usual, channel: "weather" }, /no event has the property `weather`/],
    [{ ...usual, value: "weather" }, /no event has the property `weather`/],
    [{ ...usual, limit: 0 }, /`limit`/],
    [{ ...usual, look_back_ms: -1 }, /`look_back_ms`/],
    [{ ...usual, session_starts: touches }, /`session_starts` needs `session_ms`/],
    [{ ...usual, shape: { first: 1, between: 1 } }, /shape\.last/],
  ]) {
    const answer = await server.api("POST", "/journeys/attribution", { body });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.json.detail, field);
  }
  for (const [cell, field, question] of [
    [{ kind: "credited", channel: 0 }, /`cell\.property`/, usual],
    [{ kind: "credited", property: "mail", without_property: true }, /exclude each other/, usual],
    [{ kind: "credited" }, /which channel/, usual],
    [{ kind: "unattributed", property: "mail" }, /which channel/, usual],
    [{ kind: "credited", property: "mail" }, /`cell\.property` needs `channel`/, { touches, conversions }],
  ]) {
    const answer = await server.api("POST", "/journeys/attribution/people", { body: { question, cell } });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.json.detail, field);
  }
});
