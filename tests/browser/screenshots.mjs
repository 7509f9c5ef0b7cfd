// Pictures of the demo company: `node tests/browser/screenshots.mjs` writes docs/images/profile.png;
// with a directory as its argument, every room there in both schemes and two widths; with a word
// after it, only the rooms whose names have it.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { startDemo, Visitor } from "../lib/app.mjs";
import { address } from "../lib/journey_pages.mjs";
import { until } from "../lib/wait.mjs";

const images = new URL("../../docs/images/", import.meta.url).pathname;
const [all, only = ""] = process.argv.slice(2);

/** Someone whose line says much: a customer of today who talked with us lately. */
async function telling(server) {
  const filter = { and: [{ trait: "status", is: "equals", value: "active" }, { event: "Live Chat Message Sent", within_days: 21 }] };
  const query = new URLSearchParams({ filter: JSON.stringify(filter), sort: "events", order: "desc", limit: "30" });
  const person = await until("somebody with a rich line", async () => {
    const { items } = await server.get(`/profiles?${query}`);
    return items.find((each) => each.account && each.name) ?? items[0];
  });
  return person.id;
}

/** The journey pages with a question each, over all time. */
function journeys() {
  const steps = [["Product Viewed"], ["Product Added"], ["Order Completed"]];
  const graph = {
    nodes: [
      { id: "A", events: ["Product Viewed"] },
      { id: "B", events: ["Email Opened"] },
      { id: "C", events: ["Product Added"] },
      { id: "D", events: ["Order Completed"], all: true },
      { id: "E", events: ["Order Returned"] },
    ],
    edges: [
      { from: "A", to: "C", within: "7d" },
      { from: "B", to: "D", within: "30d" },
      { from: "C", to: "D", within: "7d" },
      { from: "D", to: "E" },
    ],
  };
  const plan = { trait: "plan" };
  const questions = {
    "funnel-empty": ["funnel", {}],
    "graph-empty": ["graph", {}],
    graph: ["graph", { graph }],
    "graph-by": ["graph", { graph, by: plan }],
    "graph-table": ["graph", { graph, view: "table" }],
    distribution: ["distribution", { number: { of: "property", property: "total", events: ["Order Completed"] } }],
    "distribution-by": ["distribution", { number: { of: "property", property: "total", events: ["Order Completed"] }, by: plan }],
    scatter: ["scatter", { x: { of: "count" }, y: { of: "sum", property: "total", events: ["Order Completed"] } }],
    treemap: ["treemap", { boxes: [{ event: true }, { trait: "plan" }] }],
    funnel: ["funnel", { steps, within: "7d" }],
    "funnel-without": ["funnel", { steps, within: "7d", window: "between_steps", exclusions: [{ events: ["Page Viewed"], from: 1, to: 2 }, { events: ["Order Returned"] }] }],
    "funnel-by": ["funnel", { steps, by: plan }],
    "funnel-table": ["funnel", { steps, view: "table" }],
    "funnel-people": ["funnel", { steps, who: { furthest_from: 1, furthest_to: 1 } }],
    friction: ["friction", { outcome: ["Order Completed"] }],
    landmark: ["landmark", { did: ["Calendar Imported"], starts: ["Trial Started"], outcome: ["Cancellation Started"], then: "90d", days: "14d" }],
    retention: ["retention", { unit: "month" }],
    "retention-groups": ["retention", { unit: "month", groups: [{ and: [{ trait: "plan", is: "exists" }] }, null] }],
    "retention-metrics": ["retention", { unit: "month", included: { metrics: [{ events: ["Product Viewed"], least: 3 }, { events: ["Product Added"] }] }, shows: "churn" }],
    "retention-around": ["retention", { unit: "month", starts: ["Order Completed"], returns: ["Product Viewed"], sides: "around" }],
    "retention-rows": ["retention", { unit: "month", starts: ["Signed Up"], rows: plan }],
    paths: ["paths", { anchor: ["Signed Up"], cases: "line" }],
    map: ["map", {}],
    "map-replay": ["map", { replay: true }],
    "map-against": ["map", { range: "90d", against: "before" }],
    attribution: ["attribution", { conversions: ["Order Completed"], touches: ["Email Opened", "Page Viewed"] }],
    "attribution-worth": ["attribution", { conversions: ["Order Completed"], touches: ["Email Opened", "Page Viewed"], worth: "total", back: "own", days: 60, models: ["custom", "shapley", "markov"] }],
    survival: ["survival", { starts: ["Signed Up"], ends: ["Order Completed"] }],
    "survival-by": ["survival", { starts: ["Signed Up"], by: plan }],
    lifecycle: ["lifecycle", { unit: "month" }],
    stickiness: ["stickiness", {}],
    counts: ["counts", { unit: "week", events: ["Order Completed"] }],
    "counts-by": ["counts", { unit: "month", by: plan }],
    sessions: ["sessions", {}],
  };
  return Object.fromEntries(Object.entries(questions).map(([name, [page, search]]) => [`journeys-${name}`, `/journeys/${page}?${address({ range: "all", ...search })}`]));
}

