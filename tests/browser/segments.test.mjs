// Segments in the browser: built with a live count, members and why, lists, overlap, from a journey.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startDemo, Visitor } from "../lib/app.mjs";
import { bringAxe, objections } from "../lib/axe.mjs";
import { settled, until } from "../lib/wait.mjs";

let server;
let visitor;
let page;

before(async () => {
  server = await startDemo();
  visitor = await Visitor.start({ bypassCSP: true });
  page = visitor.page;
  await bringAxe(visitor);
  await visitor.signInToDemo(server);
});
after(async () => {
  await visitor?.close();
  await server?.close();
});

const member = () => page.getByRole("table", { name: "Who is in it" }).getByRole("row");
const counted = () => page.locator("[data-count]");

test("a segment is built with the keyboard, counted exactly, and then has these members", async () => {
  await page.goto(server.url + "/people/segments");
  await page.getByRole("button", { name: "New segment" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Buyers");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByRole("combobox", { name: /Filter by/ }).fill("Order Completed");
  await page.keyboard.press("Enter");
  await counted().waitFor();
  const expected = await server.api("POST", "/segments/preview", { body: { condition: { and: [{ event: "Order Completed" }] } } });
  assert.ok(expected.json.count > 0);
  await until("the live count", async () => Number(await counted().getAttribute("data-count")) === expected.json.count);
  await page.getByLabel("How often").fill("2");
  await until("another count", async () => Number(await counted().getAttribute("data-count")) < expected.json.count);
  assert.deepEqual(await objections(page), []);
  const shown = Number(await counted().getAttribute("data-count"));
  await page.getByRole("form", { name: "New segment" }).getByRole("button", { name: "New segment" }).click();
  await page.getByRole("heading", { level: 1, name: "Buyers" }).waitFor();
  await until("the segment to be built", async () => (await server.get("/segments")).items.find((each) => each.name === "Buyers")?.size === shown);
  await member().nth(1).waitFor();
});

test("why names the part that decided, with its events, and Escape closes it", async () => {
  await member().nth(1).getByRole("button", { name: /^Why / }).click();
  const panel = page.getByRole("complementary", { name: "Why somebody is or is not in the segment" });
  await panel.getByText(/Did Order Completed at least 2 times: \d+ found/).waitFor();
  await panel.getByRole("link", { name: /^Order Completed, / }).first().waitFor();
  assert.deepEqual(await objections(page), []);
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
});

test("an order of events may ask for the same cart, and counts at once (PR-12)", async () => {
  const sequence = [{ event: "Checkout Started" }, { event: "Order Completed" }];
  const ask = async (condition) => (await server.api("POST", "/segments/preview", { body: { condition } })).json.count;
  const made = await server.api("POST", "/segments", { body: { kind: "live", name: "Checked out", condition: { and: [{ sequence }] } } });
  await page.goto(`${server.url}/people/segments/${made.json.id}?edit=true`);
  const all = await ask({ and: [{ sequence }] });
  await until("the count", async () => Number(await counted().getAttribute("data-count")) === all);
  await page.getByRole("combobox", { name: "With the same" }).selectOption("with the same Checkout id");
  const same = await ask({ and: [{ sequence, same: "checkout_id" }] });
  assert.ok(same > 0 && same <= all);
  await until("the count with the same", async () => Number(await counted().getAttribute("data-count")) === same);
  assert.deepEqual(await objections(page), []);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/with the same checkout_id/).first().waitFor();
});

test("the people behind a figure become a rule that takes in exactly them", async () => {
  const steps = encodeURIComponent('[["Product Viewed"],["Order Completed"]]');
  await page.goto(`${server.url}/journeys/funnel?range=all&steps=${steps}`);
  await page.locator("[data-mark]").first().click();
  const panel = page.getByRole("complementary", { name: "People behind this figure" });
  await panel.getByRole("button", { name: "Save as a segment" }).click();
  await panel.getByRole("radio", { name: "A rule that stays right" }).waitFor({ state: "attached" });
  const total = Number((await panel.locator("p[aria-live]").innerText()).replace(/\D/g, ""));
  assert.deepEqual(await objections(page), []);
  await panel.getByLabel("Name of the segment").fill("By a rule");
  await panel.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "By a rule" }).waitFor();
  await until("the rule to take in as many", async () => (await server.get("/segments")).items.find((each) => each.name === "By a rule")?.size === total);
});

