// Journey maps in the browser: made, drawn with mouse and keyboard, saved in versions, held against what people do, and taken away.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { startDemo, Visitor } from "../lib/app.mjs";
import { bringAxe, objections } from "../lib/axe.mjs";
import { people } from "../lib/journey_pages.mjs";
import { settled, until } from "../lib/wait.mjs";

let server;
let visitor;
let page;
let map;

const bound = (id, name, names, rest = {}) => ({ id, name, events: { names }, ...rest });
const drawn = {
  stages: [
    { id: "look", name: "Look around", owner: "Marketing", emotion: 1, goal: ["See what there is"], pain: [{ text: "Slow pages", status: "planned", owner: "Web team" }], touchpoints: [bound("view", "Views a product", ["Product Viewed"], { repeats: true })] },
    { id: "choose", name: "Choose", sla_hours: 1, emotion: 0, touchpoints: [bound("add", "Puts it into the basket", ["Product Added"], { repeats: true }), { id: "ask", name: "Asks a friend" }] },
    { id: "buy", name: "Buy", owner: "Shop", emotion: 2, touchpoints: [bound("order", "Orders", ["Order Completed"], { repeats: true })] },
  ],
};

before(async () => {
  server = await startDemo(150);
  visitor = await Visitor.start({ bypassCSP: true });
  page = visitor.page;
  await bringAxe(visitor);
  await visitor.signInToDemo(server);
});
after(async () => {
  await visitor?.close();
  await server?.close();
});

async function call(method, path, body) {
  const answer = await server.api(method, path, body === undefined ? {} : { body });
  assert.ok(answer.status < 300, answer.text);
  return answer.json;
}
const saved = async () => (await server.get(`/journey-maps/${map}`)).map;
const openMap = async (search = "") => {
  await page.goto(`${server.url}/journeys/maps/${map}${search}`);
  await page.getByRole("table", { name: "The map: stages and lanes" }).waitFor();
};
const button = (name) => page.getByRole("button", { name, exact: typeof name === "string" });
const stageNames = () => page.locator("[data-stage-grip]").evaluateAll((grips) => grips.map((grip) => grip.getAttribute("data-stage-grip")));
const announced = (text) => page.getByRole("status").getByText(text).waitFor();
const panel = (name) => page.getByRole("complementary", { name, exact: true });
async function take(name) {
  await button("Download").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).click()]);
  return readFile(await download.path(), "utf8");
}

test("a map begins from what people do, from a template or empty, each with one click (JM-01, JM-05)", async () => {
  await page.getByRole("link", { name: "Journeys" }).first().click();
  await page.getByRole("navigation", { name: "Journeys" }).getByRole("link", { name: "Journey maps" }).click();
  await page.getByRole("heading", { level: 1, name: "Journey maps" }).waitFor();
  assert.deepEqual(await objections(page), []);
  await button(/^From what people do/).click();
  await page.getByRole("heading", { level: 1, name: /What people do, / }).waitFor();
  await page.getByRole("table", { name: "The map: stages and lanes" }).waitFor();
  const [found] = (await server.get("/journey-maps")).items;
  assert.ok(found.stages >= 2 && found.measured_touchpoints === found.touchpoints);
  await page.goto(server.url + "/journeys/maps");
  await button("New map").click();
  await page.getByRole("menuitem", { name: "An empty map" }).click();
  await page.getByText("Add the first stage").waitFor();
  await page.goto(server.url + "/journeys/maps");
  await button("New map").click();
  const [template] = (await server.get("/journey-maps/templates")).items;
  await page.getByRole("menuitem", { name: template.name }).click();
  await page.getByRole("heading", { level: 1, name: template.name }).waitFor();
  assert.equal((await server.get("/journey-maps")).items.find((each) => each.name === template.name).stages, template.document.stages.length);
  map = (await call("POST", "/journey-maps", { name: "From looking to buying", document: drawn })).id;
  await page.goto(server.url + "/journeys/maps");
  await page.getByRole("row", { name: /From looking to buying.*1 stage without owner/ }).getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: "From looking to buying" }).waitFor();
});