/** A persona for each, the first with quotes. */
async function personas(server, segments) {
  const described = [
    { name: "Regular Rosa", about: "Knows what she wants, orders again and again, and notices every change.", goals: ["Reorder in a minute", "Know when it arrives"], pains: ["The checkout forgets her address", "Nobody answers in the evening"], colour: 1 },
    { name: "Curious Karl", about: "Signed up, looked around, and has not been back.", goals: ["See whether it is for him"], pains: ["Too much to read at once"], colour: 5 },
  ];
  const ids = [];
  for (const [at, form] of described.entries()) {
    const made = await server.api("POST", "/personas", { body: { segment: segments[at], ...form } });
    if (made.status !== 201) throw new Error(made.text);
    ids.push(made.json.id);
  }
  const { items } = await server.get(`/personas/${ids[0]}/candidates`);
  for (const words of items.slice(0, 3)) await server.api("POST", `/personas/${ids[0]}/quotes`, { body: { event: words.event } });
  return { personas: "/people/personas", persona: `/people/personas/${ids[0]}`, "persona-edit": `/people/personas/${ids[0]}?edit=true`, "persona-quotes": `/people/personas/${ids[0]}?quotes=true` };
}

/** Two segments, counted. */
async function segments(server) {
  const rules = {
    "Ordered twice": { and: [{ event: "Order Completed", count: { is: "at_least", value: 2 } }] },
    "Signed up, gone quiet": { and: [{ event: "Signed Up" }, { not: { event: "Page Viewed", within_days: 30 } }] },
  };
  const ids = [];
  for (const [name, condition] of Object.entries(rules)) {
    const made = await server.api("POST", "/segments", { body: { kind: "live", name, condition } });
    if (made.status !== 201) throw new Error(made.text);
    ids.push(made.json.id);
  }
  await until("the segments to be counted", async () => (await server.get("/segments")).items.every((each) => each.built));
  return { segments: "/people/segments", segment: `/people/segments/${ids[0]}`, ...(await personas(server, ids)) };
}

/** A journey map of the shop, drawn and bound to events, and what is on its pages. */
async function maps(server) {
  const made = await server.api("POST", "/journey-maps", { body: { name: "From looking to buying", description: "How a visitor of the shop becomes somebody who buys again.", document: shopMap } });
  if (made.status !== 201) throw new Error(made.text);
  const at = `/journeys/maps/${made.json.id}`;
  const scores = JSON.stringify({ event: "Order Completed", property: "total" });
  return {
    "maps-list": "/journeys/maps",
    "maps-one": at,
    "maps-overlay": `${at}?${address({ overlay: true, range: "all", scores })}`,
    "maps-compared": `${at}?${address({ overlay: true, range: "90d", against: "before" })}`,
    "maps-others": `${at}?${address({ overlay: true, range: "all", others: "everybody", whose: (await server.get("/segments")).items[0].id })}`,
    "maps-touchpoint": `${at}?${address({ overlay: true, range: "all", touchpoint: "add" })}`,
    "maps-versions": `${at}?${address({ panel: "versions" })}`,
  };
}
const bound = (id, name, names, rest = {}) => ({ id, name, events: { names }, repeats: true, ...rest });
const shopMap = {
  stages: [
    {
      id: "look", name: "Look around", owner: "Marketing", emotion: 0.5, goal: ["See what there is", "Trust the shop"], channel: ["Web", "Newsletter"], evidence: ["Interviews in March, 12 visitors"],
      pain: [{ text: "Pages are slow on a phone", status: "in_progress", owner: "Web team", initiative: "Lighter pictures", link: "https://work.example/lighter", since: new Date(Date.now() - 60 * 86_400_000).toISOString(), figure: "returned" }], opportunity: ["Show what others bought"],
      touchpoints: [bound("page", "Visits the shop", ["Page Viewed"]), bound("view", "Views a product", ["Product Viewed"])],
    },
    {
      id: "choose", name: "Choose", sla_hours: 24, emotion: 1, goal: ["Be sure that it fits"], channel: ["Web", "Chat"], pain: [{ text: "Sizes differ from brand to brand", status: "open" }, { text: "Nobody to ask in the evening", status: "planned", owner: "Support" }],
      opportunity: ["Advice by chat until ten"], touchpoints: [bound("add", "Puts it into the basket", ["Product Added"]), { id: "ask", name: "Asks a friend" }],
    },
    { id: "buy", name: "Buy", owner: "Shop", sla_hours: 2, emotion: 1.5, goal: ["Pay and be done"], channel: ["Web"], evidence: ["Payment logs"], touchpoints: [bound("checkout", "Goes to the checkout", ["Checkout Started"], { optional: true }), bound("order", "Orders", ["Order Completed"])] },
    { id: "wait", name: "Wait for it", owner: "Logistics", emotion: -1, goal: ["Know when it comes"], channel: ["E-mail", "Phone"], pain: [{ text: "Where is my parcel?", status: "open" }], touchpoints: [{ id: "parcel", name: "The parcel comes" }] },
  ],
};
/** Reports of several kinds, pinned. */
async function dashboard(server) {
  const steps = [["Product Viewed"], ["Product Added"], ["Order Completed"]];
  const tiles = [
    { report: "funnel", title: "From view to order", question: { steps, range: "all" } },
    { report: "counts", title: "Orders by week", question: { events: ["Order Completed"], unit: "week", range: "all" } },
    { report: "retention", title: "Who comes back", question: { unit: "month", range: "all" } },
    { report: "friction", title: "What stands before an order", question: { outcome: ["Order Completed"], range: "all" } },
    { report: "map", title: "How people walk", question: { range: "90d" } },
    { report: "lifecycle", title: "New and back", question: { unit: "month", range: "all" } },
  ];
  const made = await server.api("POST", "/dashboards", { body: { name: "Monday morning", tiles } });
  if (made.status !== 201) throw new Error(made.text);
  return { dashboards: "/journeys/dashboards", dashboard: `/journeys/dashboards/${made.json.id}` };
}