test("where no rule says who is behind a figure, its question is asked again by itself", async () => {
  const steps = encodeURIComponent('[["Product Viewed"],["Order Completed"]]');
  await page.goto(`${server.url}/journeys/funnel?range=all&attempts=first&steps=${steps}`);
  await page.locator("[data-mark]").first().click();
  const panel = page.getByRole("complementary", { name: "People behind this figure" });
  await panel.getByRole("button", { name: "Save as a segment" }).click();
  await panel.getByText(/No rule says exactly these people: it counts attempts/).waitFor();
  await panel.getByRole("radio", { name: "The figure, asked again by itself" }).waitFor({ state: "attached" });
  const total = Number((await panel.locator("p[aria-live]").innerText()).replace(/\D/g, ""));
  assert.deepEqual(await objections(page), []);
  await panel.getByLabel("Name of the segment").fill("By a figure");
  await panel.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "By a figure" }).waitFor();
  await until("the figure to take in as many", async () => (await server.get("/segments")).items.find((each) => each.name === "By a figure")?.size === total);
  await page.getByText("Last asked").waitFor();
  assert.deepEqual(await objections(page), []);
  await page.getByRole("link", { name: "Show the report" }).click();
  await page.locator("[data-mark]").first().waitFor();
  const shown = new URL(page.url());
  assert.equal(shown.pathname, "/journeys/funnel");
  assert.equal(shown.searchParams.get("attempts"), "first");
  assert.deepEqual(JSON.parse(shown.searchParams.get("steps")), [["Product Viewed"], ["Order Completed"]]);
});

test("a cell of a retention table stays live", async () => {
  await page.goto(`${server.url}/journeys/retention?range=all&unit=month&starts=${encodeURIComponent('["Signed Up"]')}`);
  await page.locator("[data-mark]").last().click();
  const panel = page.getByRole("complementary", { name: "People behind this figure" });
  await panel.getByRole("button", { name: "Save as a segment" }).click();
  const total = Number((await panel.locator("p[aria-live]").innerText()).replace(/\D/g, ""));
  await panel.getByRole("radio", { name: "The figure, asked again by itself" }).waitFor({ state: "attached" });
  await panel.getByLabel("Name of the segment").fill("Of a cell");
  await panel.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "Of a cell" }).waitFor();
  await until("the figure to take in as many", async () => (await server.get("/segments")).items.find((each) => each.name === "Of a cell")?.size === total);
});

test("a segment filters the people list, and is asked for in a journey", async () => {
  const { id, size } = (await server.get("/segments")).items.find((each) => each.name === "Buyers");
  await page.goto(server.url + "/people");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("combobox", { name: /Filter by/ }).fill("Buyers");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "is in Buyers", exact: true }).waitFor();
  await until("the exact count", async () => (await page.locator("header [aria-live]").first().innerText()).replace(/\D/g, "") === String(size));
  await page.getByLabel("Comparison").selectOption({ label: "is not in it" });
  await page.getByRole("button", { name: "is not in Buyers", exact: true }).waitFor();
  const others = (await server.get("/profiles?limit=1")).total - size;
  await until("the count of the others", async () => (await page.locator("header [aria-live]").first().innerText()).replace(/\D/g, "") === String(others));
  await settled(page);
  assert.deepEqual(await objections(page), []);
  await page.goto(`${server.url}/journeys/counts?range=all&people=${encodeURIComponent(JSON.stringify({ and: [{ segment: id }] }))}`);
  await page.getByRole("button", { name: "is in Buyers", exact: true }).waitFor();
});

test("from a segment their journeys are one click away (JA-18)", async () => {
  const { id, size } = (await server.get("/segments")).items.find((each) => each.name === "Buyers");
  await page.goto(`${server.url}/people/segments/${id}`);
  await page.getByRole("link", { name: "Their journeys" }).click();
  await page.getByRole("heading", { level: 1, name: "Process map" }).waitFor();
  await page.getByRole("button", { name: "is in Buyers", exact: true }).waitFor();
  await page.getByText(`In the lines of ${size} people`).waitFor();
});

test("who was in it at the end of a day", async () => {
  const { id, size } = (await server.get("/segments")).items.find((each) => each.name === "Buyers");
  await page.goto(`${server.url}/people/segments/${id}`);
  await page.getByText("At a past date").click();
  await page.getByLabel("At the end of").fill(new Date().toISOString().slice(0, 10));
  await page.locator(`[data-total="${size}"]`).waitFor();
  assert.deepEqual(await objections(page), []);
});

