import { describe, expect, it } from "vitest";

import type { ProcessMap } from "@/api/types";

import { edgeSheet, mapCompare, mapQuestion, mapSays, nodeSheet, variantSheet } from "./map";
import { detailOf, likewise } from "./mapDetail";

const node = (id: number, name: string, events: number, people: number) => ({ id, kind: "track", name, events, cases: events, people, starts: id === 1 ? 9 : 0, ends: 0, rework_cases: 0 });
const edge = (from: number, to: number, count: number, people: number) => ({ from, to, count, cases: count, people, mean_ms: 1, median_ms: 60_000, p90_ms: 120_000 });
const answer: ProcessMap = {
  nodes: [node(1, "View", 90, 50), node(2, "Add", 60, 30), node(3, "Pay", 20, 10), node(4, "Call", 2, 2)],
  edges: [edge(1, 2, 60, 30), edge(2, 3, 20, 10), edge(2, 1, 15, 9), edge(3, 4, 2, 2), edge(1, 3, 1, 1)],
  events: 172, cases: 40, all_nodes: 4, all_edges: 5,
  variants: [{ nodes: [1, 2, 9], cases: 8, people: 7, median_ms: 1, share: 0.2, coverage: 0.2 }],
  all_variants: 1,
  parts: [],
  note: { position: "1", people: 50, took_ms: 1, explanation: "" },
};

describe("detailOf", () => {
  it("keeps the busiest, and each node's busiest arrow in and out", () => {
    const half = detailOf(answer, 0.75, 0.01);
    expect(half.nodes.map((each) => each.id)).toEqual([1, 2, 3]);
    // The busiest of all; 2 is left by it to 3, 1 is entered from 2.
    expect(half.edges.map((each) => [each.from, each.to])).toEqual([[1, 2], [2, 3], [2, 1]]);
    expect(detailOf(answer, 1, 1).edges).toHaveLength(5);
    expect(detailOf(answer, 0, 0).nodes).toHaveLength(1);
  });
  it("shows of a part what the whole shows", () => {
    const whole = detailOf(answer, 0.5, 1);
    const other = likewise({ ...answer, nodes: answer.nodes.slice(1), edges: [edge(2, 1, 3, 3), edge(3, 4, 9, 9)] }, whole);
    expect(other.nodes.map((each) => each.id)).toEqual([2]);
    expect(other.edges.map((each) => each.count)).toEqual([3]);
  });
});

describe("map", () => {
  it("asks for what the sliders say, and for all of it where parts are compared", () => {
    expect(mapQuestion({ nodes: 50, links: 5, cases: "line" }, undefined, false)).toMatchObject({ nodes_share: 0.5, edges_share: 0.05 });
    expect(mapQuestion({ nodes: 50, links: 5, cases: "line" }, undefined, true)).toMatchObject({ nodes_share: 1, edges_share: 1 });
  });
  it("says the busiest arrow, and opens people from every table", () => {
    expect(mapSays(answer)).toBe("In the lines of 50 people, the most common step leads from View to Add: 60 times, by 30 people, half of them within 1 min.");
    expect(edgeSheet(answer).rows[0]?.[3]?.who).toEqual({ kind: "edge", node: 1, to: 2 });
    expect(nodeSheet(answer).rows[0]?.map((cell) => cell.who ?? null)).toEqual([null, { kind: "node", node: 1 }, null, { kind: "start", node: 1 }, null, null]);
    expect(variantSheet(answer).rows[0]?.[0]?.text).toBe("View → Add → …");
  });
  it("compares parts by the people who went along each arrow", () => {
    const less = { ...answer, edges: answer.edges.slice(1), all_edges: 4, note: { ...answer.note, people: 20 } };
    expect(mapCompare.rate?.(less, answer)?.rate).toMatchObject({ count: 0, of: 20 });
    const [first, second] = mapCompare.rows?.([answer, less], answer) ?? [];
    expect(first).toMatchObject({ name: "View → Add", cells: [{ rate: { count: 30, of: 50 } }, { rate: { count: 0, of: 20 } }] });
    expect(second?.cells[1]?.who).toEqual({ kind: "edge", node: 2, to: 3 });
  });
});
