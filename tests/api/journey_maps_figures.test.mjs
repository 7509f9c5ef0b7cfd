// The figures of a journey map's touchpoints over the API: volume, conversion, wait, scores and costs with how they went over
// time, thresholds that are noticed once, handoffs between owners, what became of a pain, and people compared with others.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Listener } from "../lib/live.mjs";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const patience = 300_000;
const minute = 60_000;
const day = 86_400_000;
const noon = Math.floor(Date.now() / day) * day + day / 2 - day;
let server, writeKey, at;
let number = 0;

before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
  writeKey = await server.writeKey();
});
after(() => server?.close());

/** Asks again while the record is still being read. */
async function ask(method, path, body) {
  const answer = await until("the record to be read", async () => {
    const asked = await server.api(method, path + (at && path.includes("/journey-maps/") && method === "POST" ? `?at_least=${at}` : ""), body ? { body } : {});
    return asked.status === 503 ? undefined : asked;
  }, { ms: patience });
  assert.ok(answer.status < 300, answer.text);
  return answer.json;
}
/** Each step is a name, minutes after the beginning, and properties. */
async function happened(begin, lines) {
  const batch = Object.entries(lines).flatMap(([userId, steps]) =>
    steps.map(([event, minutes, properties]) => ({ type: "track", userId, event, properties, messageId: `figures-${++number}`, timestamp: new Date(begin + minutes * minute).toISOString() })));
  const sent = await server.send("/v1/batch", { batch }, writeKey);
  assert.equal(sent.status, 200, sent.text);
  at = sent.headers.get("throughline-position");
}
const touchpoint = (name, more = {}) => ({ id: name.toLowerCase(), name, events: { names: [name] }, ...more });
const drawing = (more = {}) => ({
  stages: [
    { id: "look", name: "Look", owner: "Marketing", touchpoints: [touchpoint("Viewed", { repeats: true })] },
    { id: "try", name: "Try", owner: "Product", touchpoints: [touchpoint("Tried"), touchpoint("Rated", { optional: true, score: { kind: "nps", property: "score" } })], ...more },
    { id: "buy", name: "Buy", owner: "Shop", touchpoints: [touchpoint("Paid", { cost: "fee" })] },
  ],
});
const make = async (name, document) => `/journey-maps/${(await ask("POST", "/journey-maps", { name, document })).id}`;
const overlay = (map, question = {}) => ask("POST", `${map}/overlay`, question);
const behind = async (map, cell, question = {}) => (await ask("POST", `${map}/people`, { question, cell })).total;

test("a touchpoint shows volume, conversion, wait, score and cost, each with its people and over time (JM-03)", async () => {
  await happened(noon - 10 * day, {
    ann: [["Viewed", 0], ["Viewed", 2], ["Tried", 12], ["Rated", 20, { score: 10 }], ["Paid", 40, { fee: 3 }]],
    bob: [["Viewed", 0], ["Tried", 30], ["Rated", 31, { score: 6 }]],
    cid: [["Viewed", day / minute], ["Tried", day / minute + 10], ["Rated", day / minute + 11, { score: 9 }], ["Paid", day / minute + 20, { fee: 5 }]],
    dan: [["Viewed", 3]],
  });
  const map = await make("Figures", drawing());
  const { shown } = await overlay(map, { series: true });
  const [viewed, tried, rated, paid] = shown.stages.flatMap((stage) => stage.touchpoints);
  assert.deepEqual([viewed.events, viewed.people.count, viewed.went_on.count, viewed.went_on.of], [5, 4, 3, 4]);
  assert.equal(viewed.wait, null, "nothing comes before it");
  assert.deepEqual([tried.went_on.count, tried.went_on.of, tried.wait.people, tried.wait.median_ms], [2, 3, 3, 10 * minute]);
  assert.deepEqual([rated.score.kind, Math.round(rated.score.value), rated.score.people, rated.score.answers], ["nps", 33, 3, 3]);
  assert.ok(rated.score.low < rated.score.value && rated.score.value < rated.score.high);
  assert.deepEqual([paid.cost.total, paid.cost.mean, paid.cost.people, paid.went_on], [8, 4, 2, null]);
  for (const [cell, count] of [["touchpoint", 3], ["went_on", 2], ["waited", 3], ["rated", 3]]) assert.equal(await behind(map, { kind: cell, touchpoint: "rated" }), count, cell);
  assert.equal(await behind(map, { kind: "paid", touchpoint: "paid" }), 2);
  for (const each of [viewed, tried, rated, paid]) {
    assert.equal(each.series.length, viewed.series.length, "all of one length");
    assert.equal(each.series.reduce((sum, point) => sum + point.events, 0), each.events);
  }
  assert.deepEqual(viewed.series.map((point) => point.events), [4, 1]);
  assert.deepEqual(paid.series.map((point) => point.cost), [3, 5]);
  assert.deepEqual(rated.series.map((point) => point.score), [0, 100]);
  assert.deepEqual((await overlay(map)).shown.stages[0].touchpoints[0].series, [], "only where it is asked for");
});

