// The journey pages: asked by clicking, answered with the figures of the API, and opened to the people behind them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { journeyPages, number, people, percent, plain, rate } from "../lib/journey_pages.mjs";

let page;
const shown = journeyPages(150, (opened) => {
  page = opened;
});
const { ask, chart, go, panel, says, whoIsBehind } = shown;

async function choose(label, name) {
  const field = page.getByRole("combobox", { name: label, exact: true });
  await field.fill(name);
  await page.getByRole("option", { name: new RegExp(`^${name}`) }).first().click();
  await page.keyboard.press("Escape");
}

async function take(name) {
  await page.getByRole("button", { name: "Download" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).click()]);
  return download;
}

const all = { range: "all" };
const funnel = { steps: [{ names: ["Product Viewed"] }, { names: ["Product Added"] }, { names: ["Order Completed"] }], window_ms: 7 * 86_400_000 };

test("a funnel is built by clicking, says its finding, and opens to who was lost (JA-01)", async () => {
  await page.getByRole("link", { name: "Journeys" }).first().click();
  await page.getByRole("navigation", { name: "Journeys" }).getByRole("link", { name: "Conversion" }).click();
  await page.getByRole("heading", { name: "Funnel", level: 1 }).waitFor();
  await page.getByText("Choose the events of two steps or more").waitFor();
  await page.getByRole("combobox", { name: "Time", exact: true }).selectOption("All time");
  await choose("Step 1", "Product Viewed");
  await choose("Step 2", "Product Added");
  await page.getByRole("button", { name: "Add a step" }).click();
  await choose("Step 3", "Order Completed");
  const answer = await ask("funnel", funnel);
  const last = answer.steps[2].of_first;
  await says(`Of ${people(answer.steps[0].people)} who began with Product Viewed, ${rate(last)} went on to Order Completed within 7 days`);
  const lost = answer.steps[0].people - answer.steps[1].people;
  await chart("How many people reached each step").getByRole("button", { name: `Product Viewed, but not Product Added: ${people(lost)}` }).click();
  await page.reload();
  assert.equal(await whoIsBehind("funnel", funnel, { furthest_from: 1, furthest_to: 1 }), lost);
});

test("a change asks anew at once, and the address holds it", async () => {
  await page.getByRole("combobox", { name: "The steps come" }).selectOption("in any order");
  const answer = await ask("funnel", { ...funnel, order: "any_order" });
  await says(`Of ${people(answer.steps[0].people)} who began with`);
  assert.match(page.url(), /order=any_order/);
  await page.getByRole("button", { name: "Remove step 3" }).click();
  const two = await ask("funnel", { ...funnel, steps: funnel.steps.slice(0, 2), order: "any_order" });
  await says(`${percent(two.steps[1].of_first.share)} (`);
});

test("the table has the chart's figures, opens them too, and is a file", async () => {
  await go("funnel", { ...all, steps: funnel.steps.map((step) => step.names), view: "table" });
  const answer = await ask("funnel", funnel);
  const table = page.getByRole("table", { name: "Funnel" });
  const cells = await table.getByRole("row").nth(2).getByRole("cell").allInnerTexts();
  assert.deepEqual(plain(cells.slice(0, 2)), [number(answer.steps[1].people), percent(answer.steps[1].of_first.share)]);
  await table.getByRole("row").nth(2).getByRole("button").first().click();
  assert.equal(await whoIsBehind("funnel", funnel, { furthest_from: 2, furthest_to: 3 }), answer.steps[1].people);
  const download = await take("Table as CSV");
  assert.equal(download.suggestedFilename(), "funnel.csv");
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  assert.equal(lines.length, 4);
  assert.deepEqual(lines[2].split(",").slice(0, 3), ["Product Added", String(answer.steps[1].people), String(answer.steps[1].of_first.share)]);
});

test("what must not happen between two steps is left out, each between its own (JA-01)", async () => {
  await go("funnel", { ...all, steps: funnel.steps.map((step) => step.names) });
  await choose("Leave out who did in between", "Page Viewed");
  const exclusion = (name, from, to) => ({ events: { names: [name] }, from, to });
  const asks = async (question) => {
    const answer = await ask("funnel", { ...funnel, ...question });
    await says(`${rate(answer.steps[2].of_first)} went on to Order Completed`);
    return answer.steps[2].people;
  };
  const whole = await asks({ exclusions: [exclusion("Page Viewed", 1, 3)] });
  await page.getByRole("combobox", { name: "Leave out who did in between: before" }).selectOption("Step 2");
  const early = await asks({ exclusions: [exclusion("Page Viewed", 1, 2)] });
  assert.ok(early > whole, `${early} of ${whole}`);
  await page.getByRole("button", { name: "Leave out something else" }).click();
  await choose("Nor this in between (2)", "Product Viewed");
  await page.getByRole("combobox", { name: "Nor this in between (2): after" }).selectOption("Step 2");
  const both = [exclusion("Page Viewed", 1, 2), exclusion("Product Viewed", 2, 3)];
  await asks({ exclusions: both });
  await page.reload();
  await asks({ exclusions: both });
  await page.getByRole("button", { name: "Remove: Leave out who did in between" }).click();
  await asks({ exclusions: [both[1]] });
  await page.getByRole("combobox", { name: "The time counts" }).selectOption("from each step to the next");
  await asks({ exclusions: [both[1]], window: "between_steps" });
  await says("with at most 7 days from step to step");
});

