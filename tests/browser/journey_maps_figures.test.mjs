// What touchpoints, teams and pains of a journey map show in the browser: figures over time with their people, alerts that are
// set and noted, two sides beside each other, the time between teams, what became of a pain, and two maps compared.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startOwned, Visitor } from "../lib/app.mjs";
import { bringAxe, objections } from "../lib/axe.mjs";
import { people } from "../lib/journey_pages.mjs";
import { until } from "../lib/wait.mjs";

const minute = 60_000;
const day = 86_400_000;
const all = "?overlay=true&range=all";
let server, visitor, page, map, segment;

const bound = (name, more = {}) => ({ id: name.toLowerCase(), name, events: { names: [name] }, ...more });
const drawn = (since) => ({
  stages: [
    { id: "look", name: "Look", owner: "Marketing", touchpoints: [bound("Viewed", { repeats: true })] },
    { id: "try", name: "Try", owner: "Product", pain: [{ text: "Slow start", owner: "Web team", status: "done", link: "https://work.example/12", since: new Date(since).toISOString(), figure: "converted" }], touchpoints: [bound("Tried"), bound("Rated", { optional: true, score: { kind: "nps", property: "score" } })] },
    { id: "buy", name: "Buy", sla_hours: 1, touchpoints: [bound("Paid", { cost: "fee" })] },
  ],
});

