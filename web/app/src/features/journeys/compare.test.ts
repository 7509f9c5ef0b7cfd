import { describe, expect, it } from "vitest";

import type { Attribution, Counts, Friction, Lifecycle, Paths, Sessions, Stickiness } from "@/api/types";

import { attributionCompare } from "./attribution";
import { countsCompare } from "./counts";
import { frictionCompare } from "./friction";
import { lifecycleAsk, lifecycleCompare, lifecycleSheet } from "./lifecycle";
import { pathsCompare } from "./paths";
import { sessionsCompare } from "./sessions";
import { stickinessCompare } from "./stickiness";
import { shareOf } from "./words";

const note = { position: "1", people: 40, took_ms: 1, explanation: "" };
const nodes = [{ id: 1, kind: "track", name: "View" }, { id: 2, kind: "track", name: "Pay" }];

describe("parts are compared by", () => {
  it("what most people did next, and what is beyond the list is not known", () => {
    const path = (at: number[], people: number) => ({ nodes: at, paths: people, people, ended: 0 });
    const answer = (...paths: ReturnType<typeof path>[]): Paths => ({ nodes, anchors: 50, people: 20, after: { paths, all_paths: paths.length, links: [], all_links: 0 }, parts: [], note });
    const whole = answer(path([1, 2], 12), path([1, 1], 5), path([1], 20));
    const compare = pathsCompare({ anchor: ["View"] });
    expect(compare.title(whole)).toBe("Went View → Pay");
    expect(compare.rate?.(whole, whole)).toMatchObject({ rate: { count: 12, of: 20 }, who: { side: "after", nodes: [1, 2] } });
    expect(compare.rate?.(answer(), whole)).toEqual({ rate: shareOf(0, 20) });
    expect(compare.rate?.(answer(...Array.from({ length: 100 }, (_, at) => path([1, 10 + at], 1))), whole)).toBeNull();
    expect(compare.rows?.([whole, answer()], whole).map((row) => row.name)).toEqual(["View → Pay", "View → View"]);
  });
  it("how many reach it, and of those who met the same point", () => {
    const finding = (to: number | undefined, met: number) => ({ kind: "long_wait", at: 1, ...(to ? { to } : {}), met: shareOf(met, 20), not_met: shareOf(10, 20), difference: 0.1, low: 0, high: 0.2, p: 0.5, adjusted_p: 0.5, holds: false });
    const answer = (...findings: ReturnType<typeof finding>[]): Friction => ({ reached: shareOf(9, 30), nodes, findings, all_findings: findings.length, drop_offs: [], index: { learned: false, because: "few_reached", kinds: [], mean: null, median: null, p90: null, without: null, bars: [], predicts: null }, parts: [], note });
    const compare = frictionCompare({ outcome: ["Pay"] });
    expect(compare.rate?.(answer(), answer())).toEqual({ rate: shareOf(9, 30), who: { kind: "began", reached: true } });
    const [row] = compare.rows?.([answer(finding(2, 4)), answer(finding(undefined, 5))], answer(finding(2, 4))) ?? [];
    expect(row?.cells[0]).toEqual({ rate: shareOf(4, 20), who: { kind: "long_wait", at: 1, to: 2, met: true } });
    expect(row?.cells[1]).toBeNull();
  });
  it("who stayed in the last period that is over", () => {
    const period = (at: number, completeness: string) => ({ period: at, begins_at: "", begins_on: "2026-03-02", completeness, new: 4, returning: 6, resurrected: 0, dormant: 2 });
    const answer: Lifecycle = { periods: [period(1, "complete"), period(2, "partial")], parts: [], note };
    const compare = lifecycleCompare();
    expect(compare.rate?.(answer, answer)).toEqual({ rate: shareOf(6, 8), who: { period: 1, state: "returning" } });
    expect(compare.rate?.({ ...answer, periods: [] }, answer)).toBeNull();
    expect(compare.rows?.([answer], answer).map((row) => [row.name, row.cells[0]?.rate.count, row.cells[0]?.rate.of])).toEqual([
      ["Returning, of those before", 6, 8], ["Gone quiet, of those before", 2, 8], ["New, of those active", 4, 10], ["Came back, of those active", 0, 10],
    ]);
    // By a property the counts would go by each event.
    expect(lifecycleSheet(answer, "week").rows[0]?.[1]?.who).toEqual({ period: 1 });
    expect(lifecycleSheet(answer, "week", false).rows[0]?.[1]?.who).toBeUndefined();
    expect(lifecycleAsk({ period: 1 }, { unit: "week" })).toEqual({ page: "counts", question: { unit: "week" }, cell: { period: 1 } });
  });
  it("who is here on the last day, and before whose success a touch came", () => {
    const sticky: Stickiness = { days: [{ day: 9, begins_at: "", begins_on: "2026-03-02", weekly: 20, daily: shareOf(10, 40), completeness: "complete" }], active_days: [], parts: [], note };
    expect(stickinessCompare().rows?.([sticky], sticky).map((row) => row.cells[0])).toEqual([
      { rate: shareOf(10, 40), who: { day: 9, window: "day" } }, { rate: shareOf(20, 40), who: { day: 9, window: "week" } },
    ]);
    const attribution: Attribution = { conversions: 9, people: 8, nodes, all_channels: 2, channels: [{ channel: 2, touches: 1, people: 1, credits: [] }, { channel: 1, touches: 5, people: 4, credits: [] }], unattributed: [], parts: [], note };
    const compare = attributionCompare();
    expect(compare.title(attribution)).toBe("View came before success");
    expect(compare.rate?.({ ...attribution, channels: [] }, attribution)?.rate).toEqual(shareOf(0, 8));
  });
  it("amounts, where there is no rate", () => {
    const counts: Counts = { events: 7, people: 1, periods: [], nodes: [], groups: [], parts: [], note };
    expect(countsCompare({}).amount?.(counts)).toEqual({ value: 1, text: "1 person", who: {} });
    expect(countsCompare({ measure: "events" }).amount?.({ ...counts, events: 0 })).toEqual({ value: 0, text: "0 events" });
    const visits: Sessions = { sessions: 3, people: 2, lasted_ms: { mean: 1 }, events: { mean: 1 }, periods: [], parts: [], note };
    expect(sessionsCompare().amount?.(visits)).toEqual({ value: 3, text: "3 visits" });
  });
});