test("what the API refuses is said as it says it", async () => {
  await go("funnel", { from: "2026-03-02", until: "2026-03-01", steps: funnel.steps.map((step) => step.names) });
  await page.getByRole("alert").getByText("`range.from` must be before `range.until`").waitFor();
});

test("retention: a cell has the share of its cohort, and who came back (JA-04)", async () => {
  await go("retention", { ...all, unit: "month", starts: ["Signed Up"] });
  const question = { starts: { names: ["Signed Up"] }, unit: "month", offsets: 13, kind: "bounded", cohort: "first_start" };
  const { cohorts } = await ask("retention", question);
  const [cohort] = cohorts;
  const { back } = cohort.offsets[1];
  const over = cohorts.filter((one) => one.offsets[1].completeness === "complete").map((one) => one.offsets[1].back);
  await says(`Of ${people(over.reduce((sum, one) => sum + one.of, 0))} who began with Signed Up`);
  await chart("Share of each cohort that came back").getByRole("button", { name: new RegExp(`Month 1: ${percent(back.share)} .*${back.count} of ${back.of}$`) }).first().click();
  assert.equal(await whoIsBehind("retention", question, { period: cohort.period, offset: 1 }), back.count);
});

test("retention: a cohort opens everybody in it, back or not", async () => {
  await go("retention", { ...all, unit: "month", starts: ["Signed Up"], returns: ["Order Completed"] });
  const question = { starts: { names: ["Signed Up"] }, returns: { names: ["Order Completed"] }, unit: "month", offsets: 13, kind: "bounded", cohort: "first_start" };
  const [cohort] = (await ask("retention", question)).cohorts;
  await chart("Share of each cohort that came back").getByRole("button", { name: new RegExp(`^Began .*: ${people(cohort.people)}$`) }).first().click();
  assert.equal(await whoIsBehind("retention", question, { period: cohort.period }), cohort.people);
});

test("paths: each stream has its people, and the small ones are shown when asked for (JA-02)", async () => {
  await go("paths", { ...all, anchor: ["Signed Up"], cases: "line" });
  const question = { anchor: { names: ["Signed Up"] }, direction: "from", depth: 3, collapse_repeats: true, limit: 100 };
  const answer = await ask("paths", question);
  const name = new Map(answer.nodes.map((node) => [node.id, node.name]));
  const next = answer.after.paths.filter((path) => path.nodes.length === 2).sort((a, b) => b.people - a.people);
  await says(`Of ${people(answer.people)} who did Signed Up, ${percent(next[0].people / answer.people)}`);
  const best = next.find((path) => name.get(path.nodes[1]));
  await chart("What people did, step by step").getByRole("button", { name: `${name.get(best.nodes[1])}: ${people(best.people)}, ${number(best.paths)} time`, exact: false }).first().click();
  assert.equal(await whoIsBehind("paths", question, { side: "after", nodes: best.nodes }), best.people);
  await go("paths", all);
  const rest = chart("What people did, step by step").getByRole("button", { name: /^People on the other ways/ }).first();
  await rest.focus();
  const sent = page.waitForRequest((request) => request.url().endsWith("/paths/people"));
  await page.keyboard.press("Enter");
  const { question: whole, cell } = JSON.parse((await sent).postData());
  assert.ok(cell.other_than.length >= 1);
  await whoIsBehind("paths", whole, cell);
  const marks = chart("What people did, step by step").getByRole("button");
  await marks.first().waitFor();
  const before = await marks.count();
  await chart("What people did, step by step").getByRole("button", { name: /^Show the other ways/ }).first().focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((count) => document.querySelectorAll("[data-mark]").length > count, before);
});

