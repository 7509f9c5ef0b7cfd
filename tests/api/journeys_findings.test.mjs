// What stands out in everybody's lines: the demo company's planted causes are found by looking, and
// every finding is the answer to the question that it names, with the people behind both sides.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { commandBeside } from "../lib/cli.mjs";
import { dataDirectory, Server, withData } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const patience = 600_000; // The whole demo company is read and searched first.
let server, truth, found;

before(async () => {
  server = await Server.start({ command: "demo", args: ["--quiet"] });
  server.key = await server.apiKey();
  truth = JSON.parse(await readFile(join(server.directory, "demo-truth.json"), "utf8"));
  found = await look({ wait: true });
});
after(() => server?.close());

/** Asks again while the record is still being read. */
async function look(body, of = server, position = undefined) {
  const path = position ? `/journeys/findings?at_least=${position}` : "/journeys/findings";
  const answer = await until("the record to be read", async () => {
    const asked = await of.api("POST", path, { body });
    return asked.status === 503 ? undefined : asked;
  }, { ms: patience });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}
async function people(finding, side, cell) {
  const body = { question: finding.question, cell, page: { limit: 1 } };
  if (side.part) body.part = side.part;
  const answer = await server.api("POST", `/journeys/${finding.page}/people`, { body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.total;
}
/** How much of the shorter of two times lies in the other. */
function overlap(days, period) {
  const [from, until] = [Date.parse(days.from), Date.parse(days.until) + 86_400_000];
  const [begin, end] = [Date.parse(period.from), Date.parse(period.to)];
  return Math.max(0, Math.min(until, end) - Math.max(from, begin)) / Math.min(until - from, end - begin);
}

test("findings have their figures, and hold (JA-16)", () => {
  assert.equal(found.ready, true);
  assert.equal(found.working, false);
  assert.ok(found.tests > 100, `${found.tests}`);
  assert.ok(found.findings.length > 3);
  assert.equal(new Set(found.findings.map((each) => each.id)).size, found.findings.length);
  for (const each of found.findings) {
    assert.ok(["lost", "friction", "slow", "changed", "early", "differs"].includes(each.group), each.group);
    assert.ok(each.people > 0);
    for (const { share } of each.sides) {
      assert.ok(share.of >= 30 && share.low <= share.share && share.share <= share.high, JSON.stringify(share));
    }
    if (each.difference) assert.ok(each.difference.adjusted_p <= 0.05 && each.difference.low * each.difference.high > 0);
  }
});

test("each finding is the answer to its question, and its people are behind it", async () => {
  for (const each of found.findings) {
    for (const side of each.sides) {
      assert.equal(await people(each, side, side.all), side.share.of, JSON.stringify(each));
      assert.equal(await people(each, side, side.reached), side.share.count, JSON.stringify(each));
      assert.equal(await people(each, side, side.stopped), side.share.of - side.share.count);
    }
    const answer = await server.api("POST", `/journeys/${each.page}`, { body: each.question });
    assert.equal(answer.status, 200, answer.text);
    const { json } = answer;
    if (each.page === "friction") {
      const { kind, at, to } = each.sides[0].all;
      const own = json.findings.find((one) => one.kind === kind && one.at === at && (one.to ?? null) === (to ?? null));
      assert.deepEqual([own.met, own.not_met], each.sides.map((side) => side.share));
      continue;
    }
    if (each.page === "landmark") {
      for (const side of each.sides) assert.deepEqual(side.all.did ? json.did : json.did_not, side.share);
      continue;
    }
    for (const side of each.sides) {
      const part = side.part?.kind === "other_than" ? null : side.part;
      const own = part ? json.parts.find((one) => one.part.kind === part.kind && one.part.value === part.value)?.answer : json;
      if (side.part && !part) continue; // All other values together are no part of the answer.
      assert.equal(own.steps.at(-1).of_first.count, side.share.count, JSON.stringify(each));
      assert.equal(own.steps[0].people, side.share.of);
    }
  }
});

test("the broken payment of the demo company is found: for whom, and when", () => {
  const client = (each) => /Safari|iOS/.test(JSON.stringify(each.by?.value ?? ""));
  const broken = found.findings.filter((each) => each.kind === "change" && client(each) && overlap(each.changed, truth.broken_payment) > 0.6);
  assert.ok(broken.length > 0, JSON.stringify(found.findings.filter((each) => each.kind === "change")));
  assert.ok(broken.some((each) => /Checkout|Payment/.test(each.steps[0])));
});

test("the upgrades that were charged and not applied are found", () => {
  const unapplied = found.findings.filter((each) => each.kind === "change" && each.steps[0] === "Upgrade Charged" && each.steps.at(-1) === "Plan Changed");
  assert.ok(unapplied.length > 0, JSON.stringify(found.findings.filter((each) => each.kind === "change")));
  assert.ok(overlap(unapplied[0].changed, truth.unapplied_upgrades) > 0.6, JSON.stringify(unapplied[0]));
  assert.ok(unapplied[0].sides[0].share.share < unapplied[0].sides[1].share.share);
});

test("the week with too few agents is found: answers came later, and not less often", () => {
  const slow = found.findings.filter((each) => each.kind === "change" && /Chat|Ticket|Call/.test(each.steps[0]) && overlap(each.changed, truth.slow_week) > 0.9);
  assert.ok(slow.length > 0, JSON.stringify(found.findings.filter((each) => each.kind === "change")));
  assert.ok(slow.every((each) => each.window_ms <= 3_600_000 && each.sides[0].share.share < each.sides[1].share.share));
});

test("that those leave who did not import their calendar is found: among those who were still there", () => {
  const early = found.findings.filter((each) => each.kind === "landmark");
  const stalled = early.find((each) => each.landmark.did === "Calendar Imported" && /Cancel/.test(each.landmark.outcome ?? ""));
  assert.ok(stalled, JSON.stringify(early.map((each) => [each.landmark, each.sides.map((side) => side.share)])));
  const { landmark, sides: [stopped, others], window_ms: window } = stalled;
  assert.equal(landmark.did_first, false, "those who stalled are the fewer");
  assert.ok(landmark.within_ms <= 14 * 86_400_000 && window >= 30 * 86_400_000);
  assert.ok(stopped.share.low > others.share.high, JSON.stringify(stalled));
  // Founders alone were planted; they are most of those who stalled and left.
  const left = truth.stalled_onboarding.stalled_and_left.length;
  assert.ok(stopped.share.count >= 0.5 * left, `${stopped.share.count} of ${left}`);
});

test("who is behind the first days is no rule, and the server says why", async () => {
  const { question, sides: [side] } = found.findings.find((each) => each.kind === "landmark");
  const said = await server.api("POST", "/segments/from_figure", { body: { kind: "landmark", question, cell: side.all } });
  assert.equal(said.status, 200, said.text);
  assert.equal(said.json.condition ?? null, null);
  assert.match(said.json.because, /so long after they began/);
});

test("at once there is what is known, then everything", async () => {
  const range = { until: truth.broken_payment.from };
  let answer = await look({ range });
  assert.ok(answer.working || answer.ready);
  answer = await until("everything to be looked at", async () => {
    const now = await look({ range });
    assert.ok(now.progress >= 0 && now.progress <= 1);
    return now.ready ? now : undefined;
  }, { ms: patience });
  assert.ok(answer.findings.every((each) => Date.parse(each.days.until) < Date.parse(range.until)));
  assert.equal((await look({ range })).at, answer.at, "nothing has happened since");
});

test("a question without meaning is refused, and so is whoever may not see people", async () => {
  const backwards = await server.api("POST", "/journeys/findings", { body: { wait: true, range: { from: "2026-02-01T00:00:00Z", until: "2026-01-01T00:00:00Z" } } });
  assert.equal(backwards.status, 400, backwards.text);
  const unknown = await server.api("POST", "/journeys/findings", { body: { everything: true } });
  assert.equal(unknown.status, 400, unknown.text);
});

test("the command says it in sentences, or as JSON", async () => {
  const said = await commandBeside(server, "findings");
  assert.equal(said.code, 0, said.error);
  assert.match(said.out, /^Where people are lost\n {2}Of [\d ]+ people who began with /m);
  assert.match(said.out, /false discovery rate of 5 %/);
  const json = await server.command("findings");
  assert.equal(json.ready, true);
  assert.deepEqual(json.findings.map((each) => each.id), found.findings.map((each) => each.id));
});

// The municipality's log of building permits (CoSeLoG): 1 434 cases, of which nothing here knows anything.
test("a log that nobody explained gives sentences too, with the same figures as its questions", withData, async () => {
  const other = await Server.start();
  try {
    other.key = await other.apiKey();
    const key = await other.writeKey("Receipt");
    const [head, ...rows] = (await readFile(join(dataDirectory, "event-logs/receipt.csv"), "utf8")).trim().split("\n").map((line) => line.trim().split(","));
    const at = (name) => head.indexOf(name);
    const events = rows.map((row, i) => ({
      type: "track", event: row[at("concept:name")], userId: row[at("case:concept:name")], messageId: `row-${i}`,
      timestamp: new Date(row[at("time:timestamp")].replace(" ", "T")).toISOString(),
      properties: { channel: row[at("case:channel")], department: row[at("case:department")], group: row[at("org:group")] },
    }));
    let position;
    for (let i = 0; i < events.length; i += 100) {
      const sent = await other.send("/v1/batch", { batch: events.slice(i, i + 100) }, key);
      assert.equal(sent.status, 200, sent.text);
      position = sent.headers.get("throughline-position");
    }
    const { findings, people: cases } = await look({ wait: true }, other, position);
    assert.equal(cases, new Set(rows.map((row) => row[at("case:concept:name")])).size);
    const names = new Set(rows.map((row) => row[at("concept:name")]));
    assert.ok(findings.some((each) => each.kind === "funnel"), JSON.stringify(findings));
    assert.ok(findings.some((each) => each.kind !== "funnel"), JSON.stringify(findings));
    for (const each of findings) {
      assert.ok(each.steps.every((step) => names.has(step)), `${each.steps}`);
      assert.ok(!each.by?.property || ["channel", "department", "group"].includes(each.by.property), JSON.stringify(each.by));
      for (const side of each.sides) {
        const found = await other.api("POST", `/journeys/${each.page}/people`, { body: { question: each.question, cell: side.reached, ...(side.part ? { part: side.part } : {}) } });
        assert.equal(found.json.total, side.share.count, JSON.stringify(each));
      }
    }
  } finally {
    await other.close();
  }
});