test("the people behind a figure become a list, which overlaps with the segment", async () => {
  const steps = encodeURIComponent('[["Product Viewed"],["Order Completed"]]');
  await page.goto(`${server.url}/journeys/funnel?range=all&steps=${steps}`);
  await page.locator("[data-mark]").first().click();
  const panel = page.getByRole("complementary", { name: "People behind this figure" });
  await panel.getByRole("button", { name: "Save as a segment" }).click();
  await panel.getByText("A list of who they are now").click();
  await panel.getByLabel("Name of the segment").fill("From the funnel");
  await panel.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "From the funnel" }).waitFor();
  await member().nth(1).waitFor();
  await page.goto(server.url + "/people/segments");
  for (const name of ["Buyers", "From the funnel"]) await page.getByRole("checkbox", { name: `Compare ${name}` }).check();
  const names = /Buyers and From the funnel|From the funnel and Buyers/;
  const circles = page.getByRole("group", { name: "How many people are in which of the segments" });
  const both = circles.getByRole("button", { name: names });
  await both.waitFor();
  assert.deepEqual(await objections(page), []);
  const count = (await both.getAttribute("aria-label")).match(/: ([\d,]+) p/)[1];
  await both.click();
  const who = page.getByRole("complementary", { name: "People behind this figure" });
  await who.getByText(`${count} ${count === "1" ? "person" : "people"}`, { exact: true }).waitFor();
  await who.getByRole("button", { name: "Save as a segment" }).click();
  await who.getByText(/is in Buyers|is in From the funnel/).waitFor();
  await who.getByLabel("Name of the segment").fill("In both");
  await who.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "In both" }).waitFor();
  await until("as many", async () => (await server.get("/segments")).items.find((each) => each.name === "In both")?.size === Number(count.replace(/\D/g, "")));
  assert.equal((await server.get("/segments")).items.find((each) => each.name === "In both").kind, "live");
  await page.goBack();
  await page.keyboard.press("Escape");
  await page.getByText("Table", { exact: true }).click();
  await page.reload(); // The address holds which are compared, and how.
  await page.getByRole("row", { name: names }).getByRole("button", { name: count, exact: true }).waitFor();
  assert.deepEqual(await objections(page), []);
  await page.getByText("Chart", { exact: true }).click();
  await page.getByRole("button", { name: "Pin", exact: true }).click();
  const form = page.getByRole("form", { name: "Pin" });
  await form.getByLabel("Its name").fill("Segments beside each other");
  await form.getByRole("button", { name: "Pin it" }).click();
  await form.waitFor({ state: "detached" });
  const dashboard = (await server.get("/dashboards")).items.find((each) => each.name === "Segments beside each other");
  await page.goto(`${server.url}/journeys/dashboards/${dashboard.id}`);
  await circles.getByRole("button", { name: names }).click();
  await who.getByText(`${count} ${count === "1" ? "person" : "people"}`, { exact: true }).waitFor();
});

test("a list takes a file and reports rows that name nobody; a person's page names the list", async () => {
  const [{ id }] = (await server.get("/profiles?limit=1&sort=events&order=desc")).items;
  const { identifiers } = await server.get(`/profiles/${id}`);
  const known = identifiers.find((each) => each.type === "user_id") ?? identifiers[0];
  await page.goto(server.url + "/people/segments?create=list");
  await page.getByRole("textbox", { name: "Name" }).fill("Guests");
  await page.getByRole("form", { name: "New list" }).getByRole("button", { name: "New list" }).click();
  await page.getByRole("heading", { level: 1, name: "Guests" }).waitFor();
  await page.locator('input[type="file"]').setInputFiles({ name: "guests.csv", mimeType: "text/csv", buffer: Buffer.from(`identifier\n${known.type}:${known.value}\nuser_id:nobody-at-all\n`) });
  await page.getByText("2 rows: 1 added, 0 already on the list, 1 unknown.").waitFor();
  await page.getByRole("cell", { name: "user_id:nobody-at-all" }).waitFor();
  await page.goto(`${server.url}/people/${id}`);
  await page.getByRole("region", { name: "Segments" }).getByRole("link", { name: "Guests" }).click();
  await page.getByRole("complementary", { name: "Why somebody is or is not in the segment" }).waitFor();
});

for (const scheme of ["light", "dark"]) {
  test(`nothing to object to on a phone, ${scheme}`, async () => {
    const { items } = await server.get("/segments");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: scheme });
    for (const path of ["/people/segments", "/people/segments?create=live", `/people/segments/${items[0].id}`, `/people/segments/${items[0].id}?edit=true`]) {
      await page.goto(server.url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.locator("table:visible, form:visible").first().waitFor();
      assert.deepEqual(await objections(page), [], path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      assert.equal(wide, false, `${path} scrolls sideways`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });
}

test("nothing broke", () => assert.deepEqual(visitor.broken, []));
