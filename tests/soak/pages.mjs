// How soon the pages of the demo company are there, and how soon they answer a change, in Chromium on two
// widths; how much they load. Run on request by bench/pages; writes bench/results/pages-*.json and .md.
//
//   bench/pages [--people N] [--runs N] [--only WORD] [--results DIR]
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startDemo, Visitor } from "../lib/app.mjs";
import { furnish, pagesOf } from "../lib/demo_rooms.mjs";
import { watch } from "../lib/page_times.mjs";
import { until } from "../lib/wait.mjs";

const root = new URL("../..", import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    people: { type: "string", default: "10000" },
    runs: { type: "string", default: "7" },
    only: { type: "string", default: "" },
    results: { type: "string", default: join(root, "bench/results") },
  },
});
const runs = Number(values.runs);
const budgets = { content: 1_000, change: 200, live: 1_000, first_kb: 300 };
const widths = [[1280, 800], [390, 844]];

const figures = [];
function figure(page, width, what) {
  const found = figures.find((each) => each.page === page && each.width === width && each.what === what);
  if (found) return found.runs;
  figures.push({ page, width, what, unit: "ms", runs: [] });
  return figures.at(-1).runs;
}
const median = (all) => {
  const sorted = [...all].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const server = await startDemo(Number(values.people));
const rooms = await furnish(server);
const looked = await until("findings", async () => {
  const asked = await server.api("POST", "/journeys/findings", { body: { wait: true } });
  return asked.status === 503 ? undefined : asked;
}, { ms: 600_000 });
if (looked.status !== 200) throw new Error(looked.text);
const { people, events } = looked.json;

const visitor = await Visitor.start();
await visitor.context.addInitScript(watch);
const { page } = visitor;
await visitor.signInToDemo(server);
const loaded = {};

/** Every page is loaded anew for each run, with its code in the browser's cache as for whoever comes again. */
async function look(each, width) {
  await page.goto(server.url + each.path);
  figure(each.name, width, "content").push(await page.evaluate((shown) => window.pageTimes.shown(shown), each.shown));
  const painted = await page.evaluate(() => window.pageTimes.firstPaint());
  if (painted !== null) figure(each.name, width, "first paint").push(painted);
  if (!each.change) return;
  const { label, value, answer } = each.change;
  const fold = page.getByRole("button", { name: /^The question/ });
  if (await fold.isVisible()) await fold.click();
  const field = page.locator("main").getByLabel(label, { exact: true }).first();
  await page.evaluate((selector) => window.pageTimes.answered(selector), answer);
  await ((await field.evaluate((node) => node.tagName)) === "SELECT" ? field.selectOption(value) : field.fill(value));
  figure(each.name, width, "change").push(await page.evaluate(() => window.pageTimes.answer));
}

/** What somebody who was never here loads to see this. */
async function loadAnew(name, path, shown) {
  const other = await Visitor.start();
  await other.context.addInitScript(watch);
  await other.context.addCookies(path === "/sign-in" ? [] : await visitor.context.cookies());
  await other.page.goto(server.url + path);
  await other.page.evaluate((selector) => window.pageTimes.shown(selector), shown);
  loaded[name] = await other.page.evaluate(() => window.pageTimes.bytes());
  await other.close();
}

/** From an event's request until a tile of the dashboard shows one more. */
async function live() {
  const key = await server.writeKey("Bench");
  const id = await server.api("POST", "/dashboards", { body: { name: "Live", tiles: [{ report: "counts", title: "Pings", question: { events: ["Bench Ping"], measure: "events", unit: "day" } }] } });
  if (id.status !== 201) throw new Error(id.text);
  const ping = (number) => server.send("/v1/track", { userId: "bench-ping", event: "Bench Ping", messageId: `ping-${number}` }, key);
  await ping(0);
  await page.goto(`${server.url}/journeys/dashboards/${id.json.id}`);
  await page.evaluate(() => window.pageTimes.shown("main h2"));
  for (let run = 1; run <= runs; run += 1) {
    await page.evaluate(() => window.pageTimes.changed("main"));
    await page.evaluate(() => document.dispatchEvent(new Event("input")));
    await ping(run);
    figure("a dashboard", 1280, "event to tile").push(await page.evaluate(() => window.pageTimes.answer));
  }
}

const pages = pagesOf(rooms).filter(({ name }) => name.includes(values.only));
try {
  for (const [width, height] of widths) {
    await page.setViewportSize({ width, height });
    for (const each of pages) {
      await look(each, width).catch((error) => Promise.reject(new Error(`${each.name} at ${width} px: ${error.message}`)));
      for (const { page: name, width: at, runs: all } of figures) if (name === each.name && at === width) all.length = 0; // The first fills caches.
      for (let run = 0; run < runs; run += 1) await look(each, width);
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  if (!values.only) await live();
  await loadAnew("sign in", "/sign-in", "h1, button[type=submit]");
  await loadAnew("home", "/", "main h1");
  for (const each of pages) await loadAnew(each.name, each.path, each.shown);
} finally {
  await visitor.close();
  await server.close();
}

for (let at = figures.length - 1; at >= 0; at -= 1) if (figures[at].runs.length === 0) figures.splice(at, 1); // Nothing is painted where nothing changes.
const commit = execFileSync("git", ["-C", root, "describe", "--always", "--dirty", "--abbrev=10"], { encoding: "utf8" }).trim();
const date = new Date().toISOString();
const machine = `${cpus()[0].model}, ${cpus().length} threads, Linux ${release()}, Chromium ${visitor.browser.version()}`;
const budgetOf = { content: budgets.content, change: budgets.change, "event to tile": budgets.live };
for (const each of figures) Object.assign(each, { median: median(each.runs), lowest: Math.min(...each.runs), highest: Math.max(...each.runs), budget: budgetOf[each.what] ?? null });
const missed = figures.filter(({ budget, median: middle }) => budget !== null && middle > budget);
const kb = (bytes) => Math.round(bytes / 1000);
const first = kb(loaded.home.code);
const ms = (value) => Math.round(value).toLocaleString("en-GB");
const rows = figures.map((each) => `| ${each.page} | ${each.width} | ${each.what} | ${ms(each.median)} | ${ms(each.lowest)} | ${ms(each.highest)} | ${each.budget === null ? "" : each.median > each.budget ? `${ms(each.budget)}: missed` : ms(each.budget)} |`);
const text = `# Pages of the demo company

- Commit: ${commit}
- Date: ${date}
- Machine: ${machine}
- Demo: ${people.toLocaleString("en-GB")} people, ${events.toLocaleString("en-GB")} events
- Runs: ${runs}, after one that is not counted; every run loads the page anew

Content: from the address to the frame in which all of the page is there. Change: from a changed field to the frame with the new answer.

| Page | Width | What | Median (ms) | Lowest | Highest | Budget |
|---|---|---|---|---|---|---|
${rows.join("\n")}

${missed.length === 0 ? "Every budget of time is met." : `${missed.length} of ${figures.filter(({ budget }) => budget !== null).length} budgets of time are missed.`}

| Loaded for the first time | Code and styles (kB, compressed) | Fonts (kB) |
|---|---|---|
${Object.entries(loaded).map(([name, { code, fonts }]) => `| ${name} | ${kb(code)} | ${kb(fonts)} |`).join("\n")}

The first screen loads ${first} kB of code and styles; the budget of ${budgets.first_kb} kB is ${first < budgets.first_kb ? "met" : "missed"}.
`;
await mkdir(values.results, { recursive: true });
const stem = join(values.results, `pages-${date.slice(0, 10)}-${commit}`);
await writeFile(`${stem}.json`, JSON.stringify({ bench: "pages", commit, date, machine, people, events, figures, loaded, budgets }, null, 2) + "\n");
await writeFile(`${stem}.md`, text);
console.log(text);
