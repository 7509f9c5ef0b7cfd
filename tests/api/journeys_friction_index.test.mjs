// Rage, errors and the friction index over HTTP: counted once more from the events that were sent, and the
// weights held against what makes the loss least.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { commandBeside } from "../lib/cli.mjs";
import { freshDirectory } from "../lib/directory.mjs";
import { frictionMet } from "../lib/journey_oracle.mjs";
import { randomNumbers } from "../lib/random.mjs";
import { Server } from "../lib/server.mjs";

const kinds = ["dead_end", "loop", "repeated_contact", "channel_switch", "long_wait", "rage", "error"];
const minute = 60_000;
const rule = { timeout: 30 * minute, tooLong: 2 * 24 * 60 * minute, contacts: ["Call", "Chat"], soon: 7 * 24 * 60 * minute, errors: ["Failed"] };
const question = {
  outcome: { names: ["Pay"] }, contacts: { names: rule.contacts }, errors: { names: rule.errors }, soon_ms: rule.soon, too_long_ms: rule.tooLong,
  silence_ms: rule.timeout, people_min: 1, limit: 1000,
};
const directory = await freshDirectory("friction_index");
const random = randomNumbers(1601);
const below = (n) => Math.floor(random() * n);
const lines = new Map(); // By user id.
let server, key, position;

// Who fails or rages pays less often.
function makeLines() {
  const names = ["Visit", "View", "Add", "Call", "Chat", "Failed"];
  for (let person = 0; person < 240; ++person) {
    let at = Date.UTC(2026, 2, 1) + below(600) * minute;
    const line = [];
    for (let i = 0, count = 1 + below(9); i < count; ++i) {
      at += [500, minute * below(9), minute * below(9), minute * 60 * below(80)][below(4)];
      const name = names[below(names.length)];
      for (let times = below(6) === 0 ? 3 : 1; times > 0; --times) line.push({ name, at: (at += below(2) * 900) });
    }
    const met = frictionMet(line, rule);
    const hurt = met.filter((point) => /^(rage|error)/.test(point)).length;
    if (random() < 0.85 / (1 + hurt)) line.push({ name: "Pay", at: at + minute });
    lines.set(`user-${person}`, line);
  }
}

