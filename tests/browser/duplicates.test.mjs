// Possible duplicates: found, compared side by side, decided with the keyboard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startDemo, Visitor } from "../lib/app.mjs";
import { until } from "../lib/wait.mjs";

let server;
let visitor;
let page;

const pairs = () => page.getByRole("list", { name: "Possible duplicates" }).getByRole("listitem");

before(async () => {
  server = await startDemo();
  visitor = await Visitor.start();
  page = visitor.page;
  await visitor.signInToDemo(server);
  // One woman who has registered twice, her name written once with a slip.
  const shop = await server.writeKey("Second shop");
  const traits = { email: "anneliese.kroboth@example.net", phone: "+4915155501234", birthday: "1981-05-17", city: "Regensburg" };
  await server.send("/v1/batch", {
    batch: [
      { type: "identify", messageId: "twice-1", userId: "twice-1", traits: { ...traits, name: "Anneliese Kroboth" } },
      { type: "identify", messageId: "twice-2", userId: "twice-2", traits: { ...traits, name: "Annelise Kroboth" } },
    ],
  }, shop);
});
after(async () => {
  await visitor?.close();
  await server?.close();
});

test("comparing everybody says how many there were", async () => {
  await page.goto(server.url + "/people/duplicates");
  await page.getByRole("button", { name: "Compare everybody" }).click();
  await until("the search's end", async () => (await server.get("/duplicates")).search?.state === "done");
  await page.getByText(/\d people compared/).waitFor();
});

test("a pair that is refused is gone and stays away", async () => {
  const { items, total } = await server.get("/duplicates");
  const her = items.find((pair) => pair.one.name === "Anneliese Kroboth" || pair.other.name === "Anneliese Kroboth");
  assert.ok(her, "the woman who registered twice is proposed");
  const name = `${her.one.name} and ${her.other.name}`;
  await page.goto(`${server.url}/people/duplicates?pair=${her.id}`);
  await page.getByRole("region", { name }).waitFor();
  await page.getByRole("row", { name: new RegExp(her.evidence[0].field, "i") }).first().waitFor();
  assert.equal(await pairs().count(), Math.min(total, 200));
  await page.keyboard.press("n");
  await page.getByText("They stay two people").waitFor();
  await page.getByRole("region", { name }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: /Compare everybody|Compare again/ }).click();
  await until("the search's end", async () => {
    const { search } = await server.get("/duplicates");
    return search?.state === "done";
  });
  const left = await server.get("/duplicates");
  assert.equal(left.total, total - 1);
  assert.ok(left.items.every((pair) => pair.id !== her.id));
});

test("nothing broke on the way", () => assert.deepEqual(visitor.broken, []));
