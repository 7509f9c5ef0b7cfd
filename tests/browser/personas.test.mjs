// Personas in the browser: described, quoted from what their people wrote, and with figures.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startDemo, Visitor } from "../lib/app.mjs";
import { bringAxe, objections } from "../lib/axe.mjs";
import { until } from "../lib/wait.mjs";

let server, visitor, page, segment;

before(async () => {
  server = await startDemo();
  const made = await server.api("POST", "/segments", { body: { kind: "live", name: "Have talked", condition: { event: "Live Chat Message Sent" } } });
  segment = made.json.id;
  await until("the segment to be built", async () => (await server.get(`/segments/${segment}`)).segment.built);
  visitor = await Visitor.start({ bypassCSP: true });
  page = visitor.page;
  await bringAxe(visitor);
  await visitor.signInToDemo(server);
});
after(async () => {
  await visitor?.close();
  await server?.close();
});

const persona = async () => (await server.get("/personas")).items[0];

test("a segment's page leads to describing it", async () => {
  await page.goto(`${server.url}/people/segments/${segment}`);
  await page.getByRole("link", { name: "Describe as a persona" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Talkative Tom");
  await page.getByRole("textbox", { name: "What they want" }).fill("An answer now\nSomebody who listens");
  await page.getByRole("textbox", { name: "What hurts" }).fill("Waiting");
  await page.getByRole("radio", { name: "Colour 5" }).check({ force: true });
  assert.deepEqual(await objections(page), []);
  await page.getByRole("form", { name: "New persona" }).getByRole("button", { name: "New persona" }).click();
  await page.getByRole("heading", { level: 1, name: "Talkative Tom" }).waitFor();
  const { goals, colour, size } = await persona();
  assert.deepEqual(goals, ["An answer now", "Somebody who listens"]);
  assert.equal(colour, 4);
  assert.equal(size, (await server.get(`/segments/${segment}`)).segment.size);
});

test("what its people wrote becomes a quote that opens their line", async () => {
  await page.getByRole("button", { name: "Add a quote" }).click();
  const panel = page.getByRole("complementary", { name: "What they wrote" });
  const first = panel.locator("blockquote").first();
  const text = await first.innerText();
  assert.deepEqual(await objections(page), []);
  await panel.getByRole("button", { name: /^Quote what / }).first().click();
  await page.keyboard.press("Escape");
  const quotes = page.getByRole("region", { name: "What they say" });
  await quotes.getByText(text.slice(0, 40)).waitFor();
  assert.deepEqual(await objections(page), []);
  await quotes.getByRole("link").first().click();
  await page.waitForURL(/\/people\/profile_.*event=/);
  await page.goBack();
  await quotes.getByRole("button", { name: /^Remove what / }).click();
  await quotes.getByText("Nothing is quoted yet.").waitFor();
});

test("its figures stand with their intervals", async () => {
  const figures = await server.get(`/personas/${(await persona()).id}/figures`);
  const apart = page.getByRole("table", { name: "What sets them apart" });
  await apart.waitFor();
  assert.equal(await apart.getByRole("row").count(), figures.distinctions.length + 1);
  const channels = page.getByRole("table", { name: "Where they come" });
  assert.equal(await channels.getByRole("row").count(), figures.channels.length + 1);
});

test("a map shows its people's journey under its name, and it leads there (JM-02)", async () => {
  const { id } = await persona();
  const maps = page.getByRole("region", { name: "Their journey maps" });
  await maps.getByText("No map shows their journey yet.").waitFor();
  const document = { stages: [{ id: "talk", name: "Talk", touchpoints: [{ id: "chat", name: "Chat", events: { names: ["Live Chat Message Sent"] }, repeats: true }] }] };
  const map = await server.api("POST", "/journey-maps", { body: { name: "How Tom talks", document } });
  assert.equal(map.status, 201, map.text);
  await page.goto(`${server.url}/journeys/maps/${map.json.id}`);
  await page.getByRole("combobox", { name: "Whose journey it is" }).selectOption("Journey of: Talkative Tom (Have talked)");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await until("the map to be saved", async () => (await server.get(`/journey-maps/${map.json.id}`)).map.segment === segment);
  await page.getByRole("button", { name: "What people do" }).click();
  const { size } = (await server.get(`/segments/${segment}`)).segment;
  await page.goto(`${server.url}/journeys/maps/${map.json.id}?overlay=true&range=all`);
  await page.getByText(`Of ${size} people on the map`).waitFor();
  await page.goto(`${server.url}/people/personas/${id}`);
  await maps.getByRole("link", { name: "How Tom talks" }).click();
  await page.getByText("How Tom talks").first().waitFor();
  await page.goto(`${server.url}/people/personas/${id}`);
  await maps.getByRole("link", { name: "How Tom talks" }).waitFor();
  assert.deepEqual(await objections(page), []);
});

test("it is changed, listed, and removed without its segment", async () => {
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Who they are" }).fill("Asks before reading.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Asks before reading.").waitFor();
  await page.goto(server.url + "/people/personas");
  await page.getByRole("list", { name: "Personas" }).getByRole("link", { name: "Talkative Tom" }).waitFor();
  assert.deepEqual(await objections(page), []);
});

for (const scheme of ["light", "dark"]) {
  test(`nothing to object to on a phone, ${scheme}`, async () => {
    const { id } = await persona();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: scheme });
    for (const path of ["/people/personas", "/people/personas?segment=new", `/people/personas/${id}`, `/people/personas/${id}?edit=true`]) {
      await page.goto(server.url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.locator("main ul:visible, main table:visible, main form:visible").first().waitFor();
      assert.deepEqual(await objections(page), [], path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      assert.equal(wide, false, `${path} scrolls sideways`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });
}

test("removing it says what is lost", async () => {
  await page.goto(`${server.url}/people/personas/${(await persona()).id}`);
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.waitForURL(/\/people\/personas$/);
  assert.deepEqual((await server.get("/personas")).items, []);
  assert.equal((await server.get(`/segments/${segment}`)).segment.name, "Have talked");
});

test("nothing broke", () => assert.deepEqual(visitor.broken, []));
