// A destination through the browser: added, tested, watched, failed and mended, replayed, removed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp, Visitor } from "../lib/app.mjs";
import { isSigned, Receiver } from "../lib/receiver.mjs";
import { until } from "../lib/wait.mjs";

const password = "a long password";
let server, visitor, page, receiver, writeKey;

before(async () => {
  receiver = await Receiver.start();
  server = await startApp({ args: ["--allow-private-addresses"] });
  server.key = await server.apiKey();
  writeKey = await server.writeKey("Web shop");
  const batch = Array.from({ length: 30 }, (_, i) => ({ type: "track", userId: "ada", event: i % 3 ? "Page Scrolled" : "Order Completed", messageId: `old-${i}`, timestamp: "2026-05-01T12:00:00Z" }));
  await server.send("/v1/batch", { batch }, writeKey);
  await server.command("user", "create", "--email", "owner@shop.example", "--name", "Olga", "--role", "owner", "--password", password);
  visitor = await Visitor.start();
  page = visitor.page;
  await page.goto(server.url + "/data/destinations");
  await page.locator("input[type=email]").fill("owner@shop.example");
  await page.locator("input[autocomplete=current-password]").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Destinations", level: 1 }).waitFor();
});
after(async () => {
  await visitor?.close();
  await server?.close();
  await receiver?.close();
});

const figure = (name, count) => page.locator("header span").filter({ hasText: new RegExp(`^${count} ${name}$`) }).waitFor();

test("a webhook is added, shows its secret once, and a test event arrives signed (DC-22)", async () => {
  await page.getByRole("button", { name: "Add a destination" }).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("Orders");
  await page.getByRole("textbox", { name: "URL" }).fill("https://user:pass@hooks.example.com");
  await page.getByRole("button", { name: "Add a destination" }).click();
  await page.getByRole("alert").getByText("password").waitFor();
  await page.getByRole("textbox", { name: "URL" }).fill(receiver.url);
  await page.getByRole("combobox", { name: "Only these events" }).fill("Order Completed");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab"); // Closes the suggestions, which cover the button.
  await page.getByRole("button", { name: "Add a destination" }).click();
  const secret = await page.getByRole("group", { name: "Signing secret" }).locator("code").innerText();
  assert.match(secret, /^whsec_/);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("heading", { name: "Orders", level: 1 }).waitFor();
  await page.getByRole("button", { name: "Send a test event" }).click();
  await page.getByText("The test event was taken", { exact: false }).waitFor();
  assert.ok(isSigned(receiver.requests[0], secret));
  await page.getByRole("table", { name: "Last failures and tests" }).getByText("Taken").waitFor();
});

test("figures are live, a failure says why, and what was given up can be sent again", async () => {
  await server.send("/v1/track", { userId: "ada", event: "Order Completed", messageId: "new-1" }, writeKey);
  await figure("sent", 1);
  receiver.answer = () => ({ status: 422, text: "no such shop" });
  await server.send("/v1/track", { userId: "ada", event: "Order Completed", messageId: "new-2" }, writeKey);
  await figure("given up", 1);
  const dead = page.getByRole("table", { name: "Given up" });
  await dead.getByText("it answered 422: no such shop").waitFor();
  await page.locator("header").getByText("Failing").waitFor();
  receiver.answer = () => ({ status: 200 });
  await page.getByRole("button", { name: "Send all again" }).click();
  await figure("sent", 2);
  await page.getByText("No event was given up.").waitFor();
});

test("a replay says how many events it is, and sends them", async () => {
  await page.getByRole("link", { name: "Replay" }).click();
  await page.getByRole("status").getByText("12 events").waitFor();
  await page.getByLabel("From").fill("2026-05-01");
  await page.getByLabel("Until, that day included").fill("2026-05-01");
  await page.getByRole("status").getByText("10 events").waitFor();
  receiver.taken.clear();
  await page.getByRole("button", { name: "Start the replay" }).click();
  const row = page.getByRole("table", { name: "Replays" }).getByRole("row").nth(1);
  await row.getByText("Done").waitFor();
  await until("the receiver to have them", () => receiver.taken.size === 10);
  await page.waitForFunction(() => [...document.querySelectorAll("table[aria-label=Replays] tbody tr:first-child td")].filter((cell) => /\b10$/.test(cell.innerText.trim())).length === 2);
});

test("settings are saved at once; deleted, it is gone", async () => {
  await page.getByRole("link", { name: "Settings" }).last().click();
  await page.getByRole("switch").click();
  await page.locator("header").getByText("Off", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Delete the destination" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete the destination" }).click();
  await page.getByText("Nothing is sent anywhere.", { exact: false }).waitFor();
  await page.goto(server.url + "/settings/audit");
  await page.getByRole("table", { name: "Audit log" }).getByText("Deleted a destination").waitFor();
  assert.deepEqual(visitor.broken, []);
});

test("it fits a phone", async () => {
  const made = await server.api("POST", "/destinations", { body: { name: "A destination with a name that goes on and on and on without an end in sight", kind: "webhook", url: receiver.url + "/" + "long".repeat(40) } });
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/data/destinations", "/data/destinations?create=true", ...["activity", "replay", "settings"].map((tab) => `/data/destinations/${made.json.destination.id}?tab=${tab}`)]) {
    await page.goto(server.url + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
  }
});
