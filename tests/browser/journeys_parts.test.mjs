// Conditions, parts side by side, friction, attribution, stickiness and visits: asked by clicking, with the figures of the API.
import assert from "node:assert/strict";
import { test } from "node:test";

import { journeyPages, number, people, plain, rate } from "../lib/journey_pages.mjs";
import { settled } from "../lib/wait.mjs";

let page;
const shown = journeyPages(200, (opened) => {
  page = opened;
});
const { ask, chart, go, panel, says, whoIsBehind } = shown;

const all = { range: "all" };
const names = ["Product Viewed", "Product Added", "Order Completed"];
const steps = names.map((name) => [name]);
const funnel = { steps: names.map((name) => ({ names: [name] })), order: "ordered", attempts: "best", window_ms: 7 * 86_400_000 };

test("a step holds only where a property says so, chosen from what the events have", async () => {
  await go("funnel", { ...all, steps });
  const step = page.getByRole("group", { name: "Step 3: only where" });
  await step.getByRole("button", { name: "Only where…" }).click();
  await page.getByRole("combobox", { name: "Search properties, or type one…" }).fill("total");
  await page.getByRole("option", { name: "Total", exact: true }).click();
  await page.getByRole("combobox", { name: "Comparison" }).selectOption({ label: "is more than" });
  await page.getByRole("textbox", { name: "Value" }).fill("100");
  await page.keyboard.press("Escape");
  const where = { and: [{ property: "total", is: "greater", value: 100 }] };
  const answer = await ask("funnel", { ...funnel, steps: [...funnel.steps.slice(0, 2), { names: ["Order Completed"], where }] });
  const without = await ask("funnel", funnel);
  assert.ok(answer.steps[2].people < without.steps[2].people);
  await says(`${rate(answer.steps[2].of_first)} went on to Order Completed (Total is more than 100)`);
  await page.reload();
  await says(`${rate(answer.steps[2].of_first)} went on to Order Completed (Total is more than 100)`);
});

test("only the lines of some people are looked at, by the condition of the list of people", async () => {
  await go("funnel", { ...all, steps });
  await page.getByRole("group", { name: "Whose lines" }).getByRole("button", { name: "Everybody" }).click();
  await page.getByRole("combobox", { name: /Filter by trait/ }).fill("plan");
  await page.getByRole("option", { name: /^Plan/ }).first().click();
  await page.getByRole("combobox", { name: "Comparison" }).selectOption({ label: "is known" });
  await page.keyboard.press("Escape");
  const condition = { and: [{ trait: "plan", is: "exists" }] };
  const answer = await ask("funnel", { ...funnel, people: condition });
  await says(`Of ${people(answer.steps[0].people)} who began with Product Viewed`);
  await page.getByRole("link", { name: "Figures" }).click();
  await page.getByRole("group", { name: "Whose lines" }).getByText("Plan is known").waitFor();
  const counts = await ask("counts", { unit: "week", people: condition });
  await says(`${people(counts.people)} did anything`);
});

test("a funnel by a trait: parts with what they differ by, and each opens its own people", async () => {
  await go("funnel", { ...all, steps });
  await page.getByRole("combobox", { name: "Compare" }).selectOption("people by a trait");
  await page.getByRole("combobox", { name: "Trait to compare by" }).selectOption("Plan");
  const question = { ...funnel, breakdown: { trait: "plan", limit: 6 } };
  const { parts } = await ask("funnel", question);
  assert.ok(parts.length > 2);
  const part = parts.findLast((each) => each.part.kind === "value");
  const last = part.answer.steps[2];
  const compared = chart("From Product Viewed to Order Completed");
  await compared.getByRole("button", { name: `${part.part.value}, ${people(part.part.people)}: ${rate(last.of_first)}` }).click();
  assert.equal(await whoIsBehind("funnel", question, { furthest_from: 3, furthest_to: 3 }, { kind: "value", value: part.part.value }), last.people);
  const lost = part.answer.steps[0].people - part.answer.steps[1].people;
  if (lost > 0) {
    await page.getByRole("region", { name: part.part.value, exact: true }).getByRole("button", { name: `Product Viewed, but not Product Added: ${people(lost)}` }).click();
    assert.equal(await whoIsBehind("funnel", question, { furthest_from: 1, furthest_to: 1 }, { kind: "value", value: part.part.value }), lost);
  }
  const none = parts.find((each) => each.part.kind === "none");
  if (none) await page.getByRole("region", { name: "No value" }).waitFor();
});

