// Paths, friction, lifecycle, stickiness, attribution, counts, sessions, what comes next, and variants over
// HTTP and from the command line. Every figure is counted once more here, from the events that were sent:
// in a time zone with summer time, with ties, late events and a merge; and so is who stands behind it.
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Command, commandBeside } from "../lib/cli.mjs";
import { freshDirectory } from "../lib/directory.mjs";
import { adjusted, collapsed, dayIn, frictionPoints, funnelOf, periodIn, sessionsOf, shares, Tally } from "../lib/journey_oracle.mjs";
import { randomNumbers } from "../lib/random.mjs";
import { Server } from "../lib/server.mjs";

const zone = "America/New_York"; // Its clocks went forward on 8 March 2026.
const hour = 3_600_000;
const halfHour = hour / 2;
const begin = Date.UTC(2026, 1, 20);
const names = ["Visit", "View", "Add", "Pay", "Call", "Chat"];
const sent = []; // {userId, name, at, id}
const idOf = new Map(); // By user id.
const lines = new Map(); // By profile id.
let server, key, position;
const directory = await freshDirectory("queries");

const random = randomNumbers(20260301);
const below = (n) => Math.floor(random() * n);

function makeEvents() {
  for (let person = 0; person < 60; ++person) {
    let at = begin + below(50 * 24) * hour;
    const count = 1 + below(16);
    for (let i = 0; i < count; ++i) {
      // Some in the same instant, some soon, some days later: sessions, loops and long waits.
      at += [0, 60_000 * below(20), 60_000 * below(20), hour * below(30), hour * 24 * below(9)][below(5)];
      sent.push({ userId: `user-${String(person).padStart(2, "0")}`, name: names[below(names.length)], at });
    }
  }
  sent.forEach((event, i) => (event.id = `m-${String((i * 7919) % 100_003).padStart(6, "0")}`));
}

// In another order than that of time: half of them are late.
async function sendAll() {
  const shuffled = [...sent].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (let i = 0; i < shuffled.length; i += 50) {
    const batch = shuffled.slice(i, i + 50).map((event) => ({
      type: "track", userId: event.userId, event: event.name, messageId: event.id, timestamp: new Date(event.at).toISOString(),
    }));
    const answer = await server.send("/v1/batch", { batch }, key);
    assert.equal(answer.status, 200, answer.text);
    position = answer.headers.get("throughline-position");
  }
}

