// Where the journeys begin: what stands out, in sentences with the API's figures; the questions behind
// them and the people behind both sides; how it looks while it is looked for, and with nothing there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startDemo, startOwned, Visitor } from "../lib/app.mjs";
import { bringAxe, objections } from "../lib/axe.mjs";
import { until } from "../lib/wait.mjs";

let server, visitor, page, found;

before(async () => {
  server = await startDemo(600);
  const answer = await until("the record to be read", async () => {
    const asked = await server.api("POST", "/journeys/findings", { body: { wait: true } });
    return asked.status === 503 ? undefined : asked;
  }, { ms: 120_000 });
  assert.equal(answer.status, 200, answer.text);
  found = answer.json;
  visitor = await Visitor.start({ bypassCSP: true });
  page = visitor.page;
  await bringAxe(visitor);
  await visitor.signInToDemo(server);
});
after(async () => {
  await visitor?.close();
  await server?.close();
});

const number = (value) => new Intl.NumberFormat("en-GB").format(value);
const percent = (share, of) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: of >= 1000 ? 1 : 0, minimumFractionDigits: of >= 1000 ? 1 : 0 }).format(share * 100);
const rate = ({ share, low, high, of }) => `${percent(share, of)} % (${percent(low, of)} to ${percent(high, of)})`;
const panel = () => page.getByRole("complementary", { name: "People behind this figure" });
/** By what it says: findings may have the same figures, and figures in the same words. */
const card = (finding) =>
  [...finding.steps, rate(finding.sides[0].share), `${number(finding.sides[0].share.of)} `].reduce((cards, hasText) => cards.filter({ hasText }), page.getByRole("listitem")).first();

async function open(search = "") {
  await page.goto(`${server.url}/journeys${search}`);
  await page.getByRole("heading", { level: 1, name: "Findings" }).waitFor();
}

test("the journeys begin with what stands out, in sentences with the figures of the API", async () => {
  await page.goto(server.url);
  await page.getByRole("link", { name: "Journeys" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Findings" }).waitFor();
  for (const finding of found.findings) {
    await card(finding).waitFor();
    const text = (await card(finding).innerText()).replaceAll("\u00a0", " ");
    for (const step of [finding.steps[0], finding.steps.at(-1)]) assert.ok(text.includes(step), `${step}: ${text}`);
    for (const side of finding.sides) assert.ok(text.includes(rate(side.share)), `${rate(side.share)}: ${text}`);
  }
  const groups = { lost: "Where people are lost", slow: "What slows them", changed: "What changed", early: "What the first days decide", friction: "What stands in their way", differs: "Who behaves differently" };
  for (const [group, title] of Object.entries(groups)) {
    const shown = await page.getByRole("heading", { level: 2, name: title }).count();
    assert.equal(shown, found.findings.some((each) => each.group === group) ? 1 : 0, title);
  }
});

test("a finding opens the builder with exactly its question: the same figures stand there", async () => {
  for (const kind of ["funnel", "part", "change"]) {
    const finding = found.findings.find((each) => each.kind === kind);
    if (!finding) continue;
    await open();
    const asked = page.waitForResponse((answer) => answer.url().endsWith("/journeys/funnel") && answer.request().method() === "POST");
    await card(finding).getByRole("link", { name: "Open the funnel" }).click();
    const answer = await (await asked).json();
    const figures = [answer, ...answer.parts.map((part) => part.answer)].map((one) => `${one.steps.at(-1).of_first.count} of ${one.steps[0].people}`);
    const sides = finding.kind === "part" ? finding.sides.slice(0, 1) : finding.sides;
    for (const { share } of sides) assert.ok(figures.includes(`${share.count} of ${share.of}`), `${kind}: ${share.count} of ${share.of} is not in ${figures}`);
    await page.getByRole("region", { name: "The answer" }).getByRole("button", { name: "Download" }).waitFor();
  }
});

test("a finding of the first days opens them: the same two sides stand there, and the people behind each", async () => {
  const finding = found.findings.find((each) => each.kind === "landmark");
  assert.ok(finding, "something of the first days is told");
  await open();
  const asked = page.waitForResponse((answer) => answer.url().endsWith("/journeys/landmark") && answer.request().method() === "POST");
  await card(finding).getByRole("link", { name: "Open the first days" }).click();
  const answer = await (await asked).json();
  const expected = new Map(finding.sides.map((side) => [side.all.did, side.share]));
  assert.deepEqual([answer.did, answer.did_not], [expected.get(true), expected.get(false)]);
  await page.getByRole("heading", { level: 1, name: "First days" }).waitFor();
  const region = page.getByRole("region", { name: "The answer" });
  await region.getByText(`Of ${number(answer.did.of)} people with ${finding.landmark.did} in`).waitFor();
  await region.getByText(/^Not asked about: /).waitFor();
  const total = number(answer.did_not.count);
  await region.getByRole("button", { name: /^Did not: / }).click();
  await panel().getByText(new RegExp(`^${total} (people|person)$`)).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "In how many days" }).selectOption("30d");
  await region.getByText(/first 30 days/).first().waitFor();
});