test("two groups: the difference of the second from the first is the API's, with its interval", async () => {
  const first = { and: [{ trait: "plan", is: "exists" }] };
  await go("funnel", { ...all, steps, groups: [first, null] });
  const { parts } = await ask("funnel", { ...funnel, compare: [{ name: "a", people: first }, { name: "b", people: { not: first } }] });
  const { value, low, high } = parts[1].answer.against_first;
  const points = (share) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0, signDisplay: "exceptZero" }).format(Math.round(share * 100));
  const table = page.getByRole("table", { name: "Reached, of those who began" });
  await table.getByRole("columnheader", { name: "Against Plan is known" }).waitFor();
  const cells = await table.getByRole("row").nth(2).getByRole("cell").allInnerTexts();
  assert.deepEqual(plain(cells), [rate(parts[0].answer.steps[2].of_first), rate(parts[1].answer.steps[2].of_first), `${points(value)} points (${points(low)} to ${points(high)})`]);
});

test("a process map of two times: arrows stand side by side, and open in their time", async () => {
  await go("map", { from: "2026-01-01", until: "2026-06-30", against: { from: "2025-07-01", until: "2025-12-31" } });
  const table = page.getByRole("table", { name: "Went along the arrow, of all people" });
  const cell = table.getByRole("row").nth(1).getByRole("button").first();
  await cell.waitFor();
  await cell.click();
  await panel().getByRole("link").first().waitFor();
  await panel().getByRole("heading", { name: /2025-07-01 to 2025-12-31$/ }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await chart("What directly follows what").count(), 2);
});

test("retention of groups: each part's cells open in it", async () => {
  await go("retention", { ...all, unit: "month" });
  await page.getByRole("combobox", { name: "Compare" }).selectOption("people by a trait");
  await page.getByRole("combobox", { name: "Trait to compare by" }).selectOption("Plan");
  const question = { unit: "month", offsets: 13, kind: "bounded", cohort: "first_start", breakdown: { trait: "plan", limit: 6 } };
  const { parts } = await ask("retention", question);
  const { part, answer } = parts.find((each) => each.part.kind === "value");
  const cohort = answer.cohorts.find((each) => each.offsets[1].back.count > 0);
  const { back } = cohort.offsets[1];
  const begun = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric" }).format(new Date(`${cohort.begins_on}T12:00:00Z`));
  await page.getByRole("region", { name: part.value, exact: true }).getByRole("button", { name: new RegExp(`^${begun}, Month 1: .*${back.count} of ${back.of}`) }).click();
  assert.equal(await whoIsBehind("retention", question, { period: cohort.period, offset: 1 }, { kind: "value", value: part.value }), back.count);
});

