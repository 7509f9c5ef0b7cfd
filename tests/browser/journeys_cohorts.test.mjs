// Cohort tables: several metrics, before and after, churn, values as rows and groups together, asked by clicking, answered with
// the figures of the API, and opened to the people behind them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { journeyPages, number, people, percent, plain } from "../lib/journey_pages.mjs";

let page;
const shown = journeyPages(200, (opened) => {
  page = opened;
});
const { ask, chart, go, says, whoIsBehind } = shown;
const all = { range: "all", unit: "month" };
const month = { unit: "month", offsets: 13, kind: "bounded", cohort: "first_start" };

async function choose(label, name) {
  const field = page.getByRole("combobox", { name: label, exact: true });
  await field.fill(name);
  await page.getByRole("option", { name: new RegExp(`^${name}`) }).first().click();
  await page.keyboard.press("Escape");
}
const over = (cells) => cells.filter((cell) => cell.completeness === "complete").reduce((sum, { back }) => ({ count: sum.count + back.count, of: sum.of + back.of }), { count: 0, of: 0 });

test("who begins needs two things, one of them several times (JA-04)", async () => {
  await go("retention", all);
  const begins = page.getByRole("group", { name: "People begin with", exact: true });
  await choose("People begin with", "Product Viewed");
  await begins.getByRole("textbox", { name: "People begin with: at least how often" }).fill("3");
  await begins.getByRole("button", { name: "And something else" }).click();
  await choose("People begin with (2)", "Product Added");
  const included = { metrics: [{ events: { names: ["Product Viewed"] }, at_least: 3 }, { events: { names: ["Product Added"] } }] };
  const answer = await ask("retention", { ...month, included });
  const next = over(answer.cohorts.map((cohort) => cohort.offsets[1]));
  await says(`Of ${people(next.of)} who began with Product Viewed (at least 3 times) and Product Added, ${percent(next.count / next.of)}`);
  await begins.getByRole("combobox", { name: "People begin with: all or any" }).selectOption("or any of these");
  const any = await ask("retention", { ...month, included: { ...included, joined: "or" } });
  const more = over(any.cohorts.map((cohort) => cohort.offsets[1]));
  assert.ok(more.of > next.of);
  await says(`Of ${people(more.of)} who began with Product Viewed (at least 3 times) or Product Added`);
  await page.reload();
  await says(`Of ${people(more.of)} who began with Product Viewed (at least 3 times) or Product Added`);
  const [cohort] = any.cohorts;
  await chart("Share of each cohort that came back").getByRole("button", { name: new RegExp(`^Began .*: ${people(cohort.people)}$`) }).first().click();
  assert.equal(await whoIsBehind("retention", { ...month, included: { ...included, joined: "or" } }, { period: cohort.period }), cohort.people);
  await begins.getByRole("button", { name: "Remove People begin with (2)" }).click();
  await begins.getByRole("textbox", { name: "People begin with: at least how often" }).fill("1");
  await page.waitForURL((url) => url.search.includes("starts=") && !url.search.includes("included="));
});

test("before and after: a cell before the beginning opens who was there, and who was not (JA-04)", async () => {
  await go("retention", { ...all, starts: ["Order Completed"], returns: ["Product Viewed"] });
  await page.getByRole("combobox", { name: "Look at what people do" }).selectOption("before and after they began");
  const question = { ...month, offsets: 7, starts: { names: ["Order Completed"] }, returns: { names: ["Product Viewed"] }, direction: "around" };
  const { cohorts, first_offset } = await ask("retention", question);
  assert.equal(first_offset, -6);
  const cohort = cohorts.find((one) => one.offsets[5].back.count > 0 && one.offsets[5].completeness === "complete");
  const { back } = cohort.offsets[5];
  const table = chart("Share of each cohort that was there before and after it began");
  await table.getByRole("button", { name: new RegExp(`Month −1: ${percent(back.share)} .*${back.count} of ${back.of}$`) }).first().click();
  await page.reload();
  assert.equal(await whoIsBehind("retention", question, { period: cohort.period, offset: -1 }), back.count);
  await page.getByRole("combobox", { name: "Show who" }).selectOption("did not come back");
  const gone = back.of - back.count;
  const lost = chart("Share of each cohort that did not come back").getByRole("button", { name: new RegExp(`Month −1: .*${gone} of ${back.of}$`) }).first();
  await lost.focus();
  await page.keyboard.press("ArrowRight");
  await lost.focus();
  await page.keyboard.press("Enter");
  assert.equal(await whoIsBehind("retention", { ...question, measure: "churn" }, { period: cohort.period, offset: -1, back: false }), gone);
});