const ask = async (path, body) => {
  const answer = await server.api("POST", `/journeys/${path}?at_least=${position}`, { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};
const behind = (cell) => ask("friction/people", { question, cell, page: { limit: 500 } });

before(async () => {
  makeLines();
  server = await Server.start({ directory });
  server.key = await server.apiKey();
  key = await server.writeKey("Shop");
  const events = [...lines].flatMap(([userId, line]) => line.map((event, i) => ({
    type: "track", userId, event: event.name, messageId: `${userId}-${String(i).padStart(3, "0")}`, timestamp: new Date(event.at).toISOString(),
  })));
  for (let i = 0; i < events.length; i += 100) {
    const answer = await server.send("/v1/batch", { batch: events.slice(i, i + 100) }, key);
    assert.equal(answer.status, 200, answer.text);
    position = answer.headers.get("throughline-position");
  }
});
after(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const journeys = () => [...lines.values()].map((line) => {
  const end = line.findIndex((event) => event.name === "Pay");
  const met = frictionMet(end < 0 ? line : line.slice(0, end), rule);
  return { reached: end >= 0, met, times: kinds.map((kind) => met.filter((point) => point.startsWith(`${kind}|`)).length) };
});

test("rage and errors are points of friction, with the people who met them (JA-16)", async () => {
  const answer = await ask("friction", question);
  const named = new Map(answer.nodes.map((node) => [node.id, node.name]));
  for (const kind of ["rage", "error"]) {
    const found = answer.findings.filter((one) => one.kind === kind);
    const all = journeys();
    const points = new Set(all.flatMap((one) => one.met.filter((point) => point.startsWith(kind))));
    assert.ok(points.size > 0);
    assert.deepEqual(found.map((one) => `${kind}|${named.get(one.at)}|`).sort(), [...points].sort());
    for (const one of found) {
      const met = all.filter((each) => each.met.includes(`${kind}|${named.get(one.at)}|`));
      assert.deepEqual([one.met.count, one.met.of], [met.filter((each) => each.reached).length, met.length]);
      assert.equal((await behind({ kind, at: one.at })).total, met.length);
      assert.equal((await behind({ kind, at: one.at, met: false })).total, all.length - met.length);
    }
  }
  const stricter = await ask("friction", { ...question, rage_count: 1000 });
  assert.ok(stricter.findings.every((one) => one.kind !== "rage"));
});

test("the weights are those that make the penalised loss least, and the index follows from them (JA-16)", async () => {
  const { index } = await ask("friction", question);
  assert.equal(index.learned, true);
  const all = journeys();
  kinds.forEach((kind, k) => {
    const [own] = [index.kinds[k]];
    assert.deepEqual([own.kind, own.people, own.times], [kind, all.filter((one) => one.times[k] > 0).length, all.reduce((sum, one) => sum + one.times[k], 0)]);
    assert.ok(own.low < own.weight && own.weight < own.high, kind);
  });
  const x = all.map((one) => one.times.map((times) => Math.log1p(times)));
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const chance = (odds) => 1 / (1 + Math.exp(-odds));
  const intercept = Math.log(index.without / (1 - index.without));
  const fitted = x.map((row) => chance(intercept + row.reduce((sum, value, k) => sum + value * index.kinds[k].weight, 0)));
  const off = (k) => all.reduce((sum, one, i) => sum + ((one.reached ? 1 : 0) - fitted[i]) * (k < 0 ? 1 : x[i][k]), 0);
  assert.ok(Math.abs(off(-1)) < 1e-6, "the intercept");
  kinds.forEach((kind, k) => {
    const column = x.map((row) => row[k]);
    const variance = mean(column.map((value) => (value - mean(column)) ** 2));
    assert.ok(Math.abs(off(k) - index.kinds[k].weight * variance) < 1e-6, `the slope of ${kind}`);
  });
  const own = fitted.map((p) => Math.max(0, 100 * (1 - p / index.without))).sort((a, b) => a - b);
  const quantile = (q) => {
    const place = q * (own.length - 1);
    const low = Math.floor(place);
    return own[low] + (place - low) * ((own[low + 1] ?? own[low]) - own[low]);
  };
  for (const [name, expected] of [["mean", mean(own)], ["median", quantile(0.5)], ["p90", quantile(0.9)]]) {
    assert.ok(Math.abs(index[name] - expected) < 1e-6, `${name}: ${index[name]}, not ${expected}`);
  }
  assert.equal(index.bars.length, 10);
  for (const bar of index.bars) {
    assert.equal(bar.people, own.filter((value) => value >= bar.from && (bar.below === null || value < bar.below)).length);
    const cell = { kind: "index", from: bar.from, ...(bar.below === null ? {} : { below: bar.below }) };
    assert.equal((await behind(cell)).total, bar.people, `${bar.from}`);
  }
  const { predicts } = index;
  assert.ok(predicts.low < predicts.area && predicts.area < predicts.high);
  assert.ok(predicts.low > 0.5, "failures and rage were made to matter");
});

test("too few on one side: not learned, and why (JA-16)", async () => {
  const never = await ask("friction", { ...question, outcome: { names: ["Never happened"] } });
  assert.deepEqual([never.index.learned, never.index.because, never.index.bars, never.index.mean], [false, "few_reached", [], null]);
  assert.equal(never.index.kinds.length, 7);
  const always = await ask("friction", { ...question, outcome: {}, begins: {} });
  assert.deepEqual([always.index.learned, always.index.because], [false, "few_stopped"]);
});

test("throughline friction prints the index and its weights (JA-16)", async () => {
  const args = ["friction", "Pay", "--contacts", "Call|Chat", "--errors", "Failed", "--rage", "3", "--rage-within", "2s"];
  const table = await commandBeside(server, ...args);
  assert.equal(table.code, 0, table.error);
  assert.match(table.out, /Friction index: mean \d/);
  assert.match(table.out, /AUC 0\.\d+ \(0\.\d+ to [01]\.\d+\)/);
  assert.match(table.out, /\nerror +\d+ +\d+ +-\d+\.\d+ \(/);
  const json = await commandBeside(server, ...args, "--json");
  assert.deepEqual(JSON.parse(json.out).index, (await ask("friction", { outcome: question.outcome, contacts: question.contacts, errors: question.errors, rage_count: 3, rage_ms: 2000 })).index);
});