/** Waits until nothing is read and every picture and font is there. */
async function settle(page) {
  await page.waitForLoadState("load");
  await page.locator("main h1").waitFor();
  await page.waitForFunction(() => !document.querySelector("main [aria-busy=true]"));
  await page.evaluate(() => document.fonts.ready.then(() => null));
}

async function picture(page, url, path) {
  await page.goto(url);
  await settle(page);
  if (url.includes("/people/profile_") && !url.includes("pane=")) await page.getByRole("region", { name: "Timeline" }).locator("li").first().waitFor();
  if (/personas\/persona_[^?]*$/.test(url)) await page.getByRole("region", { name: "What sets them apart" }).waitFor();
  if (url.endsWith("?quotes=true")) await page.getByRole("complementary").locator("blockquote").first().waitFor();
  await page.getByRole("progressbar").waitFor({ state: "detached" });
  await page.screenshot({ path, animations: "disabled" });
  console.log(path);
}

const server = await startDemo();
const visitor = await Visitor.start({ colorScheme: "light" });
try {
  const { page } = visitor;
  const profile = await telling(server);
  await visitor.signInToDemo(server);
  if (all) {
    await mkdir(all, { recursive: true });
    const source = (await server.get("/sources")).items[0].id;
    const account = (await server.get("/accounts?limit=1")).items[0].id;
    const event = (await server.get(`/profiles/${profile}/events?limit=1`)).items[0].id;
    const rooms = {
      home: "/", people: "/people", profile: `/people/${profile}`, event: `/people/${profile}?event=${event}`, about: `/people/${profile}?pane=about`, why: `/people/${profile}?why=[]`,
      accounts: "/people/accounts", account: `/people/accounts/${account}`, sources: "/data/sources", source: `/data/sources/${source}`, connect: `/data/sources/${source}?tab=connect`,
      letters: `/data/sources/${source}?tab=dead_letters`, source_settings: `/data/sources/${source}?tab=settings`, mine: "/settings/profile", workspace: "/settings/workspace",
      ...journeys(), ...(await segments(server)), ...(await maps(server)), ...(await dashboard(server)), "journeys-home": "/journeys", destinations: "/data/destinations", duplicates: "/people/duplicates", import: "/data/import",
      team: "/settings/team", keys: "/settings/keys", identity: "/settings/identity", traits: "/settings/traits",
    };
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      for (const [width, height] of [[1280, 800], [390, 844]]) {
        await page.setViewportSize({ width, height });
        for (const [name, path] of Object.entries(rooms).filter(([each]) => each.includes(only))) await picture(page, server.url + path, join(all, `${name}-${scheme}-${width}.png`));
      }
    }
  } else {
    await mkdir(images, { recursive: true });
    await picture(page, `${server.url}/people/${profile}`, join(images, "profile.png"));
  }
} finally {
  await visitor.close();
  await server.close();
}