test("a row for each value of a trait, as a chart, a table and a file, with its people (JA-04)", async () => {
  await go("retention", { ...all, starts: ["Signed Up"] });
  await page.getByRole("combobox", { name: "A row for each", exact: true }).selectOption("trait of people");
  await page.getByText("Choose what the rows are.").waitFor();
  await page.getByRole("combobox", { name: /^A row for each: / }).selectOption("Plan");
  const question = { ...month, starts: { names: ["Signed Up"] }, rows: { trait: "plan", limit: 12 } };
  const { rows } = await ask("retention", question);
  const row = rows.find((one) => one.row.kind === "value");
  const cell = row.offsets[1];
  assert.ok(rows.length > 2 && cell.back.of > 0);
  await says(/least for |No clear difference between the rows/);
  await chart("Share of each cohort that came back").getByRole("button", { name: new RegExp(`^${row.row.value}, Month 1: ${percent(cell.back.share)} `) }).click();
  await page.reload();
  assert.equal(await whoIsBehind("retention", question, { row: row.row, offset: 1 }), cell.back.count);
  await page.getByText("Table", { exact: true }).click();
  const line = page.getByRole("table", { name: "Retention" }).getByRole("row").nth(1);
  assert.deepEqual(plain((await line.getByRole("cell").allInnerTexts()).slice(0, 2)), [number(rows[0].people), percent(rows[0].offsets[0].back.share)]);
  await line.getByRole("button").first().click();
  assert.equal(await whoIsBehind("retention", question, { row: rows[0].row }), rows[0].people);
  await page.getByRole("button", { name: "Download" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Table as CSV" }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  assert.equal(lines.length, rows.length + 1);
  assert.deepEqual(lines[1].split(",").slice(1, 3), [String(rows[0].people), String(rows[0].offsets[0].back.count)]);
});

test("groups stand beside each other, or are looked at together", async () => {
  const { rows } = await ask("retention", { ...month, rows: { trait: "plan" } });
  const [one, other] = rows.filter((each) => each.row.kind === "value").map((each) => ({ and: [{ trait: "plan", is: "equals", value: each.row.value }] }));
  assert.ok(one && other);
  await go("retention", { ...all, starts: ["Signed Up"], groups: [one, other] });
  await page.getByRole("heading", { level: 2, name: "Came back in Month 1" }).waitFor();
  await page.getByRole("switch", { name: "Look at all groups together" }).check();
  const question = { ...month, starts: { names: ["Signed Up"] }, people: { or: [one, other] } };
  const { cohorts } = await ask("retention", question);
  const next = over(cohorts.map((cohort) => cohort.offsets[1]));
  await says(`Of ${people(next.of)} who began with Signed Up`);
  const [cohort] = cohorts;
  await chart("Share of each cohort that came back").getByRole("button", { name: new RegExp(`^Began .*: ${people(cohort.people)}$`) }).first().click();
  assert.equal(await whoIsBehind("retention", question, { period: cohort.period }), cohort.people);
});

test("a pinned cohort table is asked again where it is pinned", async () => {
  const question = { ...all, included: { metrics: [{ events: ["Product Viewed"], least: 2 }] }, sides: "around", rows: { trait: "plan" } };
  const made = await shown.server.api("POST", "/dashboards", { body: { name: "Cohorts", tiles: [{ report: "retention", title: "Before and after", question }] } });
  assert.equal(made.status, 201, made.text);
  await page.goto(`${shown.server.url}/journeys/dashboards/${made.json.id}`);
  const { rows } = await ask("retention", { ...month, offsets: 7, included: { metrics: [{ events: { names: ["Product Viewed"] }, at_least: 2 }] }, direction: "around", rows: { trait: "plan", limit: 12 } });
  const marks = chart("Share of each cohort that was there before and after it began").getByRole("button", { name: new RegExp(`^Began .*: ${people(rows[0].people)}$`) });
  await marks.first().waitFor();
});