test("the time between the teams of two stages is told, with its people (JM-09)", async () => {
  const map = await make("Handoffs", drawing());
  const { shown } = await overlay(map);
  const said = shown.handoffs.map((each) => [each.from, each.to, each.people.count, each.people.of, each.times, each.median_ms]);
  assert.deepEqual(said, [["Marketing", "Product", 3, 4, 3, 10 * minute], ["Product", "Shop", 2, 4, 2, 14.5 * minute]]);
  assert.equal(await behind(map, { kind: "handoff", from_owner: "Product", to_owner: "Shop" }), 2);
  const one = drawing();
  one.stages[2].owner = "Product";
  const { shown: fewer } = await overlay(map, { document: one });
  assert.deepEqual(fewer.handoffs.map((each) => each.to), ["Product"], "no handoff within a team");
});

test("a threshold that is crossed is noticed once, and so is its end (JM-03)", async () => {
  const document = drawing();
  document.stages[0].touchpoints[0].alerts = [{ figure: "conversion", is: "below", value: 80 }, { figure: "volume", is: "above", value: 1000 }];
  const map = await make("Alerts", document);
  const listener = await Listener.open(server, `${map}/live?client=a`);
  const { shown } = await overlay(map);
  assert.deepEqual(shown.stages[0].touchpoints[0].alerts.map(({ figure, now, crossed }) => [figure, now, crossed]), [["conversion", 75, true], ["volume", 5, false]]);
  // The program looks by itself soon after a version was saved.
  const first = await until("the alert to be noticed", async () => {
    const found = await server.get(`${map}/alerts`);
    return found.items.length > 0 && found;
  }, { ms: patience });
  assert.deepEqual(first.items.map(({ touchpoint, figure, is, value, now, crossed }) => [touchpoint, figure, is, value, now, crossed]), [["viewed", "conversion", "below", 80, 75, true]]);
  assert.deepEqual(first.crossed, [{ touchpoint: "viewed", figure: "conversion", is: "below" }]);
  assert.equal((await ask("POST", `${map}/alerts/check`)).items.length, 1, "noticed once");
  await happened(Date.now() - 5 * day, { eve: [["Viewed", 0], ["Tried", 5]], fay: [["Viewed", 0], ["Tried", 5]] });
  const second = await ask("POST", `${map}/alerts/check`);
  assert.deepEqual([second.crossed, second.items.map((each) => each.crossed)], [[], [false, true]]);
  assert.equal((await ask("POST", `${map}/alerts/check`)).items.length, 2);
  const actions = (await server.get("/audit?limit=50")).items.filter((each) => each.action.startsWith("journey_map.alert")).map((each) => each.action);
  assert.deepEqual(actions, ["journey_map.alert_end", "journey_map.alert"]);
  await listener.heard("alerts", (all) => all.length > 0 && all.at(-1).crossed.length === 0);
  listener.close();
});