function makeLines() {
  lines.clear();
  for (const event of sent) {
    const id = idOf.get(event.userId);
    if (!lines.has(id)) lines.set(id, []);
    lines.get(id).push(event);
  }
  for (const line of lines.values()) line.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

before(async () => {
  server = await Server.start({ directory });
  server.key = await server.apiKey();
  key = await server.writeKey("Shop");
  const changed = await server.api("PATCH", "/workspace", { body: { time_zone: zone } });
  assert.equal(changed.status, 200, changed.text);
  makeEvents();
  await sendAll();
  const merged = await server.api("POST", "/profiles/merge", { body: { profiles: ["user_id:user-00", "user_id:user-01"], reason: "the same" } });
  assert.equal(merged.status, 200, merged.text);
  position = merged.headers.get("throughline-position");
  for (const userId of new Set(sent.map((event) => event.userId))) {
    idOf.set(userId, (await server.get(`/profiles/user_id:${userId}`)).id);
  }
  makeLines();
  assert.equal(lines.size, 59, "two of the sixty are one");
});
after(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

async function ask(path, body) {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}
async function who(path, question, cell) {
  const answer = await ask(`${path}/people`, { question, cell, page: { limit: 500 } });
  assert.equal(answer.total, answer.items.length);
  return answer.items.map((one) => one.id).sort();
}
async function refused(path, body) {
  const answer = await server.api("POST", `/journeys/${path}`, { body });
  assert.equal(answer.status, 400, answer.text);
  return answer.text;
}
const nodeNames = (answer) => new Map(answer.nodes.map((node) => [node.id, node.name]));
const near = (actual, expected, what) => assert.ok(Math.abs(actual - expected) < 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${actual}, not ${expected}`);

for (const unit of ["day", "week", "month"]) {
  test(`counts by ${unit}: people of a period are counted in it, not added up (AN-03, AN-06)`, async () => {
    const period = periodIn(zone, unit);
    const all = new Tally();
    const each = new Tally();
    for (const [id, line] of lines) {
      for (const event of line) {
        all.add(period(event.at), id);
        each.add(`${event.name} ${period(event.at)}`, id);
      }
    }
    const question = { unit, by: "event" };
    const answer = await ask("counts", question);
    assert.equal(answer.events, sent.length);
    assert.equal(answer.people, lines.size);
    assert.deepEqual(answer.periods.map((one) => [one.period, one.events, one.people]), all.keys().sort((a, b) => a - b).map((one) => [one, all.count(one), all.who(one).length]));
    assert.ok(answer.periods.reduce((sum, one) => sum + one.people, 0) > answer.people);
    const named = nodeNames(answer);
    assert.equal(answer.groups.length, names.length);
    for (const group of answer.groups) {
      for (const one of group.periods) {
        const cell = `${named.get(group.node)} ${one.period}`;
        assert.deepEqual([one.events, one.people], [each.count(cell), each.who(cell).length], cell);
      }
    }
    const [first] = answer.groups;
    const [cell] = first.periods;
    assert.deepEqual(await who("counts", question, { period: cell.period, node: first.node }), each.who(`${named.get(first.node)} ${cell.period}`));
  });
}

test("a day is that of the workspace's clocks, also where they change (AN-03)", async () => {
  const answer = await ask("counts", { unit: "day", range: { from: "2026-03-08T05:00:00Z", until: "2026-03-09T04:00:00Z" } });
  assert.deepEqual(answer.periods.map((one) => [one.begins_on, one.begins_at, one.completeness]), [["2026-03-08", "2026-03-08T05:00:00Z", "complete"]], "23 hours, all of them in the range");
});

test("lifecycle: new, returning, resurrected and dormant, and who they are", async () => {
  const week = periodIn(zone, "week");
  const states = new Tally();
  const now = week(Date.now());
  for (const [id, line] of lines) {
    const weeks = [...new Set(line.map((event) => week(event.at)))];
    weeks.forEach((one, i) => {
      states.add(`${one} ${i === 0 ? "new" : weeks[i - 1] === one - 1 ? "returning" : "resurrected"}`, id);
      if (weeks[i + 1] !== one + 1) states.add(`${one + 1} dormant`, id);
    });
  }
  const answer = await ask("lifecycle", { unit: "week" });
  for (const one of answer.periods) {
    assert.ok(one.period <= now);
    for (const state of ["new", "returning", "resurrected", "dormant"]) {
      assert.equal(one[state], states.count(`${one.period} ${state}`), `${state} in ${one.begins_on}`);
    }
  }
  assert.equal(answer.periods.reduce((sum, one) => sum + one.new, 0), lines.size);
  const [, second] = answer.periods;
  for (const state of ["new", "returning", "resurrected", "dormant"]) {
    assert.deepEqual(await who("lifecycle", { unit: "week" }, { period: second.period, state }), states.who(`${second.period} ${state}`), state);
  }
  const later = await ask("lifecycle", { unit: "week", range: { from: second.begins_at } });
  assert.deepEqual(later.periods, answer.periods.slice(1), "who was here before the range is not new in it");
});

test("a replay has some people's steps with their times, and says of how many (JM-05)", async () => {
  const question = { events: { names: ["View", "Add", "Pay"] }, session_ms: halfHour, collapse_repeats: true };
  const expected = new Map();
  for (const [id, line] of lines) {
    const cases = sessionsOf(line, halfHour).map((session) => collapsed(session.filter((event) => question.events.names.includes(event.name)))).filter((steps) => steps.length);
    if (cases.length) expected.set(id, cases.map((steps) => steps.map((event) => [event.name, event.at])));
  }
  const all = await ask("map/replay", question);
  const named = nodeNames(all);
  assert.equal(all.all_people, expected.size);
  assert.deepEqual(all.people.map((person) => person.id).sort(), [...expected.keys()].sort());
  for (const person of all.people) {
    assert.deepEqual(person.cases.map((one) => one.nodes.map((node, i) => [named.get(node), one.at_ms[i]])), expected.get(person.id), person.id);
    assert.equal(person.cut, false);
  }
  const some = await ask("map/replay", { ...question, limit: 7 });
  assert.equal(some.all_people, expected.size);
  assert.deepEqual(some.people, all.people.slice(0, 7), "fewer are some of the same");
  const later = await ask("map/replay", { ...question, range: { from: new Date(begin + 30 * 24 * hour).toISOString() } });
  assert.ok(later.people.length > 0 && later.people.every((person) => person.cases.every((one) => one.at_ms[0] >= begin + 30 * 24 * hour)));
  assert.match(await refused("map/replay", { limit: 501 }), /`limit` must be from 1 to 500/);
  assert.match(await refused("map/replay", { compare: ["a", "b"].map((name) => ({ name, range: { from: "2026-03-01T00:00:00Z" } })) }), /no `compare`/);
});

test("stickiness: of a month's people those of a day, and on how many days each was active", async () => {
  const day = dayIn(zone);
  const from = Date.UTC(2026, 2, 1, 12);
  const until = Date.UTC(2026, 2, 31, 12);
  const question = { range: { from: new Date(from).toISOString(), until: new Date(until).toISOString() } };
  const active = new Tally();
  const spread = new Tally();
  for (const [id, line] of lines) {
    const days = [...new Set(line.filter((event) => event.at < until).map((event) => day(event.at)))];
    for (let one = day(from); one <= day(until); ++one) {
      for (const [window, length] of [["day", 1], ["week", 7], ["month", 28]]) {
        if (days.some((each) => each <= one && each > one - length)) active.add(`${window} ${one}`, id);
      }
    }
    const within = days.filter((one) => one >= day(from) && one <= day(until)).length;
    if (within) spread.add(within, id);
  }
  const answer = await ask("stickiness", question);
  assert.equal(answer.days.length, 31);
  for (const one of answer.days) {
    assert.deepEqual([one.daily.count, one.weekly, one.daily.of], ["day", "week", "month"].map((window) => active.count(`${window} ${one.day}`)), one.begins_on);
  }
  assert.deepEqual(answer.active_days.map((one) => [one.days, one.people]), spread.keys().sort((a, b) => a - b).map((one) => [one, spread.count(one)]));
  const middle = answer.days[15].day;
  for (const window of ["day", "week", "month"]) {
    assert.deepEqual(await who("stickiness", question, { day: middle, window }), active.who(`${window} ${middle}`), window);
  }
  assert.deepEqual(await who("stickiness", question, { active_days: 2 }), spread.who(2));
});

test("sessions are cut when they are asked for, with the timeout of the question (JA-08)", async () => {
  for (const timeout of [halfHour, 6 * hour]) {
    const day = dayIn(zone);
    const began = new Tally();
    const lengths = [];
    for (const [id, line] of lines) {
      for (const session of sessionsOf(line, timeout)) {
        began.add(day(session[0].at), id);
        lengths.push(session.at(-1).at - session[0].at);
      }
    }
    const question = { timeout_ms: timeout };
    const answer = await ask("sessions", question);
    assert.equal(answer.sessions, lengths.length);
    assert.equal(answer.people, lines.size);
    near(answer.lasted_ms.mean, lengths.reduce((a, b) => a + b) / lengths.length, "mean");
    assert.deepEqual(answer.periods.map((one) => [one.period, one.sessions, one.people]), began.keys().sort((a, b) => a - b).map((one) => [one, began.count(one), began.who(one).length]));
    const { period } = answer.periods[3];
    assert.deepEqual(await who("sessions", question, { period }), began.who(period));
  }
});

// Walks from an anchor, as rows of names.
function walks(line, { anchor, every, before, depth, collapse, timeout }) {
  const cases = timeout ? sessionsOf(line, timeout) : [line];
  return cases.flatMap((events) => {
    const trace = collapse ? collapsed(events) : events;
    const anchors = trace.flatMap((event, i) => (event.name === anchor ? [i] : []));
    return (every ? anchors : anchors.slice(0, 1)).map((at) => {
      const rest = before ? trace.slice(0, at + 1).reverse() : trace.slice(at);
      return { nodes: rest.slice(0, depth + 1).map((event) => event.name), ended: rest.length <= depth };
    });
  });
}

for (const shape of [
  { direction: "from", every: false, collapse: false, depth: 3 },
  { direction: "to", every: true, collapse: true, depth: 4 },
  { direction: "through", every: true, collapse: false, depth: 2, timeout: halfHour },
  { direction: "from", every: true, collapse: true, depth: 10 },
]) {
  test(`paths ${JSON.stringify(shape)}: every prefix, link and end (JA-02)`, async () => {
    const question = {
      anchor: { names: ["View"] }, direction: shape.direction, anchors: shape.every ? "every" : "first", depth: shape.depth, limit: 1000,
      collapse_repeats: shape.collapse, ...(shape.timeout ? { session_ms: shape.timeout } : {}),
    };
    const answer = await ask("paths", question);
    const named = nodeNames(answer);
    assert.equal(answer.after !== null, shape.direction !== "to");
    assert.equal(answer.before !== null, shape.direction !== "from");
    for (const side of ["after", "before"].filter((one) => answer[one])) {
      const prefixes = new Tally();
      const ends = new Tally();
      const links = new Tally();
      let anchors = 0;
      for (const [id, line] of lines) {
        for (const walk of walks(line, { ...shape, anchor: "View", before: side === "before" })) {
          ++anchors;
          walk.nodes.forEach((_, i) => prefixes.add(walk.nodes.slice(0, i + 1).join(">"), id));
          walk.nodes.slice(1).forEach((name, i) => links.add(`${i} ${walk.nodes[i]} ${name}`, id));
          if (walk.ended) ends.add(walk.nodes.join(">"), id);
        }
      }
      assert.equal(answer.anchors, anchors);
      assert.equal(answer[side].all_paths, prefixes.keys().length);
      assert.equal(answer[side].paths.length, prefixes.keys().length);
      for (const path of answer[side].paths) {
        const text = path.nodes.map((node) => named.get(node)).join(">");
        assert.deepEqual([path.paths, path.people, path.ended], [prefixes.count(text), prefixes.who(text).length, ends.count(text)], text);
      }
      assert.deepEqual(
        answer[side].links.map((one) => [`${one.depth} ${named.get(one.from)} ${named.get(one.to)}`, one.paths]).sort(),
        links.keys().map((one) => [one, links.count(one)]).sort(),
      );
      const path = answer[side].paths.find((one) => one.nodes.length === 2);
      const text = path.nodes.map((node) => named.get(node)).join(">");
      assert.deepEqual(await who("paths", question, { side, nodes: path.nodes }), prefixes.who(text));
      const ended = answer[side].paths.find((one) => one.ended > 0);
      assert.deepEqual(await who("paths", question, { side, nodes: ended.nodes, ended: true }), ends.who(ended.nodes.map((node) => named.get(node)).join(">")));
      const [link] = answer[side].links;
      assert.deepEqual(await who("paths", question, { side, link: { depth: link.depth, from: link.from, to: link.to } }), links.who(`${link.depth} ${named.get(link.from)} ${named.get(link.to)}`));
    }
  });
}

const steps = ["Visit", "View", "Pay"];
const funnel = { steps: steps.map((name) => ({ names: [name] })) };
for (const [attempts, unit, days] of [["first", "week", 7], ["best", "day", 30], ["best", "month", undefined]]) {
  test(`a funnel of ${attempts} attempts by the ${unit} in which they began, and how long they took (JA-01, AN-03)`, async () => {
    const period = periodIn(zone, unit);
    const window = days && days * 24 * hour;
    const entered = new Tally();
    const converted = new Tally();
    const took = new Map(); // By profile id.
    for (const [id, line] of lines) {
      const found = funnelOf(line, steps, { window, first: attempts === "first" });
      for (let step = 1; step <= (found?.level ?? 0); ++step) entered.add(`${step} ${period(found.entry)}`, id);
      if (found?.level !== steps.length) continue;
      converted.add(period(found.entry), id);
      took.set(id, found.end - found.entry);
    }
    const question = { ...funnel, attempts, window_ms: window, trend: unit, histogram: {} };
    const answer = await ask("funnel", question);
    const periods = [...new Set(entered.keys().map((key) => Number(key.split(" ")[1])))].sort((a, b) => a - b);
    assert.deepEqual(answer.trend.map((one) => one.period), periods);
    for (const one of answer.trend) {
      assert.deepEqual(one.people, steps.map((_, i) => entered.count(`${i + 1} ${one.period}`)), one.begins_on);
      assert.deepEqual([one.converted.count, one.converted.of], [one.people.at(-1), one.people[0]]);
      assert.ok(one.converted.low <= one.converted.share && one.converted.share <= one.converted.high);
      assert.equal(one.completeness, window ? "complete" : "partial", "without a window somebody may still convert");
    }
    const busiest = answer.trend.reduce((most, one) => (one.converted.count > most.converted.count ? one : most));
    assert.ok(busiest.converted.count > 0);
    const cell = { furthest_from: 3, furthest_to: 3 };
    assert.deepEqual(await who("funnel", question, { ...cell, period: busiest.period }), converted.who(busiest.period));

    const within = (one) => [...took].filter(([, ms]) => ms >= one.from_ms && ms < (one.below_ms ?? Infinity)).map(([id]) => id).sort();
    assert.equal(answer.histogram.reduce((sum, one) => sum + one.conversions, 0), took.size);
    assert.ok(answer.histogram[0].conversions > 0 && answer.histogram.at(-1).conversions > 0, "from the shortest to the longest");
    answer.histogram.slice(1).forEach((one, i) => assert.equal(one.from_ms, answer.histogram[i].below_ms));
    for (const one of answer.histogram) {
      assert.equal(one.conversions, within(one).length, `${one.from_ms}`);
      const tookCell = { ...cell, took_from_ms: one.from_ms, ...(one.below_ms === null ? {} : { took_below_ms: one.below_ms }) };
      assert.deepEqual(await who("funnel", question, tookCell), within(one));
    }
    const own = await ask("funnel", { ...question, trend: undefined, histogram: { bounds_ms: [hour, 1000 * 24 * hour] } });
    assert.deepEqual(own.histogram.map((one) => [one.from_ms, one.below_ms, one.conversions]), [
      [0, hour, [...took.values()].filter((ms) => ms < hour).length],
      [hour, 1000 * 24 * hour, [...took.values()].filter((ms) => ms >= hour).length],
      [1000 * 24 * hour, null, 0],
    ]);
    assert.equal(own.trend, null);
  });
}

test("a period of a funnel is complete when its last beginning has had its window", async () => {
  const until = Date.UTC(2026, 3, 1, 4); // Midnight in New York.
  const answer = await ask("funnel", { ...funnel, window_ms: 14 * 24 * hour, trend: "week", range: { until: new Date(until).toISOString() } });
  assert.deepEqual(new Set(answer.trend.map((one) => one.completeness)), new Set(["complete", "partial"]));
  answer.trend.forEach((one) => {
    const end = Date.parse(one.begins_at) + 7 * 24 * hour - (one.begins_on === "2026-03-02" ? hour : 0);
    assert.equal(one.completeness, end + 14 * 24 * hour <= until ? "complete" : "partial", one.begins_on);
  });
});

test("attribution: every model shares each conversion as its definition says (JA-05)", async () => {
  const models = ["first", "last", "linear", "u_shaped", "j_shaped", "inverse_j", "time_decay"];
  const [halfLife, lookBack] = [5 * 24 * hour, 20 * 24 * hour];
  const question = { touches: { names: ["Visit", "Call", "Chat"] }, conversions: { names: ["Pay"] }, models, half_life_ms: halfLife, look_back_ms: lookBack };
  const credit = new Map();
  const credited = new Tally();
  const touched = new Tally();
  const without = new Tally();
  for (const [id, line] of lines) {
    line.forEach((event, at) => {
      if (event.name !== "Pay") return;
      const touches = line.slice(0, at).filter((one) => ["Visit", "Call", "Chat"].includes(one.name) && event.at - one.at <= lookBack);
      if (!touches.length) without.add("all", id);
      touches.forEach((one) => touched.add(one.name, id));
      for (const model of touches.length ? models : []) {
        shares(model, touches.map((one) => event.at - one.at), { halfLife }).forEach((share, i) => {
          const cell = `${model} ${touches[i].name}`;
          credit.set(cell, (credit.get(cell) ?? 0) + share);
          if (share > 0) credited.add(cell, id);
        });
      }
    });
  }
  const answer = await ask("attribution", question);
  const named = nodeNames(answer);
  assert.equal(answer.conversions, sent.filter((event) => event.name === "Pay").length);
  assert.deepEqual(answer.unattributed.map((one) => one.conversions), models.map(() => without.count("all")));
  for (const channel of answer.channels) {
    const name = named.get(channel.channel);
    assert.deepEqual([channel.touches, channel.people], [touched.count(name), touched.who(name).length], name);
    for (const one of channel.credits) {
      near(one.conversions, credit.get(`${one.model} ${name}`), `${one.model} of ${name}`);
      assert.equal(one.people, credited.who(`${one.model} ${name}`).length);
    }
  }
  const [channel] = answer.channels;
  const name = named.get(channel.channel);
  assert.deepEqual(await who("attribution", question, { kind: "touched", channel: channel.channel }), touched.who(name));
  assert.deepEqual(await who("attribution", question, { kind: "credited", channel: channel.channel, model: "first" }), credited.who(`first ${name}`));
  assert.deepEqual(await who("attribution", question, { kind: "unattributed", model: "linear" }), without.who("all"));
});

test("friction: what separates who reaches the outcome, with intervals and false discovery kept down (JA-16)", async () => {
  const rule = { timeout: halfHour, tooLong: 20 * hour, contacts: ["Call", "Chat"], soon: 72 * hour };
  const question = {
    outcome: { names: ["Pay"] }, begins: { names: ["Visit"] }, contacts: { names: rule.contacts }, soon_ms: rule.soon, too_long_ms: rule.tooLong,
    silence_ms: rule.timeout, people_min: 2, limit: 1000,
  };
  const met = new Tally();
  const reachedToo = new Tally();
  const stopped = new Tally();
  const began = new Set();
  let reached = 0;
  for (const [id, line] of lines) {
    const first = line.findIndex((event) => event.name === "Visit");
    if (first < 0) continue;
    began.add(id);
    const outcome = line.findIndex((event, i) => i >= first && event.name === "Pay");
    const part = line.slice(first, outcome < 0 ? undefined : outcome);
    reached += outcome < 0 ? 0 : 1;
    for (const point of frictionPoints(part, rule)) {
      met.add(point, id);
      if (outcome >= 0) reachedToo.add(point, id);
    }
    if (outcome < 0) stopped.add(part.at(-1).name, id);
  }
  const answer = await ask("friction", question);
  const named = nodeNames(answer);
  assert.deepEqual([answer.reached.count, answer.reached.of], [reached, began.size]);
  const pointOf = (one) => `${one.kind}|${named.get(one.at)}|${one.to === null ? "" : named.get(one.to)}`;
  assert.deepEqual(answer.findings.map(pointOf).sort(), met.keys().filter((point) => met.count(point) >= 2).sort());
  const kinds = new Set(answer.findings.map((one) => one.kind));
  assert.deepEqual([...kinds].sort(), ["channel_switch", "dead_end", "long_wait", "loop", "repeated_contact"]);
  for (const one of answer.findings) {
    const point = pointOf(one);
    assert.deepEqual([one.met.count, one.met.of, one.not_met.count, one.not_met.of], [reachedToo.count(point), met.count(point), reached - reachedToo.count(point), began.size - met.count(point)], point);
    near(one.difference, one.not_met.share - one.met.share, point);
    assert.ok(one.low <= one.difference && one.difference <= one.high, point);
  }
  adjusted(answer.findings.map((one) => one.p)).forEach((p, i) => {
    near(answer.findings[i].adjusted_p, p, pointOf(answer.findings[i]));
    assert.equal(answer.findings[i].holds, p <= 0.05);
  });
  assert.deepEqual(answer.drop_offs.map((one) => [named.get(one.at), one.people]).sort(), stopped.keys().map((name) => [name, stopped.count(name)]).sort());
  for (const kind of kinds) {
    const one = answer.findings.find((each) => each.kind === kind);
    const cell = { kind, at: one.at, ...(one.to === null ? {} : { to: one.to }) };
    assert.deepEqual(await who("friction", question, cell), met.who(pointOf(one)), pointOf(one));
    assert.deepEqual(await who("friction", question, { ...cell, reached: true }), reachedToo.who(pointOf(one)), pointOf(one));
  }
  assert.deepEqual(await who("friction", question, { kind: "drop_off", at: answer.drop_offs[0].at }), stopped.who(named.get(answer.drop_offs[0].at)));
  assert.deepEqual(await who("friction", question, { kind: "began" }), [...began].sort());
});

test("first days: what becomes of those who did it and of those who did not, from the same point on", async () => {
  const day = 24 * hour;
  const [within, after, window] = [3 * day, day, 20 * day];
  const range = { from: begin + 2 * day, until: begin + 40 * day };
  const asked = {
    starts: { names: ["Visit"] }, did: { names: ["Call", "Chat"] }, within_ms: within, window_ms: window,
    range: { from: new Date(range.from).toISOString(), until: new Date(range.until).toISOString() },
  };
  for (const outcome of ["Pay", null]) {
    const question = { ...asked, ...(outcome ? { outcome: { names: [outcome] } } : { after_ms: after }) };
    const behind = new Tally();
    const out = { gone: 0, had_it: 0, too_young: 0 };
    for (const [id, line] of lines) {
      const start = line.find((event) => event.name === "Visit");
      if (!start || start.at < range.from || start.at >= range.until) continue;
      const landmark = start.at + within;
      const early = line.filter((event) => event !== start && event.at >= start.at && event.at < landmark);
      const late = line.filter((event) => event.at >= landmark && event.at < landmark + window);
      if (outcome && early.some((event) => event.name === outcome)) out.had_it += 1;
      else if (late.length === 0) out.gone += 1;
      else {
        const did = early.some((event) => event.name === "Call" || event.name === "Chat");
        const reached = outcome ? late.some((event) => event.name === outcome) : late.some((event) => event.at >= landmark + after);
        behind.add(`${did}`, id);
        behind.add(`${did} ${reached}`, id);
      }
    }
    const answer = await ask("landmark", question);
    assert.deepEqual(answer.left_out, out);
    for (const [side, did] of [["did", true], ["did_not", false]]) {
      assert.deepEqual([answer[side].count, answer[side].of], [behind.count(`${did} true`), behind.count(`${did}`)], `${outcome} ${side}`);
      assert.ok(answer[side].of > 2, `${outcome} ${side}`);
      assert.deepEqual(await who("landmark", question, { did }), behind.who(`${did}`));
      assert.deepEqual(await who("landmark", question, { did, reached: false }), behind.who(`${did} false`));
    }
    near(answer.difference.value, answer.did.share - answer.did_not.share, `${outcome}`);
    for (const each of [answer.difference, answer.among_alike]) assert.ok(each.low <= each.value && each.value <= each.high && each.p >= 0 && each.p <= 1, JSON.stringify(each));
  }
});

test("what people like this did next, without the person it is asked for", async () => {
  const person = lines.keys().next().value;
  const length = 2;
  const tail = lines.get(person).slice(-length).map((event) => event.name);
  for (const [question, leftOut] of [
    [{ person, length, people_min: 1 }, person],
    [{ so_far: tail.map((name) => ({ names: [name] })), people_min: 1 }, undefined],
  ]) {
    const answer = await ask("next", question);
    const named = nodeNames(answer);
    assert.deepEqual(answer.so_far.map((node) => named.get(node)), tail);
    let longest = 0;
    for (const match of answer.matches) {
      const wanted = tail.slice(-match.length).join(">");
      const next = new Tally();
      const people = new Set();
      for (const [id, line] of lines) {
        if (id === leftOut) continue;
        line.forEach((_, at) => {
          if (at + 1 < match.length || line.slice(at + 1 - match.length, at + 1).map((event) => event.name).join(">") !== wanted) return;
          people.add(id);
          next.add(line[at + 1]?.name ?? "", id);
        });
      }
      if (people.size) longest = match.length;
      assert.equal(match.people, people.size);
      assert.deepEqual(
        match.next.map((one) => [one.node === null ? "" : named.get(one.node), one.times, one.people.count]).sort(),
        next.keys().map((name) => [name, next.count(name), next.who(name).length]).sort(),
      );
      for (const one of match.next) {
        const cell = { length: match.length, ...(one.node === null ? {} : { node: one.node }) };
        assert.deepEqual(await who("next", question, cell), next.who(one.node === null ? "" : named.get(one.node)));
      }
    }
    assert.equal(answer.longest, longest);
  }
});

test("variants: how many cases each covers, and who goes that way (AN-04)", async () => {
  const question = { session_ms: halfHour, variants: 1000 };
  const variants = new Tally();
  for (const [id, line] of lines) {
    for (const session of sessionsOf(line, halfHour)) variants.add(session.map((event) => event.name).join(">"), id);
  }
  const answer = await ask("map", question);
  const named = nodeNames(answer);
  const textOf = (one) => one.nodes.map((node) => named.get(node)).join(">");
  assert.deepEqual(answer.variants.map((one) => [textOf(one), one.cases, one.people]).sort(), variants.keys().map((text) => [text, variants.count(text), variants.who(text).length]).sort());
  let covered = 0;
  for (const one of answer.variants) {
    covered += one.cases;
    near(one.coverage, covered / answer.cases, textOf(one));
  }
  near(answer.variants.at(-1).coverage, 1, "all");
  const [first] = answer.variants;
  assert.deepEqual(await who("map", question, { kind: "variant", nodes: first.nodes }), variants.who(textOf(first)));
});

test("a late event and a person taken apart change exactly what they should (AN-02, AN-05)", async () => {
  const before = await ask("counts", { unit: "month", by: "event" });
  const event = { userId: "user-07", name: "Call", at: begin - 40 * 24 * hour, id: "m-late" };
  sent.push(event);
  const answer = await server.send("/v1/track", { userId: event.userId, event: event.name, messageId: event.id, timestamp: new Date(event.at).toISOString() }, key);
  assert.equal(answer.status, 200, answer.text);
  position = answer.headers.get("throughline-position");
  makeLines();
  const after = await ask("counts", { unit: "month", by: "event" });
  assert.deepEqual([after.events, after.people], [before.events + 1, before.people]);
  assert.deepEqual(after.periods.slice(1), before.periods);
  const lifecycle = await ask("lifecycle", { unit: "month" });
  assert.equal(lifecycle.periods[0].new, 1, "that person began earlier than was known");
});

test("what has no meaning is refused with the field", async () => {
  const pay = { names: ["Pay"] };
  for (const [path, body, field] of [
    ["paths", { depth: 21 }, /depth/],
    ["paths", { direction: "through" }, /anchor/],
    ["paths", { direction: "up" }, /unknown direction: up/],
    ["paths", { anchor: { kind: "merge" } }, /anchor\.kind/],
    ["paths/people", { question: {}, cell: { side: "before", nodes: [0] } }, /cell\.side/],
    ["paths/people", { question: {}, cell: {} }, /nodes.*link/],
    ["paths/people", { question: {}, cell: { nodes: [4711] } }, /cell\.nodes/],
    ["funnel", { ...funnel, trend: "year" }, /unknown unit: year/],
    ["funnel", { ...funnel, histogram: { bounds_ms: [5, 5] } }, /histogram\.bounds_ms/],
    ["funnel/people", { question: funnel, cell: { furthest_from: 1, furthest_to: 3, period: 3 } }, /cell\.period.*trend/],
    ["funnel/people", { question: funnel, cell: { furthest_from: 1, furthest_to: 3, took_from_ms: -1 } }, /cell\.took_from_ms/],
    ["friction", {}, /outcome/],
    ["friction", { outcome: pay, people_min: 0 }, /people_min/],
    ["friction", { outcome: pay, rage_count: 1 }, /rage_count/],
    ["friction", { outcome: pay, rage_count: 1001 }, /rage_count/],
    ["friction", { outcome: pay, rage_ms: -1 }, /rage_ms/],
    ["friction", { outcome: pay, errors: { kind: "merge" } }, /errors\.kind/],
    ["friction/people", { question: { outcome: pay }, cell: { kind: "index", from: 101 } }, /cell\.from/],
    ["friction/people", { question: { outcome: pay }, cell: { kind: "index", from: 20, below: 20 } }, /cell\.below/],
    ["friction/people", { question: { outcome: pay }, cell: { kind: "began", from: 20 } }, /cell\.from.*index/],
    ["friction/people", { question: { outcome: { names: ["Never happened"] } }, cell: { kind: "index" } }, /few_reached/],
    ["friction/people", { question: { outcome: pay }, cell: { kind: "loop" } }, /cell\.at/],
    ["landmark", { within_ms: hour }, /did/],
    ["landmark", { did: pay, within_ms: 0 }, /within_ms/],
    ["landmark", { did: pay, within_ms: hour, after_ms: hour, window_ms: hour }, /after_ms/],
    ["landmark/people", { question: { did: pay, within_ms: hour }, cell: { did: "maybe" } }, /did/],
    ["lifecycle", { unit: "year" }, /unknown unit: year/],
    ["lifecycle", { week_start: "friday" }, /week_start/],
    ["lifecycle/people", { question: {}, cell: { period: 9007199254740991, state: "new" } }, /cell\.period/],
    ["stickiness", { month_days: 0 }, /month_days/],
    ["stickiness", { range: { from: "1990-01-01T00:00:00Z", until: "2026-01-01T00:00:00Z" } }, /range/],
    ["attribution", { touches: pay, conversions: pay, models: ["best"] }, /unknown model: best/],
    ["attribution", { touches: pay, conversions: pay, models: [] }, /models/],
    ["attribution", { touches: pay, conversions: pay, half_life_ms: 0 }, /half_life_ms/],
    ["attribution", { touches: pay, conversions: pay, shape: { first: 0, between: 1, last: 0 } }, /shape/],
    ["counts", { by: "weather" }, /unknown by: weather/],
    ["counts/people", { question: {}, cell: { node: 0 } }, /cell\.node/],
    ["sessions", { timeout_ms: 0 }, /timeout_ms/],
    ["next", {}, /person.*so_far/],
    ["next", { so_far: [{ names: ["A", "B"] }] }, /so_far\[0\]\.names/],
    ["map/people", { question: {}, cell: { kind: "edge", node: 0 } }, /cell\.to/],
    ["counts", { range: { from: "2026-02-01T00:00:00Z", until: "2026-01-01T00:00:00Z" } }, /range/],
    ["counts", { unti: "day" }, /unti/],
  ]) {
    assert.match(await refused(path, body), field, `${path} ${JSON.stringify(body)}`);
  }
  const nobody = await server.api("POST", "/journeys/next", { body: { person: "user_id:nobody" } });
  assert.equal(nobody.status, 404, nobody.text);
});

test("an empty population has figures of zero", async () => {
  const range = { from: "2001-01-01T00:00:00Z", until: "2001-02-01T00:00:00Z" };
  const none = { names: ["Never happened"] };
  assert.deepEqual((await ask("counts", { range, by: "event" })).periods, []);
  assert.deepEqual((await ask("lifecycle", { range })).periods, []);
  assert.equal((await ask("sessions", { range })).lasted_ms.median, null);
  assert.deepEqual((await ask("paths", { anchor: none })).after, { paths: [], all_paths: 0, links: [], all_links: 0 });
  const friction = await ask("friction", { outcome: none, begins: none });
  assert.deepEqual([friction.reached.count, friction.reached.of, friction.reached.low, friction.reached.high], [0, 0, 0, 1]);
  const landmark = await ask("landmark", { did: none, starts: none, within_ms: hour });
  assert.deepEqual([landmark.did.of, landmark.did_not.of, landmark.difference.p], [0, 0, 1]);
  assert.deepEqual((await ask("attribution", { touches: none, conversions: none })).channels, []);
  assert.equal((await ask("next", { so_far: [none] })).longest, 0);
  assert.ok((await ask("stickiness", { range })).days.every((day) => day.daily.of === 0));
});

// The command line.
const flags = {
  funnel: [["Visit", "View", "Pay", "--window", "7d", "--trend", "week", "--histogram", "1h,1d"], { trend: "week", histogram: { bounds_ms: [hour, 24 * hour] }, steps: [{ names: ["Visit"] }, { names: ["View"] }, { names: ["Pay"] }], window_ms: 7 * 24 * hour }],
  retention: [["--starts", "Visit", "--unit", "week", "--offsets", "4"], { starts: { names: ["Visit"] }, unit: "week", offsets: 4 }],
  paths: [["--anchor", "View", "--depth", "3", "--collapse"], { anchor: { names: ["View"] }, depth: 3, collapse_repeats: true }],
  map: [["--session", "30m", "--variants", "3"], { session_ms: halfHour, variants: 3 }],
  friction: [["Pay", "--begins", "Visit", "--contacts", "Call|Chat"], { outcome: { names: ["Pay"] }, begins: { names: ["Visit"] }, contacts: { names: ["Call", "Chat"] } }],
  landmark: [
    ["Call|Chat", "--within", "3d", "--starts", "Visit", "--outcome", "Pay", "--window", "20d"],
    { did: { names: ["Call", "Chat"] }, within_ms: 72 * hour, starts: { names: ["Visit"] }, outcome: { names: ["Pay"] }, window_ms: 20 * 24 * hour },
  ],
  lifecycle: [["--unit", "month"], { unit: "month" }],
  stickiness: [["--from", "2026-03-01", "--until", "2026-03-08"], { range: { from: "2026-03-01T00:00:00Z", until: "2026-03-08T00:00:00Z" } }],
  attribution: [["--touches", "Call|Chat", "--conversions", "Pay", "--model", "first", "--model", "linear"], { touches: { names: ["Call", "Chat"] }, conversions: { names: ["Pay"] }, models: ["first", "linear"] }],
  survival: [["--starts", "Visit", "--ends", "Pay", "--unit", "hour", "--longest", "20d"], { starts: { names: ["Visit"] }, ends: { names: ["Pay"] }, unit: "hour", longest_ms: 20 * 24 * hour }],
  counts: [["--unit", "week", "--by", "event"], { unit: "week", by: "event" }],
  sessions: [
    ["--timeout", "6h", "--compare", "March=2026-03-01..2026-04-01", "--compare", "since=2026-04-01.."],
    { timeout_ms: 6 * hour, compare: [{ name: "March", range: { from: "2026-03-01T00:00:00Z", until: "2026-04-01T00:00:00Z" } }, { name: "since", range: { from: "2026-04-01T00:00:00Z" } }] },
  ],
  next: [["Visit", "View", "--people-min", "1"], { so_far: [{ names: ["Visit"] }, { names: ["View"] }], people_min: 1 }],
};
const withoutTime = ({ note, parts, ...answer }) => ({
  ...answer, people: note.people, parts: parts?.map((one) => ({ part: one.part, answer: withoutTime(one.answer) })),
});

for (const [command, [args, question]] of Object.entries(flags)) {
  test(`throughline ${command} says what the API says, as a table and as JSON`, async () => {
    const expected = withoutTime(await ask(command, question));
    const json = await commandBeside(server, command, ...args, "--json");
    assert.equal(json.code, 0, json.error);
    assert.deepEqual(withoutTime(JSON.parse(json.out)), expected);
    const remote = await Command.start(command, ...args, "--server", server.url, "--key", server.key, "--json").ended;
    assert.equal(remote.code, 0, remote.error);
    assert.deepEqual(withoutTime(JSON.parse(remote.out)), expected);
    const table = await commandBeside(server, command, ...args);
    assert.equal(table.code, 0, table.error);
    assert.match(table.out, /people with events in that time/);
    assert.match(table.out, /[▁-█]/, "a bar or a sparkline");
  });
}

test("a table shows the figures beside their names", async () => {
  const { steps } = await ask("funnel", flags.funnel[1]);
  const { out } = await commandBeside(server, "funnel", ...flags.funnel[0]);
  const rows = out.split("\n");
  steps.forEach((step, i) => assert.match(rows[i + 1], new RegExp(`^${i + 1}  ${["Visit", "View", "Pay"][i]} +${step.people} `)));
});

test("the people behind a cell, and a whole question from a file", async () => {
  const question = flags.funnel[1];
  const cell = { furthest_from: 1, furthest_to: 1 };
  const expected = await ask("funnel/people", { question, cell });
  const file = join(directory, "question.json");
  await writeFile(file, JSON.stringify(question));
  for (const how of [["--question", file], ["--question", JSON.stringify(question)]]) {
    const people = await commandBeside(server, "funnel", ...how, "--people", JSON.stringify(cell), "--json");
    assert.equal(people.code, 0, people.error);
    assert.deepEqual(JSON.parse(people.out), expected);
  }
  const table = await commandBeside(server, "funnel", ...flags.funnel[0], "--people", JSON.stringify(cell));
  assert.match(table.out, new RegExp(`${expected.total} people`));
  assert.ok(table.out.includes(expected.items[0].id));
});

test("mistakes are said in words, with a code that is not 0", async () => {
  for (const [args, words] of [
    [["friction"], /outcome must be given/],
    [["funnel", "Visit"], /at least 2|2 to 30|steps?/],
    [["paths", "--depth", "far"], /--depth must be a whole number, not "far"/],
    [["sessions", "--timeout", "7"], /--timeout must be a duration/],
    [["counts", "--by", "weather"], /unknown by: weather/],
    [["counts", "--colour", "red"], /--colour/],
    [["counts", "--question", "/nowhere/to/be/found.json"], /cannot read/],
    [["counts", "--question", "{not json"], /./],
  ]) {
    const { code, error, out } = await commandBeside(server, ...args);
    assert.notEqual(code, 0, args.join(" "));
    assert.match(error + out, words, args.join(" "));
  }
  const noKey = await Command.start("counts", "--server", server.url).ended;
  assert.equal(noKey.code, 2);
  assert.match(noKey.error, /--key/);
  const wrongKey = await Command.start("counts", "--server", server.url, "--key", "wrong").ended;
  assert.equal(wrongKey.code, 2);
  assert.ok(wrongKey.error.trim().length > 0);
  const nobody = await Command.start("counts", "--server", "http://127.0.0.1:1", "--key", "any").ended;
  assert.equal(nobody.code, 2);
});

test("names of events cannot command the terminal", async () => {
  const answer = await server.send("/v1/track", { userId: "user-09", event: "\u001b[2JGone", messageId: "m-escape", timestamp: new Date(begin).toISOString() }, key);
  assert.equal(answer.status, 200, answer.text);
  position = answer.headers.get("throughline-position");
  await ask("counts", {});
  const { out } = await commandBeside(server, "counts", "--by", "event");
  assert.ok(out.includes("[2JGone") && !out.includes("\u001b"));
});

test("without a server the data directory answers by itself", async () => {
  const expected = withoutTime(await ask("counts", { unit: "week" }));
  await server.stop();
  const { code, out, error } = await commandBeside(server, "counts", "--unit", "week", "--json");
  assert.equal(code, 0, error);
  assert.deepEqual(withoutTime(JSON.parse(out)), expected);
});
