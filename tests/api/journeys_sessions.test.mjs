// Sessions are cut when somebody asks: by any pause, and by events that always begin one; in every question that
// looks at them. A funnel may have to lie in one of them. All figures are counted once more here.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { commandBeside } from "../lib/cli.mjs";
import { funnelOf, Tally } from "../lib/journey_oracle.mjs";
import { Server } from "../lib/server.mjs";

const minute = 60_000;
const begin = Date.UTC(2026, 1, 1);
const names = ["Open", "View", "Add", "Pay"];
const lines = new Map(); // By user id, then by profile id.
let server, key, position;
let seed = 3;
const below = (n) => Math.floor(((seed = (seed * 48271) % 2147483647) / 2147483647) * n);

before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
  key = await server.writeKey("Shop");
  const sent = [];
  for (let person = 0; person < 80; ++person) {
    let at = begin + below(20_000) * minute;
    for (let i = below(14); i >= 0; --i) {
      at += [1, 4, 11, 35, 60, 300][below(6)] * minute + below(1000);
      sent.push({ userId: `user-${person}`, name: names[below(4)], at });
    }
  }
  for (let i = 0; i < sent.length; i += 100) {
    const batch = sent.slice(i, i + 100).map(({ userId, name, at }, place) => ({ type: "track", userId, event: name, messageId: `m-${i + place}`, timestamp: new Date(at).toISOString() }));
    const answer = await server.send("/v1/batch", { batch }, key);
    assert.equal(answer.status, 200, answer.text);
    position = answer.headers.get("throughline-position");
  }
  const byUser = Map.groupBy(sent, (event) => event.userId);
  await Promise.all([...byUser].map(async ([userId, line]) => lines.set((await server.get(`/profiles/user_id:${userId}`)).id, line)));
});
after(() => server.close());

async function ask(path, body) {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}
const who = async (path, question, cell) => (await ask(`${path}/people`, { question, cell, page: { limit: 500 } })).items.map((one) => one.id).sort();

/** A line cut into sessions by a pause and, if there is one, by an event that always begins one. */
function cut(line, { pause, starts }) {
  const sessions = [];
  line.forEach((event, i) => {
    if (i === 0 || event.at - line[i - 1].at > pause || event.name === starts) sessions.push([]);
    sessions.at(-1).push(event);
  });
  return sessions;
}

const rules = [{ pause: 30 * minute }, { pause: 5 * minute }, { pause: 90 * minute, starts: "Open" }, { pause: 30 * minute, starts: "Never" }];
const asked = ({ pause, starts }) => ({ session_ms: pause, ...(starts ? { session_starts: { names: [starts] } } : {}) });

for (const rule of rules) {
  const said = `a pause of ${rule.pause / minute} minutes${rule.starts ? ` or ${rule.starts}` : ""}`;
  test(`sessions by ${said}: how many there are, and whole cases of every question (JA-08)`, async () => {
    const all = [...lines.values()].flatMap((line) => cut(line, rule));
    const sessions = await ask("sessions", { timeout_ms: rule.pause, ...(rule.starts ? { starts: { names: [rule.starts] } } : {}) });
    assert.equal(sessions.sessions, all.length);
    const map = await ask("map", { ...asked(rule), variants: 1000 });
    assert.equal(map.cases, all.length);
    const variants = new Tally();
    for (const session of all) variants.add(session.map((event) => event.name).join(">"), 0);
    assert.equal(map.all_variants, variants.keys().length);
    assert.deepEqual(map.variants.map((one) => one.cases).sort(), variants.keys().map((text) => variants.count(text)).sort());
    const paths = await ask("paths", { anchor: { names: ["View"] }, direction: "from", ...asked(rule), depth: 1 });
    assert.equal(paths.anchors, all.filter((session) => session.some((event) => event.name === "View")).length, "the first view of each session");
    const touched = await ask("attribution", { touches: { names: ["View"] }, conversions: { names: ["Pay"] }, ...asked(rule) });
    const alone = all.flatMap((session) => session.filter((event, i) => event.name === "Pay" && !session.slice(0, i).some((one) => one.name === "View")));
    assert.equal(touched.unattributed[0].conversions, alone.length);
    const next = await ask("next", { so_far: [{ names: ["View"] }], ...asked(rule), people_min: 1 });
    const ended = all.filter((session) => session.some((event) => event.name === "View"));
    assert.equal(next.matches[0].people, new Set(ended.map((session) => session[0].userId)).size);
  });

  test(`a funnel within one session by ${said} (JA-01)`, async () => {
    const question = { steps: ["View", "Add", "Pay"].map((name) => ({ names: [name] })), window_ms: 240 * minute, ...asked(rule) };
    const furthest = new Tally();
    for (const [id, line] of lines) {
      const levels = cut(line, rule).map((session) => funnelOf(session, ["View", "Add", "Pay"], { window: 240 * minute })?.level ?? 0);
      const level = Math.max(0, ...levels);
      if (level > 0) furthest.add(level, id);
    }
    const answer = await ask("funnel", question);
    const reached = (step) => [1, 2, 3].filter((level) => level >= step).reduce((sum, level) => sum + furthest.who(level).length, 0);
    assert.deepEqual(answer.steps.map((step) => step.people), [1, 2, 3].map(reached));
    for (const level of [1, 2, 3]) assert.deepEqual(await who("funnel", question, { furthest_from: level, furthest_to: level }), furthest.who(level));
    const whole = await ask("funnel", { ...question, session_ms: undefined, session_starts: undefined });
    assert.ok(whole.steps[2].people >= answer.steps[2].people);
    assert.equal(answer.note.kernel.because, "each session is a case");
  });
}

test("ten groups of people are compared at once, each as it is alone (JA-01)", async () => {
  const steps = { steps: [{ names: ["View"] }, { names: ["Pay"] }] };
  const compare = Array.from({ length: 10 }, (_, at) => ({ name: `at least ${at + 1}`, people: { event: "View", count: { is: "at_least", value: at + 1 } } }));
  const { parts } = await ask("funnel", { ...steps, compare });
  assert.equal(parts.length, 10);
  for (const [at, part] of parts.entries()) {
    const alone = await ask("funnel", { ...steps, people: compare[at].people });
    assert.deepEqual(part.answer.steps, alone.steps);
    const expected = [...lines.values()].filter((line) => line.filter((event) => event.name === "View").length > at);
    assert.equal(part.answer.steps[0].people, expected.length);
  }
});

test("the command line takes the same rule", async () => {
  const answer = await ask("funnel", { steps: [{ names: ["View"] }, { names: ["Pay"] }], session_ms: 30 * minute, session_starts: { names: ["Open"] } });
  const said = await commandBeside(server, "funnel", "View", "Pay", "--session", "30m", "--session-starts", "Open", "--json");
  assert.equal(said.code, 0, said.error);
  assert.deepEqual(JSON.parse(said.out).steps, answer.steps);
});

test("what begins a session is nothing without a pause", async () => {
  for (const path of ["map", "paths"]) {
    const answer = await server.api("POST", `/journeys/${path}`, { body: { session_starts: { names: ["Open"] } } });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.json.detail, /`session_starts` needs `session_ms`/);
  }
});
