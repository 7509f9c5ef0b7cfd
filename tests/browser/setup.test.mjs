// From an empty directory to the first person's page, as someone new does it in the browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { printed, signIn, startApp, Visitor } from "../lib/app.mjs";

const owner = { name: "Ada Okafor", email: "ada@harbour.example", password: "a long pass phrase" };
let server;
let visitor;
let page;
let writeKey;

before(async () => {
  server = await startApp();
  visitor = await Visitor.start();
  page = visitor.page;
  await visitor.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
});
after(async () => {
  await visitor?.close();
  await server?.close();
});

const order = (number) => ({
  userId: "customer-1",
  event: "Order Completed",
  messageId: `order-${number}`,
  properties: { order_id: `A-${number}`, total: 25.5, currency: "EUR", products: [{ name: "Blue kettle", quantity: 1, price: 25.5 }] },
});

test("the printed link makes the owner and the workspace", async () => {
  const [, link] = await printed(server, /Set up: (\S+)/);
  await page.goto(link);
  await page.getByLabel("Your name").fill(owner.name);
  await page.locator("input[type=email]").fill(owner.email);
  await page.locator("input[autocomplete=new-password]").fill(owner.password);
  await page.locator("input[autocomplete=organization]").fill("Harbour");
  await page.getByRole("button", { name: "Create the workspace" }).click();
  await page.getByRole("heading", { name: "Welcome, Ada" }).waitFor();
  await page.getByText("Harbour", { exact: true }).first().waitFor();
});

test("the link works once", async () => {
  const [, link] = await printed(server, /Set up: (\S+)/);
  const again = await visitor.browser.newPage();
  await again.goto(link);
  await again.getByRole("heading", { name: "Already set up" }).waitFor();
  await again.close();
});

test("a source is made and its write key copied", async () => {
  await page.getByRole("radio", { name: /^Server/ }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Web shop");
  await page.getByRole("button", { name: "Create a source" }).click();
  const secret = page.getByRole("group", { name: "Write key" });
  const shown = await secret.locator("code").innerText();
  await secret.getByRole("button", { name: "Copy" }).click();
  await secret.getByRole("button", { name: "Copied" }).waitFor();
  writeKey = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(writeKey, shown);
  await page.getByText("Waiting for the first event.").waitFor();
});

test("the first event shows while one watches, and leads to its person", async () => {
  const answer = await server.send("/v1/track", order(1), writeKey);
  assert.equal(answer.status, 200, answer.text);
  await page.getByText("Order Completed has arrived.").waitFor();
  await page.getByRole("link", { name: "Open the person" }).click();
  await page.getByRole("heading", { level: 1, name: "customer-1" }).waitFor();
  const line = page.getByRole("region", { name: "Timeline" });
  await line.getByRole("link", { name: "Order Completed" }).waitFor();
  await line.getByText("Blue kettle").waitFor();
  await server.send("/v1/identify", { userId: "customer-1", traits: { name: "Lina Brandt" }, messageId: "lina-1" }, writeKey);
  await page.getByRole("heading", { level: 1, name: "Lina Brandt" }).waitFor();
});

test("the debugger shows what arrives, what was decided and the payload", async () => {
  await page.getByRole("navigation", { name: "Rooms" }).first().getByRole("link", { name: "Data" }).click();
  await page.getByRole("link", { name: "Web shop" }).click();
  await page.getByRole("link", { name: "Live", exact: true }).click();
  const rows = page.getByRole("button", { name: /Order Completed/ });
  await rows.first().waitFor();
  const before = await rows.count();
  await server.send("/v1/track", order(2), writeKey);
  await rows.nth(before).waitFor();
  await rows.first().click();
  await page.getByText("order-2", { exact: false }).first().waitFor();
  await server.send("/v1/track", { userId: "customer-1" }, writeKey);
  await page.getByRole("button", { name: /Refused/ }).first().waitFor();
});

test("sign out, a wrong password, sign in", async () => {
  await page.getByRole("button", { name: "Ada Okafor: menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  assert.equal((await page.request.get(server.url + "/api/v1/profiles")).status(), 401);
  await page.locator("input[type=email]").fill(owner.email);
  await page.locator("input[autocomplete=current-password]").fill("not this one at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  await signIn(page, owner.email, owner.password);
  await page.goto(server.url + "/people");
  await page.getByRole("link", { name: "Lina Brandt" }).waitFor();
});

test("nothing broke on the way", () => assert.deepEqual(visitor.broken, []));