test("a pain says what became of it since something was done (JM-08)", async () => {
  const since = Date.now() - 100 * day;
  const before = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`before${index}`, [["Viewed", 0], ...(index < 5 ? [["Tried", 10]] : [])]]));
  const later = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`after${index}`, [["Viewed", 0], ...(index < 15 ? [["Tried", 4]] : [])]]));
  await happened(since - 2 * day, before);
  await happened(since + 2 * day, later);
  const pain = { text: "Slow pages", owner: "Web team", status: "done", initiative: "Faster pages", link: "https://work.example/12", since: new Date(since).toISOString(), figure: "converted" };
  const map = await make("Pains", drawing({ pain: [pain, { text: "No date" }] }));
  const { document } = (await server.get(map)).map;
  assert.deepEqual([document.stages[1].pain[0].link, document.stages[1].pain[0].figure], [pain.link, "converted"]);
  const found = await ask("POST", `${map}/impact`, { question: {}, stage: "try", pain: 0 });
  assert.deepEqual([found.before.n, found.before.value, found.after.n, found.after.value, found.days], [20, 0.25, 20, 0.75, 28]);
  assert.equal(found.difference.value, 0.5);
  assert.ok(found.difference.low > 0 && found.difference.low < 0.5 && found.difference.high < 1);
  assert.ok(found.before.low < 0.25 && found.before.high > 0.25);
  document.stages[1].pain[0].figure = "time_in_stage";
  document.stages[0].touchpoints.push({ id: "none", name: "None" });
  document.stages[0].pain = [{ ...pain, figure: "time_in_stage" }];
  const time = await ask("POST", `${map}/impact`, { question: { document }, stage: "look", pain: 0, days: 10 });
  assert.deepEqual([time.before.n, time.before.value, time.after.value, time.difference.value], [20, 0, 4 * minute, 4 * minute]);
  assert.ok(time.after.low <= time.after.value && time.after.value <= time.after.high);
  const refused = async (body, why) => {
    const answer = await server.api("POST", `${map}/impact`, { body });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, why);
  };
  await refused({ question: {}, stage: "try", pain: 1 }, /since/);
  await refused({ question: {}, stage: "try", pain: 7 }, /pain/);
  await refused({ question: {}, stage: "x", pain: 0 }, /stage/);
});

test("people of a segment are compared with everybody, and two times with each other (JM-07)", async () => {
  const made = await server.api("POST", "/segments", { body: { kind: "live", name: "Payers", condition: { event: "Paid", count: { is: "at_least", value: 1 } } } });
  assert.equal(made.status, 201, made.text);
  await until("the segment to be built", async () => (await server.get(`/segments/${made.json.id}`)).segment.built);
  const map = await make("Compared", drawing());
  const question = { segment: made.json.id, compare: { everybody: true } };
  const { shown, compared, differences } = await overlay(map, question);
  assert.deepEqual([shown.on_map.count, shown.stages[2].reached.count], [2, 2]);
  assert.ok(compared.on_map.count > 40);
  assert.ok(Math.abs(differences.stages[2].reached.difference - (compared.stages[2].reached.share - 1)) < 1e-9);
  assert.ok(differences.stages[2].reached.high < 0);
  const all = (await ask("POST", `${map}/people`, { question, cell: { kind: "on_map" }, compared: true })).total;
  assert.equal(all, compared.on_map.count);
});

test("what a touchpoint or a pain cannot have is refused with its field", async () => {
  const refused = async (spoil, why) => {
    const document = drawing({ pain: [{ text: "Slow" }] });
    spoil(document.stages[1]);
    const answer = await server.api("POST", "/journey-maps", { body: { name: "X", document } });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, why);
  };
  await refused((stage) => (stage.touchpoints[0].score = { kind: "stars", property: "x" }), /score\.kind/);
  await refused((stage) => (stage.touchpoints[0].score = { kind: "nps", property: " " }), /score\.property/);
  await refused((stage) => (stage.touchpoints[0].alerts = [{ figure: "volume", is: "below", value: 1 }, { figure: "volume", is: "below", value: 2 }]), /alerts/);
  await refused((stage) => (stage.touchpoints[0].alerts = [{ figure: "luck", is: "below", value: 1 }]), /alerts\[0\]\.figure/);
  await refused((stage) => (stage.pain[0].link = "javascript:alert(1)"), /pain\[0\]\.link/);
  await refused((stage) => (stage.pain[0].since = "soon"), /pain\[0\]\.since/);
});
