import { describe, expect, it } from "vitest";

import type { Counts } from "@/api/types";

import { countsQuestion, countsSays, countsSheet, countsWhoTitle, seriesOf } from "./counts";

const period = (number: number, day: string, events: number, count: number) => ({ period: number, begins_at: `${day}T00:00:00Z`, begins_on: day, events, people: count, completeness: "complete" });
const answer: Counts = {
  events: 90,
  people: 40,
  periods: [period(1, "2026-03-01", 30, 20), period(2, "2026-04-01", 60, 30)],
  nodes: [{ id: 7, kind: "track", name: "Paid" }, { id: 8, kind: "page", name: "Home" }],
  groups: [
    { node: 7, events: 20, people: 10, periods: [period(2, "2026-04-01", 20, 10)] },
    { node: 8, events: 70, people: 38, periods: [period(1, "2026-03-01", 30, 20), period(2, "2026-04-01", 40, 25)] },
  ],
  note: { position: "1", people: 40, took_ms: 1, explanation: "" },
  parts: [],
};

describe("counts", () => {
  it("says how many did it, and when most of them", () => {
    expect(countsSays(answer, { events: ["Paid"] }, "month")).toBe("40 people did Paid, 90 events in all. The busiest: Apr 2026, with 75\u00a0% (60 to 86) of them.");
    expect(countsQuestion({ each: true, unit: "month" }, undefined)).toEqual({ unit: "month", by: "event" });
  });
  it("has one series, or one for each event with most people first", () => {
    expect(seriesOf(answer, {}).map((each) => each.name)).toEqual(["All events"]);
    expect(seriesOf(answer, { each: true }).map((each) => each.name)).toEqual(["Home", "Paid"]);
  });
  it("never adds people up: the whole has a row of its own", () => {
    const { rows } = countsSheet(answer, { each: true }, "month");
    expect(rows[0]?.map((cell) => cell.raw ?? cell.text)).toEqual(["Home", "All together", 38, 70]);
    expect(rows[1]?.[2]?.who).toEqual({ node: 8, period: 1 });
    expect(countsSheet(answer, {}, "month").rows[0]?.[2]?.who).toEqual({});
    expect(countsWhoTitle({ node: 7, period: 2 }, answer, {}, "month")).toBe("Paid, Apr 2026");
  });
});