test("the process map: an arrow opens who went along it, the detail changes, a variant opens (JM-05)", async () => {
  await go("map", { ...all, nodes: 30, links: 10 });
  const question = { session_ms: 1_800_000, collapse_repeats: true, nodes_share: 0.3, edges_share: 0.1, variants: 10 };
  const answer = await ask("map", question);
  const name = new Map(answer.nodes.map((node) => [node.id, node.name]));
  const [best] = answer.edges.filter((edge) => name.get(edge.from) && name.get(edge.to)).sort((a, b) => b.count - a.count);
  const arrow = chart("What directly follows what").getByRole("button", { name: `${name.get(best.from)} → ${name.get(best.to)}: ${people(best.people)}` });
  await arrow.focus();
  await page.keyboard.press("Enter");
  assert.equal(await whoIsBehind("map", question, { kind: "edge", node: best.from, to: best.to }), best.people);
  const boxes = await page.locator("[data-mark]").count();
  await page.getByRole("slider", { name: /^Events shown/ }).fill("100");
  await page.waitForFunction((count) => document.querySelectorAll("[data-mark]").length > count, boxes);
  const [variant] = (await ask("map", { ...question, nodes_share: 1 })).variants;
  await page.getByRole("table", { name: "The most common ways" }).getByRole("button", { name: number(variant.people), exact: true }).first().click();
  await panel().getByText(people(variant.people), { exact: true }).waitFor();
});

/** Where the dots are that are seen. */
const dots = () => page.locator("[data-dots] circle:not([display])").evaluateAll((circles) => circles.map((circle) => [Number(circle.getAttribute("cx")), Number(circle.getAttribute("cy"))]));
const line = () => page.getByRole("slider", { name: "Time of the replay" });

