// Journey graphs over HTTP and from the command line. Every figure is counted once more here, from the events that
// were sent, with ties and late events; and so is who stands behind it (JA-03).
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { commandBeside } from "../lib/cli.mjs";
import { freshDirectory } from "../lib/directory.mjs";
import { randomNumbers } from "../lib/random.mjs";
import { Server } from "../lib/server.mjs";

const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.UTC(2026, 1, 20);
const names = ["Visit", "Call", "Demo", "Offer", "Pay", "Other"];
const sent = [];
const idOf = new Map();
const lines = new Map(); // By profile id.
const planOf = (person) => ["free", "pro", undefined][person % 3];
let server, key, position;
const directory = await freshDirectory("graph");

const random = randomNumbers(20260303);
const below = (n) => Math.floor(random() * n);

before(async () => {
  server = await Server.start({ directory });
  server.key = await server.apiKey();
  key = await server.writeKey("Shop");
  for (let person = 0; person < 70; ++person) {
    let at = begin + below(40 * 24) * hour;
    for (let i = 1 + below(12); i > 0; --i) {
      at += [0, 60_000 * below(30), hour * below(30), day * below(6)][below(4)];
      sent.push({ userId: `user-${String(person).padStart(2, "0")}`, name: names[below(names.length)], at, id: `m-${sent.length * 7919}`, channel: ["web", "shop"][below(2)] });
    }
  }
  const messages = sent.map((event) => ({
    type: "track", userId: event.userId, event: event.name, messageId: event.id, timestamp: new Date(event.at).toISOString(), properties: { channel: event.channel },
  }));
  for (let person = 0; person < 70; ++person) {
    const plan = planOf(person);
    if (plan) messages.push({ type: "identify", userId: `user-${String(person).padStart(2, "0")}`, messageId: `i-${person}`, timestamp: new Date(begin - day).toISOString(), traits: { plan } });
  }
  messages.sort((a, b) => (a.messageId < b.messageId ? -1 : 1)); // Half of them are late.
  for (let i = 0; i < messages.length; i += 80) {
    const answer = await server.send("/v1/batch", { batch: messages.slice(i, i + 80) }, key);
    assert.equal(answer.status, 200, answer.text);
    position = answer.headers.get("throughline-position");
  }
  for (const userId of new Set(sent.map((event) => event.userId))) {
    const { id } = await server.get(`/profiles/user_id:${userId}`);
    idOf.set(userId, id);
    lines.set(id, sent.filter((event) => event.userId === userId).sort((a, b) => a.at - b.at));
  }
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
async function who(question, cell, part) {
  const answer = await ask("graph/people", { question, cell, ...(part ? { part } : {}), page: { limit: 500 } });
  assert.equal(answer.total, answer.items.length);
  return answer.items.map((one) => one.id).sort();
}

const graph = {
  nodes: [
    { id: "visit", events: { names: ["Visit"] } },
    { id: "call", events: { names: ["Call"] } },
    { id: "demo", events: { names: ["Demo"] } },
    { id: "offer", events: { names: ["Offer"] }, needs: "all" },
    { id: "pay", events: { names: ["Pay"] } },
  ],
  edges: [
    { from: "visit", to: "demo", within_ms: 5 * day },
    { from: "visit", to: "offer" },
    { from: "call", to: "offer", within_ms: 9 * day },
    { from: "demo", to: "pay" },
    { from: "offer", to: "pay", within_ms: 20 * day },
  ],
};

// No event is of two nodes here, so that each instant is plain: sources before targets, or in the same instant.
function walk(line, { nodes, edges }) {
  const happened = new Map(nodes.map((node) => [node.id, []]));
  const order = ["visit", "call", "demo", "offer", "pay"];
  const support = (edge, at) => happened.get(edge.from).filter((before) => before <= at && at - before <= (edge.within_ms ?? Infinity));
  for (const id of order) {
    const node = nodes.find((each) => each.id === id);
    const incoming = edges.filter((edge) => edge.to === id);
    for (const event of line.filter((each) => node.events.names.includes(each.name))) {
      const found = incoming.map((edge) => support(edge, event.at).length > 0);
      const happens = incoming.length === 0 || (node.needs === "all" ? found.every(Boolean) : found.some(Boolean));
      if (happens) happened.get(id).push(event.at);
    }
  }
  const took = edges.map((edge) => {
    const first = happened.get(edge.to).find((at) => support(edge, at).length > 0);
    return first === undefined ? null : first - Math.max(...support(edge, first));
  });
  return { reached: new Map([...happened].map(([id, times]) => [id, times.length ? Math.min(...times) : null])), took };
}

const quantile = (values, q) => {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
};

function expected(of) {
  const walks = [...of].map(([id, line]) => ({ id, ...walk(line, graph) }));
  const starts = ["visit", "call"];
  const started = walks.filter((one) => starts.some((id) => one.reached.get(id) !== null));
  const startOf = (one) => Math.min(...starts.map((id) => one.reached.get(id) ?? Infinity));
  const idsOf = (list) => list.map((one) => one.id).sort();
  const node = (id) => {
    const { needs } = graph.nodes.find((each) => each.id === id);
    const reached = walks.filter((one) => one.reached.get(id) !== null);
    const sources = graph.edges.filter((edge) => edge.to === id).map((edge) => edge.from);
    const could = walks.filter((one) => sources.length && (needs === "all" ? sources.every((each) => one.reached.get(each) !== null) : sources.some((each) => one.reached.get(each) !== null)));
    const out = graph.edges.flatMap((edge, at) => (edge.from === id ? [at] : []));
    const stopped = out.length ? reached.filter((one) => out.every((at) => one.took[at] === null)) : null;
    return { reached: idsOf(reached), could: sources.length ? idsOf(could) : null, stopped: stopped && idsOf(stopped), median: quantile(reached.map((one) => one.reached.get(id) - startOf(one)), 0.5) };
  };
  const edge = (at) => {
    const taken = walks.filter((one) => one.took[at] !== null);
    return { taken: idsOf(taken), source: idsOf(walks.filter((one) => one.reached.get(graph.edges[at].from) !== null)), median: quantile(taken.map((one) => one.took[at]), 0.5) };
  };
  return { started: idsOf(started), all: of.size, node, edge };
}

function check(answer, truth) {
  assert.deepEqual([answer.started.count, answer.started.of], [truth.started.length, truth.all]);
  for (const node of answer.nodes) {
    const known = truth.node(node.id);
    assert.equal(node.people, known.reached.length, node.id);
    assert.deepEqual([node.of_all.count, node.of_all.of, node.of_start.of], [known.reached.length, truth.all, truth.started.length], node.id);
    assert.equal(node.of_before?.of ?? null, known.could?.length ?? null, node.id);
    assert.equal(node.stopped?.count ?? null, known.stopped?.length ?? null, node.id);
    assert.equal(node.median_ms, known.median, node.id);
  }
  answer.edges.forEach((edge, at) => {
    const known = truth.edge(at);
    assert.deepEqual([edge.people, edge.of_before.of, edge.of_start.of, edge.median_ms], [known.taken.length, known.source.length, truth.started.length, known.median], `${edge.from} to ${edge.to}`);
  });
}

test("nodes and edges of a graph with two beginnings, a node that needs all and windows (JA-03)", async () => {
  const truth = expected(lines);
  check(await ask("graph", graph), truth);
  assert.ok(truth.node("offer").reached.length > 3 && truth.node("pay").reached.length > 3, "the world is large enough to say something");
});

test("who is behind every node, edge and fall-out (JA-03)", async () => {
  const truth = expected(lines);
  assert.deepEqual(await who(graph, { kind: "started" }), truth.started);
  assert.deepEqual(await who(graph, { kind: "not_started" }), [...lines.keys()].filter((id) => !truth.started.includes(id)).sort());
  for (const { id } of graph.nodes) {
    const known = truth.node(id);
    assert.deepEqual(await who(graph, { kind: "reached", node: id }), known.reached, id);
    assert.deepEqual(await who(graph, { kind: "missed", node: id }), (known.could ?? []).filter((one) => !known.reached.includes(one)), id);
    assert.deepEqual(await who(graph, { kind: "stopped", node: id }), known.stopped ?? [], id);
  }
  for (const [at, { from, to }] of graph.edges.entries()) {
    const known = truth.edge(at);
    assert.deepEqual(await who(graph, { kind: "taken", from, to }), known.taken);
    assert.deepEqual(await who(graph, { kind: "left", from, to }), known.source.filter((one) => !known.taken.includes(one)));
  }
});

test("a graph by a trait, by a property of the first event, and compared (JA-03)", async () => {
  const person = new Map([...idOf].map(([userId, id]) => [id, Number(userId.slice(-2))]));
  const started = new Set(expected(lines).started);
  const partsOf = (valueOf) => {
    const groups = new Map();
    for (const [id, line] of lines) {
      if (!started.has(id)) continue;
      const value = JSON.stringify(valueOf(id, line) ?? null);
      if (!groups.has(value)) groups.set(value, new Map());
      groups.get(value).set(id, line);
    }
    return groups;
  };
  const byTrait = await ask("graph", { ...graph, breakdown: { trait: "plan" } });
  const plans = partsOf((id) => planOf(person.get(id)));
  assert.equal(byTrait.parts.length, 3);
  for (const { part, answer } of byTrait.parts) check(answer, expected(plans.get(JSON.stringify(part.value))));
  const byProperty = await ask("graph", { ...graph, breakdown: { property: "channel" } });
  for (const { part, answer } of byProperty.parts) {
    assert.equal(answer.started.count, part.people);
    assert.equal(answer.started.of, part.people, "whoever is in a part began");
    const known = await who({ ...graph, breakdown: { property: "channel" } }, { kind: "reached", node: "pay" }, { kind: part.kind, value: part.value });
    assert.equal(known.length, answer.nodes.find((node) => node.id === "pay").people);
  }
  const pro = { trait: "plan", is: "equals", value: "pro" };
  const compared = await ask("graph", { ...graph, compare: [{ name: "pro", people: pro }, { name: "others", people: { not: pro } }] });
  assert.deepEqual(compared.parts.map(({ answer }) => answer.started.of), [[...lines.keys()].filter((id) => planOf(person.get(id)) === "pro").length, [...lines.keys()].filter((id) => planOf(person.get(id)) !== "pro").length]);
});

test("a graph with conditions over events and a range (JA-03)", async () => {
  const from = begin + 15 * day;
  const where = { property: "channel", is: "equals", value: "web" };
  const question = { ...graph, nodes: graph.nodes.map((node) => (node.id === "visit" ? { ...node, events: { ...node.events, where } } : node)), range: { from: new Date(from).toISOString() } };
  const narrowed = new Map([...lines].map(([id, line]) => [id, line.filter((event) => event.at >= from)]).filter(([, line]) => line.length).map(([id, line]) => [id, line.filter((event) => event.name !== "Visit" || event.channel === "web")]));
  check(await ask("graph", question), expected(narrowed));
});

test("one event cannot be both ends of a way within an instant (JA-03)", async () => {
  const twice = { nodes: [{ id: "a", events: { names: ["Visit"] } }, { id: "b", events: { names: ["Visit"] } }], edges: [{ from: "a", to: "b" }] };
  const answer = await ask("graph", twice);
  const visits = [...lines.values()].map((line) => line.filter((event) => event.name === "Visit").length);
  assert.deepEqual(answer.nodes.map((node) => node.people), [visits.filter((count) => count > 0).length, visits.filter((count) => count > 1).length]);
});

test("what has no meaning is refused, saying what to change (JA-03)", async () => {
  const refused = async (body, text, path = "graph") => {
    const answer = await server.api("POST", `/journeys/${path}`, { body });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, text);
  };
  await refused({ ...graph, edges: [...graph.edges, { from: "pay", to: "visit" }] }, /lead in a circle/);
  await refused({ ...graph, edges: [{ from: "visit", to: "nowhere" }] }, /edges\[0\]\.to.*id of a node/);
  await refused({ ...graph, edges: [] }, /1 to 60 edges/);
  await refused({ ...graph, nodes: [graph.nodes[0], graph.nodes[0]], edges: [] }, /`id` of its own/);
  await refused({ ...graph, nodes: [{ ...graph.nodes[0], needs: "most" }, graph.nodes[1]] }, /needs/);
  await refused({ ...graph, edges: [{ from: "visit", to: "demo", within_ms: -1 }] }, /within_ms/);
  await refused({ nodes: Array.from({ length: 21 }, (_, at) => ({ id: `n${at}`, events: {} })), edges: [] }, /20 nodes/);
  await refused({ question: graph, cell: { kind: "reached" } }, /cell\.node/, "graph/people");
  await refused({ question: graph, cell: { kind: "taken", from: "visit", to: "pay" } }, /no edge/, "graph/people");
  await refused({ question: graph, cell: { kind: "reached", node: "nobody" } }, /cell\.node/, "graph/people");
});

test("the command line asks the same (JA-03)", async () => {
  const command = (...words) => commandBeside(server, "graph", "--node", "visit=Visit", "--node", "call=Call", "--node", "offer=Offer@all", "--edge", "visit..offer", "--edge", "call..offer@9d", ...words);
  const question = { nodes: graph.nodes.filter(({ id }) => ["visit", "call", "offer"].includes(id)), edges: [{ from: "visit", to: "offer" }, { from: "call", to: "offer", within_ms: 9 * day }] };
  const answer = await ask("graph", question);
  const json = JSON.parse((await command("--json")).out);
  assert.deepEqual(json.nodes, answer.nodes);
  const { out } = await command();
  assert.match(out, new RegExp(`offer +${answer.nodes[2].people} `));
  const people = JSON.parse((await command("--people", '{"kind":"stopped","node":"visit"}', "--json")).out);
  assert.equal(people.total, answer.nodes[0].stopped.count);
});