test("cells are edited where they stand, undone and done again, and a save makes a version (JM-01, JM-07)", async () => {
  await openMap();
  assert.ok(await button("Save").isDisabled());
  await button("Goal of Look around: See what there is").click();
  await page.getByRole("textbox", { name: "Goal of Look around" }).fill("See all there is");
  await page.keyboard.press("Enter");
  await page.getByText("Not saved yet").waitFor();
  await button("Add: Evidence of Buy").click();
  await page.keyboard.type("Receipts");
  await page.keyboard.press("Enter");
  await button("Evidence of Buy: Receipts").waitFor();
  await button("Undo").click();
  await button("Evidence of Buy: Receipts").waitFor({ state: "detached" });
  await page.keyboard.press("Control+Shift+z");
  await button("Evidence of Buy: Receipts").waitFor();
  await button("Owner of Choose: No owner").click();
  await page.keyboard.type("Advisers");
  await page.keyboard.press("Enter");
  await page.getByRole("slider", { name: "Emotion in Choose, as drawn" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await button(/^Who ends it, and how far it is: Slow pages/).click();
  await page.getByRole("combobox", { name: "State", exact: true }).selectOption("In progress");
  await page.keyboard.press("Escape");
  assert.deepEqual(await objections(page), []);
  await button("Save").click();
  await page.getByText("Saved as version 2.").waitFor();
  const { document, version } = await saved();
  assert.equal(version, 2);
  const [look, choose, buy] = document.stages;
  assert.deepEqual([look.goal, look.pain[0].status, look.pain[0].owner, choose.owner, choose.emotion, buy.evidence], [["See all there is"], "in_progress", "Web team", "Advisers", -1, ["Receipts"]]);
  assert.ok(await button("Save").isDisabled());
});

test("stages and touchpoints move with Alt and the arrows, said aloud, with the focus on them (JM-01)", async () => {
  await openMap();
  await page.locator("[data-stage-grip=look]").focus();
  await page.keyboard.press("Alt+ArrowRight");
  await announced("Look around is now stage 2 of 3.");
  await until("the focus on the grip", async () => (await page.evaluate(() => document.activeElement?.getAttribute("data-stage-grip"))) === "look");
  assert.deepEqual(await stageNames(), ["choose", "look", "buy"]);
  await page.keyboard.press("Alt+ArrowLeft");
  await announced("Look around is now stage 1 of 3.");
  await page.keyboard.press("Alt+ArrowLeft");
  await announced("Look around is the first stage already.");
  await page.locator("[data-touchpoint=ask]").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await announced("Asks a friend is now in Choose, 1 of 2.");
  await page.keyboard.press("Alt+ArrowRight");
  await announced("Asks a friend is now in Buy, 2 of 2.");
  await until("the focus on the card", async () => (await page.evaluate(() => document.activeElement?.getAttribute("data-touchpoint"))) === "ask");
  await page.locator("[data-touchpoint=ask]").dragTo(page.locator("[data-touchpoint=add]"));
  await until("the card in its new stage", async () => (await page.locator("ul:has(> li [data-touchpoint=add]) [data-touchpoint=ask]").count()) === 1);
  await page.locator("[data-stage-grip=buy]").dragTo(page.locator("th:has([data-stage-grip=look])"));
  await until("the stage in its new place", async () => (await stageNames())[0] === "buy");
});

test("what was not saved stays on the map when one leaves, and is taken back by who wants", async () => {
  await page.getByRole("navigation").first().getByRole("link", { name: "People" }).first().click();
  await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
  assert.equal((await saved()).version, 2);
  await openMap();
  await page.getByText("Not saved yet").waitFor();
  assert.equal((await stageNames())[0], "buy");
  await button("More").click();
  await page.getByRole("menuitem", { name: "Take back what was not saved" }).click();
  const asked = page.getByRole("dialog");
  await asked.getByText("Take back what was not saved?").waitFor();
  await asked.getByRole("button", { name: "Cancel" }).click();
  assert.equal((await stageNames())[0], "buy");
  await button("More").click();
  await page.getByRole("menuitem", { name: "Take back what was not saved" }).click();
  await asked.getByRole("button", { name: "Take back what was not saved" }).click();
  await page.getByText("Not saved yet").waitFor({ state: "detached" });
  assert.deepEqual(await stageNames(), ["look", "choose", "buy"]);
});

test("a touchpoint is bound to events with the pickers of the journeys, stages come and go", async () => {
  await openMap();
  await page.locator("[data-touchpoint=ask]").click();
  const touchpoint = panel("Touchpoint");
  await touchpoint.getByRole("combobox", { name: "Events of it" }).fill("Email Opened");
  await page.getByRole("option", { name: /^Email Opened/ }).first().click();
  await page.keyboard.press("Escape");
  await touchpoint.getByRole("checkbox", { name: "May be left out" }).check();
  await touchpoint.getByRole("combobox", { name: "Stage" }).selectOption("Look around");
  assert.deepEqual(await objections(page), []);
  await touchpoint.getByRole("button", { name: "Close" }).click();
  await button("Add a stage").click();
  await button("Name of the stage: New stage").click();
  await page.keyboard.type("Stay");
  await page.keyboard.press("Enter");
  await button("Add a touchpoint to Stay").click();
  await page.keyboard.type("Comes again");
  await page.keyboard.press("Enter");
  await button("Menu of Choose").click();
  await page.getByRole("menuitem", { name: "Remove the stage" }).click();
  await page.keyboard.press("Control+s");
  await page.getByText("Saved as version 3.").waitFor();
  const { document } = await saved();
  assert.deepEqual(document.stages.map((stage) => [stage.name, stage.touchpoints.map((each) => each.name)]), [
    ["Look around", ["Views a product", "Asks a friend"]], ["Buy", ["Orders"]], ["Stay", ["Comes again"]],
  ]);
  const ask = document.stages[0].touchpoints[1];
  assert.deepEqual([ask.events.names, ask.optional], [["Email Opened"], true]);
});

test("versions are listed, looked at, compared and restored (JM-07)", async () => {
  await button("Version 3").click();
  await panel("Versions").getByRole("button", { name: "What changed between version 1 and this one" }).click();
  const compared = await call("POST", "/journey-maps/compare", { from: { map, version: 1 }, to: { map, version: 3 } });
  assert.ok(compared.changes.length > 3);
  await panel("What changed").getByText(compared.changes[0].sentence).waitFor();
  assert.equal(await panel("What changed").getByRole("listitem").count(), compared.changes.length);
  await page.keyboard.press("Escape");
  await button("Version 3").click();
  await panel("Versions").getByRole("button", { name: "Look at it: version 1" }).click();
  await page.getByText(/This is version 1 of 3/).waitFor();
  assert.equal(await button("Save").count(), 0, "an old version cannot be changed");
  await page.reload();
  await page.getByText(/This is version 1 of 3/).waitFor();
  assert.deepEqual(await objections(page), []);
  await button("Restore this version").click();
  await page.getByText("Version 1 is back, as version 4.").waitFor();
  const { version, document } = await saved();
  assert.equal(version, 4);
  assert.deepEqual(document.stages.map((stage) => stage.id), ["look", "choose", "buy"]);
});

test("what somebody else saves meanwhile joins what is drawn here", async () => {
  await openMap();
  await button("Goal of Look around: See what there is").click();
  await page.keyboard.type("Over");
  await page.keyboard.press("Enter");
  await until("the goal there", async () => (await server.get(`/journey-maps/${map}/draft`)).map.document.stages[0].goal[0] === "Over");
  const theirs = await call("PATCH", `/journey-maps/${map}`, { version: 4, name: "Theirs" });
  assert.deepEqual([theirs.version, theirs.document.stages[0].goal], [5, ["See what there is"]]);
  await page.getByRole("heading", { level: 1, name: /Theirs/ }).waitFor();
  await button("Goal of Look around: Over").waitFor();
  assert.deepEqual(await objections(page), []);
  await button("Save").click();
  await page.getByText("Saved as version 6.").waitFor();
  const { name, document } = await saved();
  assert.deepEqual([name, document.stages[0].goal], ["Theirs", ["Over"]]);
  await call("PATCH", `/journey-maps/${map}`, { version: 6, name: "From looking to buying" });
  await page.getByRole("heading", { level: 1, name: /From looking to buying/ }).waitFor();
});

const all = "?overlay=true&range=all";

test("what people do is laid over the map, and every figure opens (JM-03, JM-05, JM-09)", async () => {
  const question = { everybody: true };
  const answer = await call("POST", `/journey-maps/${map}/overlay`, question);
  const { stages, conformance, on_map: onMap } = answer.shown;
  await openMap(all);
  await page.getByText(new RegExp(`Of ${people(onMap.count)} on the map`)).waitFor();
  const behind = async (cell) => (await call("POST", `/journey-maps/${map}/people`, { question, cell, page: { limit: 500 } })).total;
  const opens = async (mark, cell) => {
    const total = await behind(cell);
    await mark.focus();
    await page.keyboard.press("Enter");
    await panel("People behind this figure").getByText(people(total), { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await panel("People behind this figure").waitFor({ state: "detached" });
    return total;
  };
  const [look, choose] = stages;
  const bars = page.getByRole("group", { name: "How many people reach each stage" });
  assert.equal(await opens(bars.getByRole("button", { name: `Look around: ${people(look.reached.count)} reach it` }), { kind: "reached", stage: "look" }), look.reached.count);
  assert.equal(await opens(bars.getByRole("button", { name: `From Look around to Choose: ${people(choose.converted.count)}` }), { kind: "converted", stage: "choose" }), choose.converted.count);
  assert.equal(await opens(bars.getByRole("button", { name: `After Look around not to Choose: ` }), { kind: "lost", stage: "choose" }), choose.converted.of - choose.converted.count);
  assert.equal(await opens(button(/^Go exactly as the map says: /), { kind: "fits" }), conformance.fits.count);
  assert.ok(choose.beyond_sla.count > 0);
  assert.equal(await opens(button(/stay too long$/), { kind: "beyond_sla", stage: "choose" }), choose.beyond_sla.count);
  const [first] = conformance.deviations;
  const row = page.getByRole("table", { name: "Where people leave the map" }).getByRole("row").nth(1);
  const { kind, stage, from, touchpoint } = first;
  assert.equal(await opens(row.getByRole("button"), { kind: "deviation", deviation: kind, ...(stage ? { stage } : {}), ...(from ? { from } : {}), ...(touchpoint ? { touchpoint } : {}) }), first.people.count);
  assert.deepEqual(await objections(page), []);
});

test("what is laid over follows what is being edited, and two times are compared", async () => {
  await openMap("?overlay=true&range=90d");
  await page.getByRole("combobox", { name: "Compare with" }).selectOption("The time before");
  await page.getByText(/before: \d/).first().waitFor();
  await page.getByRole("combobox", { name: "Compare with" }).selectOption("Not compared");
  await page.getByRole("group", { name: "How many people reach each stage" }).getByRole("button", { name: /^Buy: / }).waitFor();
  await button("Menu of Buy").click();
  await page.getByRole("menuitem", { name: "Remove the stage" }).click();
  await page.getByRole("group", { name: "How many people reach each stage" }).getByRole("button", { name: /^Buy: / }).waitFor({ state: "detached" });
  await page.getByText(/reach Choose/).first().waitFor();
  await button("Undo").click();
});

test("scores of events draw how people feel, beside what was drawn (JM-04)", async () => {
  const scores = encodeURIComponent(JSON.stringify({ event: "Order Completed", property: "total" }));
  await openMap(`${all}&scores=${scores}`);
  const answer = await call("POST", `/journey-maps/${map}/overlay`, { everybody: true, emotion: { event: { names: ["Order Completed"] }, property: "total" } });
  const scored = answer.shown.stages.filter((each) => each.emotion);
  assert.ok(scored.length > 0);
  for (const stage of scored) await page.getByRole("group", { name: "How people feel in each stage" }).getByRole("button", { name: new RegExp(`^${stage.name}: .* on average${stage.emotion.low === null ? ", .* too few for an interval" : " \\(.* to .*\\)"}`) }).waitFor();
});

test("moments are ranked by what people are worth, and by any end (JM-06)", async () => {
  await openMap(all);
  await page.getByRole("combobox", { name: "What counts as reaching the end" }).selectOption("Email Opened");
  await page.getByText(/reach Email Opened\./).waitFor();
  await page.getByRole("combobox", { name: "Events that say what somebody is worth" }).selectOption("Order Completed");
  await page.getByRole("combobox", { name: "Property with the amount" }).fill("total");
  await page.keyboard.press("Tab");
  const table = page.getByRole("table", { name: "How the moments differ" });
  await table.getByRole("columnheader", { name: "Difference in worth" }).waitFor();
  await settled(page);
  const question = { everybody: true, outcome: { names: ["Email Opened"] }, worth: { event: { names: ["Order Completed"] }, property: "total" } };
  const { items } = (await call("POST", `/journey-maps/${map}/overlay`, question)).shown.moments;
  assert.deepEqual(await table.getByRole("row").evaluateAll((rows) => rows.slice(1).map((row) => row.children[0].textContent)), items.map((each) => each.name));
  assert.deepEqual(await objections(page), []);
  const [first] = items;
  await table.getByRole("row").nth(1).getByRole("button").first().click();
  const who = page.getByRole("complementary", { name: "People behind this figure" });
  await who.getByText(people(first.met.of), { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  assert.match(page.url(), /goal=Email.*amounts=/);
});

test("the map is taken away as SVG, as a table and as a page to print", async () => {
  await openMap(all);
  await page.getByText(/people on the map/).first().waitFor();
  const svg = await take("Picture as SVG");
  const texts = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    return { broken: Boolean(parsed.querySelector("parsererror")), texts: [...parsed.querySelectorAll("text")].map((each) => each.textContent).join(" ") };
  }, svg);
  assert.ok(!texts.broken);
  for (const said of ["Look around", "Views a product", "Over", "Slow pages"]) assert.ok(texts.texts.includes(said), said);
  const lines = (await take("Table as CSV")).trim().split("\r\n");
  assert.equal(lines.length, 4);
  assert.match(lines[1], /^Look around,Views a product/);
  await page.emulateMedia({ media: "print" });
  await page.locator("[data-printed] svg").waitFor();
  assert.ok(!(await page.locator("main").isVisible()));
  assert.ok((await page.pdf({ preferCSSPageSize: true })).length > 5_000);
  await page.emulateMedia({ media: "screen" });
});

test("on a phone one stage is shown at a time", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  try {
    await openMap(all);
    const picker = page.getByRole("combobox", { name: "Stage", exact: true });
    assert.equal(await picker.inputValue(), "look");
    await button("Next stage").click();
    await button(/^Name of the stage: Choose/).waitFor();
    assert.equal(await button(/^Name of the stage: Look around/).count(), 0);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
    assert.deepEqual(await objections(page), []);
  } finally {
    await page.setViewportSize({ width: 1280, height: 800 });
  }
});

test("nothing broke on the way", () => assert.deepEqual(visitor.broken, []));