test("the process map in motion: people walk, it stops, and the line of time goes everywhere (JM-05)", async () => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await go("map", { ...all, nodes: 100, cases: "line" });
  await page.getByRole("button", { name: "Replay", exact: true }).click();
  const replay = await ask("map/replay", { collapse_repeats: true });
  await page.getByText(`${number(replay.people.length)} of ${people(replay.all_people)} shown`).waitFor();
  assert.equal(replay.people.length, Math.min(200, replay.all_people));
  const cases = replay.people.reduce((sum, person) => sum + person.cases.length, 0);
  assert.equal((await dots()).length, cases, "everybody stands at their first step");
  const began = await dots();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.waitForFunction(() => Number(document.querySelector("[aria-label='Time of the replay']").value) > 0);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.waitForFunction((first) => JSON.stringify([...document.querySelectorAll("[data-dots] circle:not([display])")].map((dot) => [Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy"))])) !== first, JSON.stringify(began));
  await line().focus();
  await page.keyboard.press("Home");
  assert.deepEqual(await dots(), began, "at the beginning it is as it was");
  await page.keyboard.press("End");
  assert.match(await line().getAttribute("aria-valuetext"), /after the start · \d+ (person|people) on the way$/);
  assert.ok((await dots()).length < cases / 2, "nearly everybody is gone at the end");
});

test("a replay by the calendar goes from step to step, and stays in the address", async () => {
  await page.getByText("By the calendar").click();
  await page.waitForFunction(() => document.querySelector("[aria-label='Time of the replay']").value === "0");
  const replay = await ask("map/replay", { collapse_repeats: true });
  const first = Math.min(...replay.people.flatMap((person) => person.cases.map((one) => one.at_ms[0])));
  assert.equal((await dots()).length, replay.people.filter((person) => person.cases[0]?.at_ms[0] === first).length);
  await page.getByRole("button", { name: "To the next step" }).click();
  assert.notEqual(await line().inputValue(), "0");
  await page.getByRole("button", { name: "To the step before" }).click();
  assert.equal(await line().inputValue(), "0");
  await page.reload();
  await line().waitFor();
  await page.getByRole("button", { name: "End the replay" }).click();
  await line().waitFor({ state: "detached" });
});

test("with motion reduced nothing moves by itself", async () => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await go("map", { ...all, nodes: 100, replay: true });
  await page.getByText("Your system asks for less motion").waitFor();
  assert.equal(await page.getByRole("button", { name: "Play", exact: true }).count(), 0);
  const edges = await page.locator("[data-chart] rect[rx]").evaluateAll((rects) => rects.map((rect) => Number(rect.getAttribute("y")) + Number(rect.getAttribute("height"))));
  await line().focus();
  for (let stroke = 0; stroke < 5; stroke++) await page.keyboard.press("ArrowRight");
  const standing = await dots();
  assert.ok(standing.length > 0);
  for (const [, y] of standing) assert.ok(edges.some((edge) => Math.abs(edge - y) < 0.1), `a dot between two boxes, at ${y}`);
});

test("lifecycle: a period's states add up, and each opens", async () => {
  await go("lifecycle", { ...all, unit: "month" });
  const question = { unit: "month" };
  const { periods } = await ask("lifecycle", question);
  const last = periods.filter((one) => one.completeness === "complete").at(-1);
  await says(`${people(last.new + last.returning + last.resurrected)} were active, ${number(last.new)} of them new. Of ${number(last.returning + last.dormant)} active in the period before, ${percent(last.returning / (last.returning + last.dormant))}`);
  const begun = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric" }).format(new Date(`${last.begins_on}T12:00:00Z`));
  const bar = chart("People by state and period").getByRole("button", { name: `${begun}, Returning: ${people(last.returning)}`, exact: true });
  await bar.focus();
  await page.keyboard.press("Enter");
  assert.equal(await whoIsBehind("lifecycle", question, { period: last.period, state: "returning" }), last.returning);
});

test("counts: of an event alone or of each, with the people of a period", async () => {
  await go("counts", { ...all, unit: "month", events: ["Order Completed"] });
  const question = { events: { names: ["Order Completed"] }, unit: "month" };
  const answer = await ask("counts", question);
  await says(`${people(answer.people)} did Order Completed, ${number(answer.events)} events in all`);
  const period = answer.periods.at(-2);
  await chart("Order Completed over time").getByRole("button", { name: new RegExp(`: ${people(period.people)}, ${number(period.events)} events?$`) }).last().click();
  await panel().getByRole("link").first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("switch", { name: "Each event by itself" }).click();
  await chart("Order Completed over time").waitFor();
  assert.match(page.url(), /each=true/);
  await page.getByText("Table", { exact: true }).click();
  const cells = await page.getByRole("table", { name: "Counts" }).getByRole("row").nth(1).getByRole("cell").allInnerTexts();
  assert.deepEqual(cells.slice(1), [number(answer.people), number(answer.events)]);
});

test("charts are walked with the arrow keys alone", async () => {
  await go("funnel", { ...all, steps: funnel.steps.map((step) => step.names) });
  const marks = chart("How many people reached each step");
  await marks.getByRole("button").first().waitFor();
  assert.equal(await marks.locator("[data-mark][tabindex='0']").count(), 1);
  await marks.locator("[data-mark][tabindex='0']").focus();
  await page.keyboard.press("ArrowDown");
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /Product Added/);
  await page.keyboard.press("Enter");
  await panel().waitFor();
});

test("answers are taken along: as a table, as pictures, and by their address", async () => {
  await go("stickiness", all);
  const svg = await readFile(await (await take("Picture as SVG")).path(), "utf8");
  assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+"/);
  const drawn = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, "image/svg+xml");
    return { broken: root.querySelector("parsererror") !== null, charts: root.querySelectorAll("svg svg").length, says: root.querySelector("svg > text:nth-of-type(2)").textContent };
  }, svg);
  assert.deepEqual({ ...drawn, says: drawn.says.startsWith("Of ") }, { broken: false, charts: 2, says: true });
  assert.doesNotMatch(svg, /var\(|class=|tabindex/);
  const png = await take("Picture as PNG");
  assert.equal(png.suggestedFilename(), "stickiness.png");
  const bytes = await readFile(await png.path());
  assert.deepEqual([...bytes.subarray(1, 4)], [...Buffer.from("PNG")]);
  assert.ok(bytes.readUInt32BE(16) >= 1120, "twice as fine as on a plain screen");
  await shown.visitor.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
});

/** A question for each page that is answered. */
const asked = {
  funnel: { steps: funnel.steps.map((step) => step.names) },
  friction: { outcome: ["Order Completed"] },
  landmark: { did: ["Feature Used"], starts: ["Signed Up"] },
  retention: {},
  paths: {},
  map: {},
  attribution: { conversions: ["Order Completed"], touches: ["Email Opened", "Page Viewed"] },
  survival: {},
  lifecycle: {},
  stickiness: {},
  counts: {},
  sessions: {},
};

test("they fit a phone", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [name, question] of Object.entries(asked)) {
    for (const view of [{}, { view: "table" }]) {
      await go(name, { ...all, ...view, ...question });
      await page.getByRole("button", { name: "Download" }).waitFor();
      const wide = await page.evaluate(() => Math.max(...["html", "#main"].map((place) => document.querySelector(place)).map((place) => place.scrollWidth - place.clientWidth)));
      assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
      assert.equal(await page.getByRole("form", { name: "The question" }).count(), 0, "the question is folded, the answer is seen");
    }
  }
  const fold = page.getByRole("button", { name: /^The question/ });
  assert.equal(await fold.getAttribute("aria-expanded"), "false");
  await fold.click();
  await page.getByRole("form", { name: "The question" }).waitFor();
  assert.deepEqual(shown.visitor.broken, []);
});
