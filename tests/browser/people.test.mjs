// Finding people in the list, on the demo company.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startDemo, Visitor } from "../lib/app.mjs";

let server;
let visitor;
let page;
/** Somebody with a name and many events. */
let person;
let total;

const table = () => page.getByRole("table", { name: "People" });
const rows = () => table().locator("tr[data-row]");
const count = (number) => page.locator("h1 + span").getByText(new Intl.NumberFormat("en").format(number), { exact: true });
const query = (parameters) => "/profiles?" + new URLSearchParams(parameters);

before(async () => {
  server = await startDemo();
  const most = await server.get(query({ sort: "events", order: "desc", limit: 50 }));
  total = most.total;
  person = most.items.find((each) => each.known && each.name && each.events < 200);
  visitor = await Visitor.start();
  page = visitor.page;
  await visitor.signInToDemo(server);
});
after(async () => {
  await visitor?.close();
  await server?.close();
});

test("the list shows how many people there are, exactly", async () => {
  await page.goto(server.url + "/people");
  await count(total).waitFor();
  assert.equal(await table().getAttribute("aria-rowcount"), String(total + 1));
});

test("search finds as one types", async () => {
  await page.keyboard.press("/");
  await page.keyboard.type(person.name.toLowerCase());
  await rows().getByRole("link", { name: person.name, exact: true }).first().waitFor();
  const found = await server.get(query({ q: person.name.toLowerCase(), limit: 50 }));
  await count(found.total).waitFor();
  await page.waitForURL(/[?&]q=/);
  await page.getByRole("searchbox", { name: "Search people" }).fill("");
  await count(total).waitFor();
});

test("a filter made in the builder is in the address and outlives a reload", async () => {
  const filter = JSON.stringify({ trait: "country", is: "equals", value: "DE" });
  const expected = (await server.get(query({ filter, limit: 1 }))).total;
  assert.ok(expected > 0 && expected < total, `${expected} of ${total}`);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("combobox", { name: /Filter by trait/ }).fill("country");
  await page.getByRole("option", { name: /^Country/ }).first().click();
  await page.getByRole("combobox", { name: "Comparison" }).selectOption({ label: "is" });
  await page.getByRole("textbox", { name: "Value" }).fill("DE");
  await count(expected).waitFor();
  await page.waitForURL(/[?&]filter=.*country/);
  await page.reload();
  await count(expected).waitFor();
  await page.getByRole("button", { name: /^Country is .?DE.?$/ }).waitFor();
  await page.getByRole("button", { name: /^Remove Country/ }).click();
  await count(total).waitFor();
});

test("a click on a column's head sorts by it, and back", async () => {
  const ends = async (order) => (await server.get(query({ sort: "events", order, limit: 1 }))).items[0];
  const first = rows().first();
  for (const [order, said] of [["desc", "descending"], ["asc", "ascending"]]) {
    await table().getByRole("button", { name: "Events" }).click();
    await table().locator(`th[aria-sort=${said}]`, { hasText: "Events" }).waitFor();
    await page.waitForURL(new RegExp(`order=${order}`));
    const { events } = await ends(order);
    await page.waitForFunction(
      (text) => document.querySelector("tr[data-row] td:last-child")?.textContent === text,
      new Intl.NumberFormat("en").format(events),
    );
  }
  await table().getByRole("button", { name: "Name" }).click();
  const { items } = await server.get(query({ sort: "name", order: "asc", limit: 1 }));
  await first.getByText(items[0].name ?? items[0].email ?? "Anonymous", { exact: true }).first().waitFor();
});

test("j and k move through the list, Enter opens", async () => {
  await page.keyboard.press("j");
  await page.locator('tr[data-index="0"][data-active]').waitFor();
  await page.keyboard.press("j");
  await page.locator('tr[data-index="1"][data-active]').waitFor();
  await page.keyboard.press("k");
  await page.locator('tr[data-index="0"][data-active]').waitFor();
  const name = await rows().first().getByRole("link").innerText();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/people\/profile_/);
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
});

test("nothing broke on the way", () => assert.deepEqual(visitor.broken, []));
