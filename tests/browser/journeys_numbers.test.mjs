// Graphs, distributions, scatters and treemaps: built with the mouse and with the keyboard, answered with the
// figures of the API, and opened to the people behind them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { journeyPages, number, people, rate } from "../lib/journey_pages.mjs";
import { settled, until } from "../lib/wait.mjs";

let page;
const shown = journeyPages(150, (opened) => {
  page = opened;
});
const { ask, chart, go, says, whoIsBehind } = shown;

async function choose(label, name) {
  const field = page.getByRole("combobox", { name: label, exact: true });
  await field.fill(name);
  await page.getByRole("option", { name: new RegExp(`^${name}`) }).first().click();
  await page.keyboard.press("Escape");
}

const all = { range: "all" };
const day = 86_400_000;
const graph = {
  nodes: [
    { id: "A", events: { names: ["Product Viewed"] } },
    { id: "B", events: { names: ["Product Added"] } },
    { id: "C", events: { names: ["Order Completed"] }, needs: "all" },
  ],
  edges: [
    { from: "A", to: "B", within_ms: 7 * day },
    { from: "B", to: "C" },
    { from: "A", to: "C" },
  ],
};
const drawn = "How many people reach each node and take each edge";

test("a graph is drawn up in its question, node by node, and says its finding (JA-03)", async () => {
  await page.getByRole("link", { name: "Journeys" }).first().click();
  const pages = page.getByRole("navigation", { name: "Journeys" });
  await pages.getByRole("link", { name: "Conversion" }).click();
  await pages.getByRole("link", { name: "Graph" }).click();
  await page.getByRole("heading", { name: "Graph", level: 1 }).waitFor();
  await page.getByText("Choose the events of two nodes, and join them").waitFor();
  await page.getByRole("combobox", { name: "Time", exact: true }).selectOption("All time");
  await choose("Node A", "Product Viewed");
  await choose("Node B", "Product Added");
  await page.getByRole("combobox", { name: "Time from A to B" }).selectOption("7 days");
  await page.getByRole("button", { name: "Add a node" }).click();
  await choose("Node C", "Order Completed");
  await page.getByRole("combobox", { name: "What node C comes after" }).selectOption("A: Product Viewed");
  await page.getByText("all of them", { exact: true }).click();
  const answer = await ask("graph", graph);
  await says(`Of ${people(answer.started.count)} who began, ${rate(answer.nodes[2].of_start)} reached Order Completed`);
  assert.match(decodeURIComponent(page.url()), /"all":true/);
});

test("boxes, arrows and stripes of a graph open their people (JA-03)", async () => {
  const answer = await ask("graph", graph);
  const [seen] = answer.nodes;
  await chart(drawn).getByRole("button", { name: `Product Viewed: ${people(seen.people)}` }).click();
  assert.equal(await whoIsBehind("graph", graph, { kind: "reached", node: "A" }), seen.people);
  await chart(drawn).getByRole("button", { name: `Went no further than Product Viewed: ${people(seen.stopped.count)}` }).click();
  assert.equal(await whoIsBehind("graph", graph, { kind: "stopped", node: "A" }), seen.stopped.count);
  // An arrow with the keyboard.
  await chart(drawn).getByRole("button", { name: "Product Viewed to Product Added" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await whoIsBehind("graph", graph, { kind: "taken", from: "A", to: "B" }), answer.edges[0].people);
});

test("the table of a graph says and opens the fall-out, too (JA-03)", async () => {
  await page.getByText("Table", { exact: true }).click();
  const answer = await ask("graph", graph);
  const row = page.getByRole("table", { name: "Graph" }).getByRole("row", { name: "Product Viewed → Product Added" });
  const left = answer.edges[0].of_before.of - answer.edges[0].of_before.count;
  await row.getByRole("button", { name: number(left), exact: true }).click();
  assert.equal(await whoIsBehind("graph", graph, { kind: "left", from: "A", to: "B" }), left);
  await page.getByText("Chart", { exact: true }).click();
});

test("nodes are joined by drawing from one to another, and parted with a button (JA-03)", async () => {
  const edges = [{ from: "A", to: "B" }];
  await go("graph", { ...all, graph: { nodes: graph.nodes.map(({ id, events }) => ({ id, events: events.names })), edges } });
  const box = (name) => chart(drawn).getByRole("button", { name: new RegExp(`^${name}: `) });
  await box("Order Completed").waitFor();
  const places = () => Promise.all([page.locator('[data-join="B"]').boundingBox(), box("Order Completed").boundingBox()]);
  // Where they stay: what is above the chart may come a moment later.
  const [ring, target] = await until("the chart to stand still", async () => {
    const before = JSON.stringify(await places());
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const busy = await page.evaluate(() => Boolean(document.querySelector("main [aria-busy=true]")));
    const now = await places();
    return !busy && JSON.stringify(now) === before && now;
  });
  await page.mouse.move(ring.x + ring.width / 2, ring.y + ring.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 5 });
  await page.mouse.up();
  // An arrow straight down has no width, and so is not visible to the browser.
  await chart(drawn).getByRole("button", { name: "Product Added to Order Completed" }).waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Part B and C" }).click();
  await chart(drawn).getByRole("button", { name: "Product Added to Order Completed" }).waitFor({ state: "detached" });
});

