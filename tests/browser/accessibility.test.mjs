// axe on every page, light and dark, wide and narrow: nothing to object to.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { startDemo, Visitor } from "../lib/app.mjs";
import { bringAxe, objections } from "../lib/axe.mjs";

let server;
let visitor;
let page;
let profile;
let source;
let account;
let event;
let dashboard;
let map;

before(async () => {
  server = await startDemo(60);
  const most = await server.get("/profiles?sort=events&order=desc&limit=1");
  profile = most.items[0].id;
  account = (await server.get("/accounts?limit=1")).items[0].id;
  event = (await server.get(`/profiles/${profile}/events?limit=1`)).items[0].id;
  // Something refused, so that there is a letter to show.
  const key = await server.writeKey("Help desk");
  await server.send("/v1/track", { userId: "somebody", messageId: "refused-1" }, key);
  source = (await server.get("/sources")).items.find((each) => each.name === "Help desk").id;
  const tiles = [
    { report: "funnel", title: "Orders", question: { steps: [["Product Viewed"], ["Order Completed"]], range: "all" } },
    { report: "counts", title: "Months", question: { unit: "month", range: "all" } },
  ];
  const stage = (id, name, event) => ({ id, name, goal: ["Get on"], pain: [{ text: "Slow", status: "open", owner: "Shop" }], sla_hours: 1, emotion: 1, touchpoints: [{ id: `${id}-point`, name: event, events: { names: [event] } }] });
  const document = { stages: [stage("look", "Look", "Product Viewed"), stage("buy", "Buy", "Order Completed")] };
  map = (await server.api("POST", "/journey-maps", { body: { name: "From looking to buying", document } })).json.id;
  dashboard = (await server.api("POST", "/dashboards", { body: { name: "Monday", tiles } })).json.id;
  visitor = await Visitor.start({ bypassCSP: true });
  page = visitor.page;
  await bringAxe(visitor);
  await visitor.signInToDemo(server);
});
after(async () => {
  await visitor?.close();
  await server?.close();
});