test("friction: findings in words, with the people who met them, and where the others stopped (JA-13)", async () => {
  await go("friction", all);
  await page.getByText("Choose what people should reach").waitFor();
  const field = page.getByRole("combobox", { name: "What people should reach", exact: true });
  await field.fill("Order Completed");
  await page.getByRole("option", { name: /^Order Completed/ }).first().click();
  await page.keyboard.press("Escape");
  const question = { outcome: { names: ["Order Completed"] }, session_ms: 1_800_000, collapse_repeats: true, soon_ms: 604_800_000, too_long_ms: 259_200_000 };
  const answer = await ask("friction", question);
  await says(`Of ${people(answer.reached.of)} who began with anything, ${rate(answer.reached)} reached Order Completed`);
  const name = new Map(answer.nodes.map((node) => [node.id, node.name]));
  const [stop] = answer.drop_offs;
  await chart("Where those stopped who never reached Order Completed").getByRole("button", { name: `Stopped at ${name.get(stop.at)}: ${people(stop.people)}` }).click();
  assert.equal(await whoIsBehind("friction", question, { kind: "drop_off", at: stop.at }), stop.people);
  const finding = answer.findings.find((each) => each.kind === "loop" && each.holds && each.difference < 0);
  const more = chart("Who met this reached Order Completed more often");
  await more.getByRole("button", { name: `Of ${people(finding.met.of)} who met it: ${rate(finding.met)}` }).first().click();
  assert.equal(await whoIsBehind("friction", question, { kind: "loop", at: finding.at, met: true }), finding.met.of);
  const { index } = answer;
  assert.ok(index.learned);
  const section = page.getByRole("group", { name: "Friction index", exact: true });
  await section.getByText(`On average it is ${index.mean.toFixed(1)}`).waitFor();
  await section.getByText("Weights say what goes together, not what causes what.").waitFor();
  const bar = index.bars.find((each) => each.people > 0);
  await page.keyboard.press("Escape");
  await chart("People by their index").getByRole("button", { name: `Index from ${bar.from} to ${bar.below ?? 100}: ${people(bar.people)}` }).click();
  assert.equal(await whoIsBehind("friction", question, { kind: "index", from: bar.from, ...(bar.below === null ? {} : { below: bar.below }) }), bar.people);
  await page.getByText("Table", { exact: true }).click();
  await page.getByRole("table", { name: "Friction", exact: true }).getByText("may be chance").first().waitFor();
});

test("friction: errors and rage are what one says they are (JA-16)", async () => {
  await go("friction", { ...all, outcome: ["Order Completed"] });
  const field = page.getByRole("combobox", { name: "These are errors", exact: true });
  await field.fill("Email Opened");
  await page.getByRole("option", { name: /^Email Opened/ }).first().click();
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "The same event is rage from" }).selectOption("2 times");
  await page.getByRole("combobox", { name: "That often within" }).selectOption("10 seconds");
  const question = { outcome: { names: ["Order Completed"] }, session_ms: 1_800_000, collapse_repeats: true, soon_ms: 604_800_000, too_long_ms: 259_200_000, errors: { names: ["Email Opened"] }, rage_count: 2, rage_ms: 10_000 };
  const answer = await ask("friction", question);
  const [error, ...others] = answer.findings.filter(({ kind }) => kind === "error");
  assert.ok(error && others.length === 0);
  await settled(page);
  await page.getByText("Table", { exact: true }).click();
  const row = page.getByRole("table", { name: "Friction", exact: true }).getByRole("row").filter({ hasText: "Met an error: Email Opened" });
  await row.getByRole("button").first().click();
  assert.equal(await whoIsBehind("friction", question, { kind: "error", at: error.at, met: true }), error.met.of);
  assert.match(page.url(), /rage=2x.*rage_within=10s|rage_within=10s.*rage=2x/);
});

test("attribution: models side by side, and who is behind each (JA-16)", async () => {
  await go("attribution", { ...all, conversions: ["Order Completed"], touches: ["Email Opened", "Page Viewed"] });
  const question = { touches: { names: ["Email Opened", "Page Viewed"] }, conversions: { names: ["Order Completed"] }, models: ["first", "last", "linear"], look_back_ms: 30 * 86_400_000 };
  const answer = await ask("attribution", question);
  await says(`${people(answer.people)} did Order Completed, ${number(answer.conversions)} times in all`);
  const [channel] = answer.channels;
  const name = answer.nodes.find((node) => node.id === channel.channel).name;
  const credit = channel.credits.find((each) => each.model === "last");
  const drawn = chart("Credit of each touch, by model");
  await drawn.getByRole("button", { name: new RegExp(`^${name}, Last touch: credit for ${number(credit.conversions)}, ${people(credit.people)}$`) }).click();
  assert.equal(await whoIsBehind("attribution", question, { kind: "credited", channel: channel.channel, model: "last" }), credit.people);
  await drawn.getByRole("button", { name: `${name}: ${people(channel.people)} did it before` }).click();
  assert.equal(await whoIsBehind("attribution", question, { kind: "touched", channel: channel.channel }), channel.people);
  await page.getByText("Table", { exact: true }).click();
  const heads = await page.getByRole("table", { name: "Attribution" }).getByRole("columnheader").allInnerTexts();
  assert.deepEqual(heads.slice(3), ["First touch", "Last touch", "Equal parts"]);
});