test("a graph by plan has a rate for each part, and opens its people (JA-03)", async () => {
  await go("graph", { ...all, graph: { nodes: graph.nodes.map(({ id, events, needs }) => ({ id, events: events.names, ...(needs ? { all: true } : {}) })), edges: graph.edges.map(({ from, to, within_ms }) => ({ from, to, ...(within_ms ? { within: "7d" } : {}) })) }, by: { trait: "plan" } });
  const question = { ...graph, breakdown: { trait: "plan", limit: 6 } };
  const { parts } = await ask("graph", question);
  const [part] = parts;
  // What is asked first has no parts yet: they move the chart.
  await page.getByRole("region", { name: part.part.value, exact: true }).first().waitFor();
  await settled(page);
  const reached = `${part.part.value}, ${people(part.part.people)}: ${rate(part.answer.nodes[2].of_start)}`;
  await chart("Of those who began, reached Order Completed").getByRole("button", { name: reached, exact: true }).first().click();
  assert.equal(await whoIsBehind("graph", question, { kind: "reached", node: "C" }, { kind: "value", value: part.part.value }), part.answer.nodes[2].people);
});

const paid = { of: "property", property: "total", events: ["Order Completed"] };
const asked = (choice) => ({ ...choice, ...(choice.events ? { events: { names: choice.events } } : {}) });

test("a distribution has its figures and bars, and each opens its people (JA-13)", async () => {
  await go("distribution", { ...all, number: paid });
  const question = { number: asked(paid) };
  const answer = await ask("distribution", question);
  const bar = answer.bins.reduce((most, bin) => (bin.numbers > most.numbers ? bin : most));
  await chart("How many have how much").getByRole("button", { name: `${number(bar.numbers)} events, ${people(bar.people)}` }).first().click();
  const cell = { ...(bar.from === null ? {} : { from: bar.from }), ...(bar.below === null ? {} : { below: bar.below }) };
  assert.equal(await whoIsBehind("distribution", question, cell), bar.people);
  await page.getByRole("button", { name: /^Greatest: / }).click();
  await whoIsBehind("distribution", question, { from: answer.greatest });
  await page.getByRole("combobox", { name: "The number", exact: true }).selectOption("how often each person did");
  await until("the other number", async () => (await ask("distribution", { number: { of: "count", events: { names: paid.events } } })).numbers > 0 && /count/.test(page.url()));
});

test("a scatter has a point for each pair, and leads to the person (JA-13)", async () => {
  const x = { of: "count", events: ["Product Viewed"] };
  const y = { of: "sum", property: "total", events: ["Order Completed"] };
  await go("distribution", { ...all, number: x });
  await page.getByRole("navigation", { name: "What is shown of numbers" }).getByRole("link", { name: "Scatter" }).click();
  await page.getByRole("heading", { name: "Scatter", level: 1 }).waitFor();
  await go("scatter", { ...all, x, y });
  const question = { x: asked(x), y: asked(y) };
  const answer = await ask("scatter", question);
  const far = answer.points.reduce((most, point) => (point.y > most.y ? point : most));
  await chart("how often people did Product Viewed").getByRole("button").nth(answer.points.indexOf(far)).focus();
  await page.keyboard.press("Enter");
  assert.equal(await whoIsBehind("scatter", question, { x: far.x, y: far.y }), far.people);
});

test("a treemap has a box for each group and within it, and each opens its people (JA-13)", async () => {
  await go("treemap", { ...all, boxes: [{ event: true }, { trait: "plan" }] });
  const question = { by: [{ event: true }, { trait: "plan" }], measure: "events" };
  const answer = await ask("treemap", question);
  const [outer, inner] = answer.groups;
  await says(`${number(answer.events)} events`);
  const boxes = chart("What it is made of, by the size of the boxes");
  await boxes.getByRole("button", { name: `${outer.values[0].value}: ${number(outer.events)} event` }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await whoIsBehind("treemap", question, { values: outer.values }), outer.people);
  const word = inner.values[1].kind === "value" ? inner.values[1].value : inner.values[1].kind === "none" ? "No value" : "Others";
  await boxes.getByRole("button", { name: new RegExp(`^${outer.values[0].value} › ${word}`, "i") }).click();
  assert.equal(await whoIsBehind("treemap", question, { values: inner.values }), inner.people);
  await page.getByRole("combobox", { name: "How large a box is" }).selectOption("people");
  await says(people((await ask("treemap", { ...question, measure: "people" })).people));
});

test("a graph pinned to a dashboard answers there (JA-03)", async () => {
  await go("graph", { ...all, graph: { nodes: graph.nodes.slice(0, 2).map(({ id, events }) => ({ id, events: events.names })), edges: [{ from: "A", to: "B" }] } });
  await page.getByRole("region", { name: "The answer" }).getByRole("button", { name: "Download" }).waitFor();
  await page.getByRole("button", { name: "Pin", exact: true }).click();
  const form = page.getByRole("form", { name: "Pin" });
  await form.getByLabel("What it is called there").fill("Drawn up");
  await form.getByLabel("Its name").fill("Tuesday");
  await form.getByRole("button", { name: "Pin it" }).click();
  await form.waitFor({ state: "detached" });
  const { items } = await shown.server.get("/dashboards");
  await page.goto(`${shown.server.url}/journeys/dashboards/${items.find((each) => each.name === "Tuesday").id}`);
  await chart(drawn).getByRole("button", { name: /^Product Viewed: / }).waitFor();
});