const heading = (name) => () => page.getByRole("heading", { level: 1, ...(name ? { name } : {}) });
const row = () => page.locator("tr[data-row]").first();
const panel = (name, list = "dl, ol") => () => page.getByRole("complementary", { name, exact: true }).locator(list).first();
const answered = () => page.getByRole("button", { name: "Download", exact: true });
const steps = encodeURIComponent('[["Product Viewed"],["Order Completed"]]');
const paid = encodeURIComponent('["Order Completed"]');
const seen = encodeURIComponent('["Page Viewed","Email Opened"]');
const plan = encodeURIComponent('{"trait":"plan"}');
const metrics = encodeURIComponent('{"metrics":[{"events":["Product Viewed"],"least":2},{"events":["Product Added"]}],"any":true}');
const groups = encodeURIComponent('[{"and":[{"trait":"plan","is":"exists"}]},null]');
const graph = encodeURIComponent(
  JSON.stringify({
    nodes: [{ id: "A", events: ["Product Viewed"] }, { id: "B", events: ["Email Opened"] }, { id: "C", events: ["Order Completed"], all: true }],
    edges: [{ from: "A", to: "C", within: "7d" }, { from: "B", to: "C" }],
  }),
);
const total = encodeURIComponent('{"of":"property","property":"total","events":["Order Completed"]}');
const often = encodeURIComponent('{"of":"count","events":["Order Completed"]}');
const journeys = [
  ["a graph", `/journeys/graph?range=all&graph=${graph}`],
  ["a graph by plan", `/journeys/graph?range=all&graph=${graph}&by=${plan}`],
  ["a distribution", `/journeys/distribution?range=all&number=${total}`],
  ["a distribution by plan", `/journeys/distribution?range=all&number=${total}&by=${plan}`],
  ["a scatter", `/journeys/scatter?range=all&x=${often}&y=${encodeURIComponent('{"of":"count"}')}`],
  ["a treemap", `/journeys/treemap?range=all&boxes=${encodeURIComponent('[{"event":true},{"trait":"plan"}]')}`],
  ...["retention", "paths", "map", "lifecycle", "stickiness", "counts", "sessions", "survival"].map((name) => [name, `/journeys/${name}?range=all&unit=month`]),
  ["first days", `/journeys/landmark?range=all&did=${paid}&starts=${encodeURIComponent('["Signed Up"]')}`],
  ["friction", `/journeys/friction?range=all&outcome=${paid}`],
  ["attribution", `/journeys/attribution?range=all&conversions=${paid}&touches=${seen}`],
  ["attribution of what is earned", `/journeys/attribution?range=all&conversions=${paid}&touches=${seen}&worth=total&models=${encodeURIComponent('["custom","markov"]')}`],
  ["survival by plan", `/journeys/survival?range=all&by=${plan}`],
  ["a funnel by plan", `/journeys/funnel?range=all&steps=${steps}&by=${plan}`],
  ["a cohort table of several metrics", `/journeys/retention?range=all&unit=month&included=${metrics}&sides=around&shows=churn`],
  ["a cohort table by plan", `/journeys/retention?range=all&unit=month&rows=${plan}`],
  ["retention of two groups", `/journeys/retention?range=all&unit=month&groups=${groups}`],
  ["counts by plan", `/journeys/counts?range=all&by=${plan}`],
  ["friction by plan", `/journeys/friction?range=all&outcome=${paid}&by=${plan}`],
  ["a map of two times", "/journeys/map?range=90d&against=before"],
  ["a map in motion", "/journeys/map?range=all&replay=true"],
];
/** Each page with something that is there when it is complete. */
const pages = [
  ["home", () => "/", heading("Home")],
  ["people", () => "/people", row],
  ["a person", () => `/people/${profile}`, () => page.getByRole("region", { name: "Timeline" }).locator("li").first()],
  ["what is known of her", () => `/people/${profile}?pane=about`, () => page.getByRole("complementary", { name: "About" }).locator("dl").first()],
  ["an event", () => `/people/${profile}?event=${event}`, panel("Event")],
  ["why one person", () => `/people/${profile}?why=[]`, panel("Why is this one person?")],
  ["possible duplicates", () => "/people/duplicates", heading()],
  ["accounts", () => "/people/accounts", row],
  ["an account", () => `/people/accounts/${account}`, row],
  ["a funnel", () => `/journeys/funnel?range=all&steps=${steps}`, answered],
  ["a funnel without steps", () => "/journeys/funnel", heading("Funnel")],
  ["who is behind a figure", () => `/journeys/funnel?range=all&steps=${steps}&who=${encodeURIComponent('{"furthest_from":1,"furthest_to":1}')}`, panel("People behind this figure", "ul")],
  ...journeys.flatMap(([name, address]) => [
    [`${name} as a chart`, () => address, answered],
    [`${name} as a table`, () => `${address}&view=table`, answered],
  ]),
  ["journey maps", () => "/journeys/maps", row],
  ["a journey map", () => `/journeys/maps/${map}`, () => page.getByRole("table", { name: "The map: stages and lanes" })],
  ["a journey map under what people do", () => `/journeys/maps/${map}?overlay=true&range=all`, () => page.getByRole("table", { name: "Where people leave the map" })],
  ["a touchpoint", () => `/journeys/maps/${map}?touchpoint=look-point`, () => page.getByRole("complementary", { name: "Touchpoint" })],
  ["versions of a map", () => `/journeys/maps/${map}?panel=versions`, panel("Versions")],
  ["dashboards", () => "/journeys/dashboards", row],
  ["a dashboard", () => `/journeys/dashboards/${dashboard}`, () => page.getByRole("listitem").getByRole("group").nth(1)],
  ["sources", () => "/data/sources", row],
  ["a source", () => `/data/sources/${source}`, heading()],
  ["connecting a source", () => `/data/sources/${source}?tab=connect`, heading()],
  ["dead letters", () => `/data/sources/${source}?tab=dead_letters`, row],
  ["a source's settings", () => `/data/sources/${source}?tab=settings`, heading()],
  ["import and export", () => "/data/import", heading("Import and export")],
  ["destinations", () => "/data/destinations?create=true", heading("Destinations")],
  ["my profile", () => "/settings/profile", heading()],
  ["workspace", () => "/settings/workspace", heading()],
  ["team", () => "/settings/team", () => page.getByRole("table", { name: "Team" })],
  ["keys", () => "/settings/keys", () => page.getByRole("table", { name: "API keys" })],
  ["the audit", () => "/settings/audit", () => page.getByRole("table", { name: "Audit log" })],
  ["identity", () => "/settings/identity", () => page.getByRole("table", { name: "Limits" })],
  ["trait values", () => "/settings/traits", heading()],
];

for (const scheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    describe(`${scheme}, ${width} wide`, () => {
      before(async () => {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        await page.setViewportSize({ width, height: 800 });
      });
      for (const [name, path, complete] of pages) {
        test(name, async () => {
          await page.goto(server.url + path());
          await complete().waitFor();
          await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor({ state: "attached" });
          await page.evaluate(() => Promise.all(document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime !== Infinity).map((each) => each.finished.catch(() => null))).then(() => null));
          assert.deepEqual(await objections(page), []);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide} px wide`);
        });
      }
    });
  }
}

test("the palette, the map of keys and signing in", async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(server.url + "/");
  await heading("Home")().waitFor();
  for (const key of ["Control+k", "?"]) {
    await page.keyboard.press(key);
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await objections(page), []);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await visitor.context.clearCookies();
  await page.goto(server.url + "/sign-in");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.deepEqual(await objections(page), []);
});

test("nothing broke on the way", () => assert.deepEqual(visitor.broken, []));