test("the people on both sides are a click away, and in the address", async () => {
  const finding = found.findings.find((each) => each.sides.length === 2);
  assert.ok(finding);
  for (const [at, side] of finding.sides.entries()) {
    await open();
    await card(finding).getByRole("button", { name: new RegExp(`: ${number(side.share.of)} people$`) }).nth(finding.sides[0].share.of === finding.sides[1].share.of ? at : 0).click();
    await panel().getByText(`${number(side.share.of)} people`, { exact: true }).waitFor();
    await panel().getByText("Did not go on", { exact: true }).click();
    await panel().getByText(new RegExp(`^${number(side.share.of - side.share.count)} (people|person)$`)).waitFor();
    await page.reload();
    await panel().getByText(new RegExp(`^${number(side.share.of - side.share.count)} (people|person)$`)).waitFor();
    await page.keyboard.press("Escape");
    await panel().waitFor({ state: "detached" });
  }
});

test("it is reached and read with the keyboard alone", async () => {
  await open();
  const finding = found.findings[0];
  const link = card(finding).getByRole("link", { name: "Open the funnel" });
  await link.focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await panel().waitFor();
  await page.keyboard.press("Escape");
  await panel().waitFor({ state: "detached" });
  await link.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Funnel" }).waitFor();
});

test("another time is looked at, with how far the search has got until it is there", async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/api/v1/journeys/findings", async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    if (release) await route.fulfill({ response: answer, json: { ...body, ready: false, working: true, progress: 0.42, findings: [] } });
    else await route.fulfill({ response: answer, json: body });
  });
  await open("?range=365d");
  await page.getByRole("status").getByText("42 %").waitFor();
  assert.equal(await page.getByRole("progressbar").getAttribute("aria-valuenow"), "42");
  release();
  release = undefined;
  await held;
  await page.getByRole("heading", { level: 2, name: "Where people are lost" }).waitFor();
  await page.unroute("**/api/v1/journeys/findings");
  await page.getByRole("combobox", { name: "Time" }).selectOption({ label: "Up to two years" });
  await page.waitForURL((url) => !url.search.includes("range"));
  await card(found.findings[0]).waitFor();
});

test("an answer that fails says so, and is asked for again", async () => {
  await page.route("**/api/v1/journeys/findings", (route) => route.fulfill({ status: 400, json: { status: 400, title: "Bad", detail: "The range is wrong." } }));
  await open("?range=30d");
  await page.getByText("The range is wrong.").waitFor();
  await page.unroute("**/api/v1/journeys/findings");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText(/ people · /).waitFor();
});

for (const [width, height] of [[1280, 800], [390, 844]]) {
  for (const scheme of ["light", "dark"]) {
    test(`axe has nothing to object to at ${width} px, ${scheme}, and nothing is wider than the page`, async () => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      await open();
      await card(found.findings[0]).waitFor();
      assert.deepEqual(await objections(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    });
  }
}

test("where nothing has been collected, it says so and offers the next step", async () => {
  const empty = await startOwned();
  const other = await Visitor.start();
  try {
    await other.signInAsOwner(empty);
    await other.page.goto(`${empty.url}/journeys`);
    await other.page.getByText("Nothing has been collected yet").waitFor();
    await other.page.getByRole("link", { name: "Connect a source" }).click();
    await other.page.waitForURL("**/data/sources");
    assert.deepEqual(other.broken, []);
  } finally {
    await other.close();
    await empty.close();
  }
});

test("nothing broke on the way", () => assert.deepEqual(visitor.broken, []));
