// Reports are pinned while one looks at them, and a dashboard shows what they answer now.
import assert from "node:assert/strict";
import { test } from "node:test";

import { journeyPages, number, rate } from "../lib/journey_pages.mjs";
import { until } from "../lib/wait.mjs";

let page;
const shown = journeyPages(400, (opened) => (page = opened));
const steps = [["Product Viewed"], ["Order Completed"]];
const tile = (title) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 2, name: title }) });

async function pin(title, where) {
  await page.getByRole("button", { name: "Pin", exact: true }).click();
  const form = page.getByRole("form", { name: "Pin" });
  await form.getByLabel("What it is called there").fill(title);
  if (where) await form.getByLabel("Its name").fill(where);
  await form.getByRole("button", { name: "Pin it" }).click();
  await form.waitFor({ state: "detached" });
}

test("without a dashboard the page says what one is for", async () => {
  await page.goto(`${shown.server.url}/journeys/dashboards`);
  await page.getByText("A dashboard shows the reports that matter to you", { exact: false }).waitFor();
});

test("a funnel and a count are pinned to a new dashboard and answer there as on their pages", async () => {
  await shown.go("funnel", { steps, range: "all" });
  await page.getByRole("region", { name: "The answer" }).getByRole("button", { name: "Download" }).waitFor();
  await pin("From view to order", "Monday");
  await shown.go("counts", { events: ["Order Completed"], unit: "month", range: "all" });
  await page.getByRole("region", { name: "The answer" }).getByRole("button", { name: "Download" }).waitFor();
  await pin("Orders by month");
  await page.getByRole("link", { name: "Dashboards" }).first().click();
  await page.getByRole("table", { name: "Dashboards" }).getByRole("link", { name: "Monday" }).click();
  await page.getByRole("heading", { level: 1, name: "Monday" }).waitFor();
  const { steps: answered } = await shown.ask("funnel", { steps: steps.map((names) => ({ names })), window_ms: 7 * 86_400_000 });
  await tile("From view to order").getByText(rate(answered.at(-1).of_first), { exact: false }).first().waitFor();
  await tile("Orders by month").getByRole("group").first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Download" }).count(), 0, "a tile is only its answer");
});

test("a figure of a tile opens its report with the people behind it", async () => {
  await tile("From view to order").getByRole("button").first().click();
  await page.getByRole("heading", { level: 1, name: "Funnel" }).waitFor();
  await shown.panel().waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Monday" }).waitFor();
});

test("what happens shows by itself", async () => {
  const before = await shown.ask("funnel", { steps: steps.map((names) => ({ names })), window_ms: 7 * 86_400_000 });
  const key = await shown.server.writeKey("Shop");
  for (const [i, event] of ["Product Viewed", "Order Completed"].entries()) {
    const sent = await shown.server.send("/v1/track", { userId: "somebody-new", event, messageId: `tile-${i}` }, key);
    assert.equal(sent.status, 200, sent.text);
  }
  await tile("From view to order").getByText(number(before.steps[0].people + 1), { exact: false }).first().waitFor();
});

test("tiles are moved and removed, and stay so", async () => {
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Move Orders by month up" }).click();
  const titles = () => page.getByRole("heading", { level: 2 }).allInnerTexts();
  await until("the order to change", async () => (await titles())[0] === "Orders by month");
  await page.getByRole("button", { name: "Remove From view to order" }).click();
  await tile("From view to order").waitFor({ state: "detached" });
  await page.reload();
  await tile("Orders by month").waitFor();
  assert.deepEqual(await titles(), ["Orders by month"]);
});

test("a dashboard is deleted after a word about what is lost", async () => {
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByText("Nobody’s data changes", { exact: false }).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("A dashboard shows the reports that matter to you", { exact: false }).waitFor();
});