before(async () => {
  server = await startOwned();
  const noon = Math.floor(Date.now() / day) * day + day / 2 - day;
  const since = noon - 9 * day;
  let number = 0;
  const line = (userId, begin, ...steps) => steps.map(([event, minutes, properties]) => ({ type: "track", userId, event, properties, messageId: `maps-${++number}`, timestamp: new Date(begin + minutes * minute).toISOString() }));
  const batch = [];
  for (let index = 0; index < 12; index++) {
    batch.push(...line(`before${index}`, since - 3 * day, ["Viewed", 0], ...(index < 3 ? [["Tried", 10]] : [])));
    batch.push(...line(`after${index}`, since + (1 + (index % 4)) * day, ["Viewed", 0], ...(index < 9 ? [["Tried", 20], ["Rated", 25, { score: index < 6 ? 10 : 3 }], ["Paid", 60, { fee: 2 + index }]] : [])));
  }
  const sent = await server.send("/v1/batch", { batch }, server.shop);
  assert.equal(sent.status, 200, sent.text);
  map = (await call("POST", "/journey-maps", { name: "From looking to buying", document: drawn(since) })).id;
  await call("POST", "/journey-maps", { name: "As it should be", state: "future", document: { stages: [drawn(since).stages[0]] } });
  segment = (await call("POST", "/segments", { kind: "live", name: "Payers", condition: { event: "Paid", count: { is: "at_least", value: 1 } } })).id;
  await until("the segment to be built", async () => (await server.get(`/segments/${segment}`)).segment.built);
  visitor = await Visitor.start({ bypassCSP: true });
  page = visitor.page;
  await bringAxe(visitor);
  await visitor.signInAsOwner(server);
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
const openMap = async (search) => {
  await page.goto(`${server.url}/journeys/maps/${map}${search}`);
  await page.getByRole("table", { name: "The map: stages and lanes" }).waitFor();
};
const button = (name) => page.getByRole("button", { name, exact: typeof name === "string" });
const panel = (name) => page.getByRole("complementary", { name, exact: true });
async function opens(mark, count) {
  await mark.click();
  await panel("People behind this figure").getByText(people(count), { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await panel("People behind this figure").waitFor({ state: "detached" });
}

test("a touchpoint shows its figures, each with its people and how it went over time (JM-03)", async () => {
  await openMap(all);
  await opens(button(/^Goes on of Tried: 75/), 9);
  await opens(button(/^Wait of Tried: 20 min/), 12);
  await opens(button(/^NPS of Rated: 33, .*n 9$/), 9);
  await opens(button(/^Cost of Paid: 6, 54 in all/), 9);
  const lines = page.locator("li:has([data-touchpoint=tried])").getByRole("img");
  assert.equal(await lines.count(), 3);
  assert.match(await lines.first().getAttribute("aria-label"), /^Volume over time: from 3 to /);
  await page.locator("[data-touchpoint=tried]").click();
  const rows = panel("Touchpoint").getByRole("table", { name: "Over time" }).getByRole("row");
  assert.ok((await rows.count()) > 3);
  assert.deepEqual(await objections(page), []);
});

test("an alert is set, marks the card, and is noted once (JM-03)", async () => {
  const touchpoint = panel("Touchpoint");
  await touchpoint.getByRole("button", { name: "Add an alert" }).click();
  await touchpoint.getByRole("combobox", { name: "Figure" }).selectOption("Goes on, in %");
  await touchpoint.getByRole("textbox", { name: "Threshold" }).fill("80");
  await page.locator("li:has([data-touchpoint=tried])").getByText(/^Goes on below 80.%: 75.%$/).waitFor();
  assert.deepEqual(await objections(page), []);
  await page.keyboard.press("Escape");
  await button("Save").click();
  await page.getByText("Saved as version 2.").waitFor();
  await button("1 alert").click();
  const alerts = panel("Alerts");
  await alerts.getByText(/^Goes on below 80.%: 75.%$/).waitFor();
  await alerts.getByRole("button", { name: "Look now" }).click();
  await page.waitForFunction(() => !document.querySelector("[data-loading=true]"));
  assert.equal(await alerts.getByRole("listitem").count(), 1);
  assert.equal((await server.get(`/journey-maps/${map}/alerts`)).items.length, 1);
  assert.deepEqual(await objections(page), []);
  await page.keyboard.press("Escape");
});

test("who is behind a figure becomes a segment that stays right (JA-18)", async () => {
  await openMap(all);
  await button(/^Goes on of Tried: 75/).click();
  const who = panel("People behind this figure");
  await who.getByText(people(9), { exact: true }).waitFor();
  await who.getByRole("button", { name: "Save as a segment" }).click();
  await who.getByRole("radio", { name: "The figure, asked again by itself" }).waitFor({ state: "attached" });
  assert.deepEqual(await objections(page), []);
  await who.getByLabel("Name of the segment").fill("Went on from trying");
  await who.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Went on from trying" }).waitFor();
  const saved = await until("as many to be in it", async () => (await server.get("/segments")).items.find((each) => each.name === "Went on from trying" && each.size === 9));
  assert.equal(saved.kind, "figure");
  await page.getByText("Last asked").waitFor();
  assert.deepEqual(await objections(page), []);
  await page.getByRole("link", { name: "Show the report" }).click();
  await who.getByText(people(9), { exact: true }).waitFor();
  await page.keyboard.press("Escape");
});

test("people of a segment stand beside everybody, and two times beside each other (JM-07)", async () => {
  await openMap(`${all}&whose=${segment}`);
  await page.getByRole("combobox", { name: "Compare with" }).selectOption("Everybody");
  const table = page.getByRole("table", { name: "Stage by stage, both sides" });
  const row = table.getByRole("row").nth(3);
  await row.getByText(/^Buy$/).waitFor();
  await row.getByRole("button").first().waitFor();
  const heads = await table.getByRole("columnheader").allInnerTexts();
  assert.deepEqual(heads.slice(0, 4), ["Stage", "Reached", "Reached, Everybody", "Difference"]);
  await opens(row.getByRole("button").nth(1), 9);
  assert.match(page.url(), /others=everybody/);
  await openMap("?overlay=true&range=7d");
  await page.getByRole("combobox", { name: "Compare with" }).selectOption("The time before");
  await table.getByRole("columnheader", { name: "Reached, the time before" }).waitFor();
  assert.deepEqual(await objections(page), []);
});

test("the time between teams opens to its people, and who lacks an owner or a limit is said (JM-09)", async () => {
  await openMap(all);
  const handoffs = page.getByRole("table", { name: "How long people wait between teams" }).getByRole("row");
  await handoffs.nth(1).getByText("Marketing to Product").waitFor();
  await opens(handoffs.nth(1).getByRole("button"), 12);
  const owners = page.getByRole("table", { name: "Who answers for what" }).getByRole("row");
  assert.match(await owners.nth(3).innerText(), /Buy\s+⚠ No owner\s+1 hour/);
  assert.match(await owners.nth(1).innerText(), /Look\s+Marketing\s+⚠ No limit of time/);
});

test("a pain says what became of it, with n and interval, and where the work is (JM-08)", async () => {
  await openMap(all);
  const impact = page.getByLabel("What became of it: Slow start");
  await impact.getByText(/Before: 25.% \(.* to .*\), n 12/).waitFor();
  await impact.getByText(/After: 75.% \(.* to .*\), n 12/).waitFor();
  await impact.getByText(/Difference: 50.% \(/).waitFor();
  assert.equal(await page.getByRole("link", { name: "Open the work" }).getAttribute("href"), "https://work.example/12");
  await button(/^Who ends it, and how far it is: Slow start/).click();
  await page.getByRole("combobox", { name: "Measured by" }).selectOption("Half leave within");
  await impact.getByText(/Half leave within, 28 days before and after/).waitFor();
  assert.deepEqual(await objections(page), []);
  await page.keyboard.press("Escape");
  await call("DELETE", `/journey-maps/${map}/draft`);
});

test("another map is compared with this one (JM-07)", async () => {
  await openMap("");
  await button("Version 2").click();
  await panel("Versions").getByRole("combobox", { name: "Compare with another map" }).selectOption("As it should be");
  const changed = panel("What changed");
  await changed.getByText("Added the stage Try").waitFor();
  await changed.getByText("From As it should be to this map").first().waitFor();
  assert.deepEqual(await objections(page), []);
});

test("all of it has its place on a phone, and nothing broke", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openMap(`${all}&stage=try&others=everybody`);
  await button(/^Goes on of Tried: /).waitFor();
  await page.getByRole("table", { name: "Stage by stage, both sides" }).waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  assert.deepEqual(await objections(page), []);
  assert.deepEqual(visitor.broken, []);
});
