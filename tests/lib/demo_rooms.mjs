// What the rooms of the demo company need to have something to show: a persona, segments, a map, a dashboard;
// and the pages on which it is shown, each with what is on it when it is complete and a field that changes it.
import { address } from "./journey_pages.mjs";
import { until } from "./wait.mjs";

const ordered = { and: [{ event: "Order Completed", count: { is: "at_least", value: 2 } }] };
const quiet = { and: [{ event: "Signed Up" }, { not: { event: "Page Viewed", within_days: 30 } }] };
const steps = [["Product Viewed"], ["Product Added"], ["Order Completed"]];
const stage = (id, name, event) => ({ id, name, touchpoints: [{ id: `${id}-events`, name, events: { names: [event] }, repeats: true }] });

async function made(server, path, body) {
  const answer = await server.api("POST", path, { body });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json.id;
}

/** Makes them, and says their ids. */
export async function furnish(server) {
  const segment = await made(server, "/segments", { kind: "live", name: "Ordered twice", condition: ordered });
  const other = await made(server, "/segments", { kind: "live", name: "Gone quiet", condition: quiet });
  await until("the segments to be counted", async () => (await server.get("/segments")).items.every((each) => each.built), { ms: 120_000 });
  const persona = await made(server, "/personas", { segment, name: "Regular Rosa", about: "Orders again and again.", goals: ["Reorder in a minute"], pains: ["Forgets her address"], colour: 1 });
  const map = await made(server, "/journey-maps", { name: "From looking to buying", document: { stages: [stage("look", "Look", "Product Viewed"), stage("choose", "Choose", "Product Added"), stage("buy", "Buy", "Order Completed")] } });
  const tiles = [
    { report: "funnel", title: "From view to order", question: { steps, range: "all" } },
    { report: "counts", title: "Orders by week", question: { events: ["Order Completed"], unit: "week", range: "all" } },
    { report: "retention", title: "Who comes back", question: { unit: "month", range: "all" } },
    { report: "friction", title: "What stands before an order", question: { outcome: ["Order Completed"], range: "all" } },
    { report: "lifecycle", title: "New and back", question: { unit: "month", range: "all" } },
    { report: "map", title: "How people walk", question: { range: "90d" } },
  ];
  const dashboard = await made(server, "/dashboards", { name: "Monday morning", tiles });
  return { segment, other, persona, map, dashboard };
}

const answer = 'section[aria-label="The answer"]';
const question = (page, search, label, value) => ({ name: page, path: `/journeys/${page}?${address({ range: "all", ...search })}`, shown: `${answer} p`, change: { label, value, answer } });

/** Every page, with the field that is changed on it. */
export function pagesOf({ segment, persona, map, dashboard }) {
  return [
    { name: "findings", path: "/journeys", shown: "main li[data-kind]" },
    question("funnel", { steps }, "All steps within", "30d"),
    question("friction", { outcome: ["Order Completed"] }, "A wait is long after", "1d"),
    question("landmark", { did: ["Calendar Imported"], starts: ["Signed Up"], outcome: ["Subscription Cancelled"], then: "90d" }, "In how many days", "3d"),
    question("retention", { unit: "month" }, "Counted by", "week"),
    question("paths", { anchor: ["Signed Up"], cases: "line" }, "Show what people do", "to"),
    question("map", {}, "Look at", "line"),
    question("attribution", { conversions: ["Order Completed"], touches: ["Email Opened", "Page Viewed"] }, "Touches count for", "7d"),
    question("lifecycle", { unit: "month" }, "Counted by", "week"),
    question("stickiness", {}, "Time", "30d"),
    question("counts", { unit: "month" }, "Counted by", "week"),
    question("sessions", {}, "A visit ends with a pause of", "2h"),
    { name: "maps", path: "/journeys/maps", shown: "main a[href*='/journeys/maps/']" },
    { name: "a map", path: `/journeys/maps/${map}`, shown: "main h1" },
    { name: "people on a map", path: `/journeys/maps/${map}?${address({ overlay: true, range: "all" })}`, shown: "main h1", change: { label: "Time", value: "30d", answer: "main" } },
    { name: "dashboards", path: "/journeys/dashboards", shown: "main a[href*='/journeys/dashboards/']" },
    { name: "a dashboard", path: `/journeys/dashboards/${dashboard}`, shown: "main h2" },
    { name: "segments", path: "/people/segments", shown: "main a[href*='/people/segments/']" },
    { name: "a segment", path: `/people/segments/${segment}`, shown: "main h1" },
    { name: "a segment's rule", path: `/people/segments/${segment}?edit=true`, shown: "[data-count]", change: { label: "How often", value: "3", answer: "aside [data-count]" } },
    { name: "personas", path: "/people/personas", shown: "main a[href*='/people/personas/']" },
    { name: "a persona", path: `/people/personas/${persona}`, shown: "main h1" },
  ];
}