test("attribution by what a success is worth, by a property, with parts of one's own (JA-05)", async () => {
  await go("attribution", { ...all, conversions: ["Order Completed"], touches: ["Email Opened", "Page Viewed"], models: ["custom", "markov"] });
  await page.getByRole("combobox", { name: "A success is worth" }).fill("total");
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Touches count for" }).selectOption("as many days as I say");
  await page.getByRole("textbox", { name: "Days before it" }).fill("20");
  await page.getByRole("textbox", { name: "First", exact: true }).fill("70");
  const question = {
    touches: { names: ["Email Opened", "Page Viewed"] }, conversions: { names: ["Order Completed"] }, value: "total", models: ["custom", "markov"],
    shape: { first: 70, between: 20, last: 40 }, look_back_ms: 20 * 86_400_000,
  };
  const answer = await ask("attribution", question);
  assert.ok(answer.value > 0);
  const amount = (value) => (Number.isInteger(value) ? number(value) : new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value));
  await says(`In all they are worth ${amount(answer.value)}`);
  const [channel] = answer.channels;
  const credit = channel.credits.find((each) => each.model === "markov");
  const name = answer.nodes.find((node) => node.id === channel.channel).name;
  const drawn = chart("Credit of each touch, by model");
  await drawn.getByRole("button", { name: `${name}, What would be lost: ${amount(credit.value)} of ${amount(credit.conversions)}, ${people(credit.people)}` }).click();
  assert.equal(await whoIsBehind("attribution", question, { kind: "credited", channel: channel.channel, model: "markov" }), credit.people);
  await page.getByText("Table", { exact: true }).click();
  const heads = await page.getByRole("table", { name: "Attribution" }).getByRole("columnheader").allInnerTexts();
  assert.deepEqual(heads.slice(3), ["My own parts", "My own parts, worth", "What would be lost", "What would be lost, worth"]);
});

test("survival: the curve, who is behind a step of it, and whether groups differ (JA-17)", async () => {
  await go("survival", { ...all, starts: ["Product Viewed"], ends: ["Order Completed"] });
  const question = { starts: { names: ["Product Viewed"] }, ends: { names: ["Order Completed"] }, unit: "day" };
  const answer = await ask("survival", question);
  await says(`Of ${people(answer.people)} who began with Product Viewed, ${number(answer.ended)} came to Order Completed.`);
  const point = answer.points.find((each) => each.ended > 0);
  await chart("Not ended yet").getByRole("button", { name: new RegExp(`^After ${number(point.time)} days?: `) }).first().focus();
  const asked = page.waitForResponse((response) => response.url().endsWith("/journeys/survival/people"));
  await page.keyboard.press("Enter");
  const { cell } = JSON.parse((await asked).request().postData());
  const within = answer.points.filter((each) => each.time >= cell.from && each.time < cell.below).reduce((sum, each) => sum + each.ended, 0);
  await panel().getByText(people(within), { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Compare", exact: true }).selectOption("people by a trait");
  await page.getByRole("combobox", { name: "Trait to compare by" }).selectOption("Plan");
  const { log_rank: test } = await ask("survival", { ...question, breakdown: { trait: "plan", limit: 6 } });
  await says(test.p <= 0.05 ? "The parts differ by more than chance" : "The parts do not differ clearly");
  await page.getByRole("combobox", { name: "Compare", exact: true }).selectOption("nothing");
  await page.getByText("Table", { exact: true }).click();
  const row = page.getByRole("table", { name: "Survival" }).getByRole("row").nth(1);
  await row.getByRole("rowheader", { name: /days?$/ }).waitFor();
  assert.deepEqual(plain(await row.getByRole("cell").allInnerTexts()).slice(0, 2), [number(answer.points[0].at_risk), number(answer.points[0].ended)]);
  await page.getByRole("combobox", { name: "Until they do" }).waitFor();
});

test("more than two groups of people are compared, and everybody else (JA-01)", async () => {
  const trait = (value) => ({ trait: "plan", is: "equals", value });
  const groups = [trait("Team"), trait("Free"), trait("Solo")];
  await go("funnel", { ...all, steps, groups: [groups[0], groups[1], null] });
  await page.getByRole("region", { name: /^Everybody else/ }).waitFor();
  assert.equal(await page.getByRole("region", { name: /^(Plan is|Everybody else)/ }).count(), 3);
  await page.getByRole("button", { name: "Add a group" }).click();
  await page.getByRole("group", { name: "Group 4" }).waitFor();
  await go("funnel", { ...all, steps, groups: [...groups, null] });
  const { parts } = await ask("funnel", { ...funnel, compare: [...groups.map((people, at) => ({ name: `${at}`, people })), { name: "others", people: { not: { or: groups } } }] });
  for (const [at, name] of ["Plan is Team", "Plan is Free", "Plan is Solo", "Everybody else"].entries()) {
    await page.getByRole("region", { name, exact: true }).getByRole("heading", { name: `${name} ${people(parts[at].part.people)}` }).waitFor();
  }
  await page.getByRole("button", { name: "Remove group 2" }).click();
  await page.getByRole("region", { name: "Plan is Free", exact: true }).waitFor({ state: "detached" });
});

test("a funnel within one visit (JA-01)", async () => {
  await go("funnel", { ...all, steps });
  await page.getByRole("combobox", { name: "The steps lie in" }).selectOption("one visit (pauses under 30 minutes)");
  const answer = await ask("funnel", { ...funnel, session_ms: 1_800_000 });
  await says(`${rate(answer.steps[2].of_first)} went on to Order Completed`);
});

test("stickiness and visits: a day and a week open who was there (JA-17)", async () => {
  await go("stickiness", all);
  const answer = await ask("stickiness", { month_days: 28 });
  const [few] = answer.active_days;
  await chart("On how many days of this time people were here").getByRole("button", { name: `On ${number(few.days)} ${few.days === 1 ? "day" : "days"}: ${people(few.people)}`, exact: true }).click();
  assert.equal(await whoIsBehind("stickiness", { month_days: 28 }, { active_days: few.days }), few.people);
  const day = answer.days.findLast((each) => each.completeness === "complete" && each.daily.count > 0);
  await page.getByText("Table", { exact: true }).click();
  const row = page.getByRole("table", { name: "Stickiness" }).getByRole("row").nth(1 + answer.days.indexOf(day));
  await row.getByRole("button").nth(2).click();
  assert.equal(await whoIsBehind("stickiness", { month_days: 28 }, { day: day.day, window: "month" }), day.daily.of);

  await go("sessions", all);
  const question = { timeout_ms: 1_800_000, unit: "week" };
  const visits = await ask("sessions", question);
  await says(`There were ${number(visits.sessions)} visits of ${people(visits.people)}`);
  const week = visits.periods.at(-2);
  await chart("Visits over time").getByRole("button", { name: new RegExp(`: ${number(week.sessions)} visits?, ${people(week.people)}$`) }).last().focus();
  await page.keyboard.press("Enter");
  await panel().getByRole("link").first().waitFor();
});

/** For each page a question that can be split, and where its people are. */
const split = {
  friction: { outcome: ["Order Completed"] },
  paths: { anchor: ["Product Viewed"], cases: "line" },
  attribution: { conversions: ["Order Completed"], touches: ["Email Opened", "Page Viewed"] },
  survival: { starts: ["Product Viewed"], ends: ["Order Completed"] },
  lifecycle: { unit: "month" },
  stickiness: {},
  counts: { events: ["Order Completed"] },
  sessions: {},
};

test("every question stands in parts side by side, and the first mark of each part opens its own people", async () => {
  for (const [name, question] of Object.entries(split)) {
    await go(name, { ...all, ...question, by: { trait: "plan" } });
    const part = page.getByRole("region", { name: "Team", exact: true });
    const asked = page.waitForResponse((response) => response.url().endsWith(`/journeys/${name}/people`));
    await part.locator("[data-mark]").first().focus();
    await page.keyboard.press("Enter");
    const response = await asked;
    assert.equal(response.status(), 200, name);
    assert.deepEqual(JSON.parse(response.request().postData()).part, { kind: "value", value: "Team" }, name);
    await panel().getByRole("heading", { name: /, Team$/ }).waitFor();
    const { total } = await response.json();
    await panel().getByText(people(total), { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Table", { exact: true }).click();
    await page.getByRole("table").first().getByRole("columnheader", { name: "Part", exact: true }).waitFor();
  }
});

test("events are told apart by a property of one's own (JA-08)", async () => {
  await go("counts", { ...all, unit: "month", events: ["Order Completed"] });
  await page.getByRole("combobox", { name: "Compare", exact: true }).selectOption("by a property of my own");
  await page.getByRole("textbox", { name: "What it is called" }).fill("Size");
  await page.getByRole("textbox", { name: "Value 1" }).fill("Large");
  await page.getByRole("group", { name: "Value 1: only where" }).getByRole("button", { name: "where the event says" }).click();
  await page.getByRole("combobox", { name: "Search properties, or type one…" }).fill("total");
  await page.getByRole("option", { name: "Total", exact: true }).click();
  await page.getByRole("combobox", { name: "Comparison" }).selectOption({ label: "is more than" });
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("100");
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Else it is" }).fill("Small");
  const where = { and: [{ property: "total", is: "greater", value: 100 }] };
  const question = { events: { names: ["Order Completed"] }, unit: "month", derived: [{ name: "Size", cases: [{ value: "Large", where }], otherwise: "Small" }], breakdown: { property: "derived.Size", limit: 6 } };
  const answer = await ask("counts", question);
  assert.deepEqual(answer.parts.map(({ part }) => part.value).sort(), ["Large", "Small"]);
  await page.reload();
  for (const { part, answer: one } of answer.parts) await page.getByRole("region", { name: part.value, exact: true }).getByText(new RegExp(`${number(one.events)}\\b`)).first().waitFor();
  await page.getByRole("region", { name: "Large", exact: true }).locator("[data-mark]").first().focus();
  await page.keyboard.press("Enter");
  await panel().getByRole("heading", { name: /, Large$/ }).waitFor();
  await page.keyboard.press("Escape");
});

test("counts put each event into the group of its own value", async () => {
  await go("counts", { ...all, events: ["Order Completed"], measure: "events" });
  await page.getByRole("combobox", { name: "Compare" }).selectOption("events by a property");
  const field = page.getByRole("combobox", { name: "Property to compare by" });
  await field.fill("currency");
  await page.getByRole("option", { name: "currency", exact: true }).click();
  const question = { events: { names: ["Order Completed"] }, unit: "week", breakdown: { property: "currency", limit: 6 } };
  const { parts } = await ask("counts", question);
  const [first] = parts;
  const amount = `${number(first.answer.events)} ${first.answer.events === 1 ? "event" : "events"}`;
  await chart("How often people did Order Completed").getByRole("button", { name: `${first.part.value}: ${amount}` }).click();
  assert.equal(await whoIsBehind("counts", question, {}, { kind: "value", value: first.part.value }), first.answer.people);
});

test("nothing broke on the way", () => assert.deepEqual(shown.visitor.broken, []));
