import { describe, expect, it } from "vitest";

import { addNode, canJoin, changeEdge, draftOf, graphQuestion, join, part, removeNode } from "./graph";
import { type GraphDraft, readJourneySearch } from "./search";

const draft: GraphDraft = {
  nodes: [{ id: "A", events: ["Visit"] }, { id: "B", events: ["Call"] }, { id: "C", events: ["Pay"], all: true }],
  edges: [{ from: "A", to: "C", within: "7d" }, { from: "B", to: "C" }],
};

describe("a graph that is drawn up", () => {
  it("is never joined in a circle, to itself or twice", () => {
    expect(canJoin(draft, "A", "B")).toBe(true);
    expect(canJoin(draft, "C", "A")).toBe(false);
    expect(canJoin(draft, "A", "A")).toBe(false);
    expect(canJoin(draft, "A", "C")).toBe(false);
    expect(join(draft, "C", "A")).toBe(draft);
    expect(join(draft, "A", "B").edges).toHaveLength(3);
    expect(canJoin(join(draft, "A", "B"), "B", "A")).toBe(false);
  });
  it("begins with two nodes, and gets more after the last", () => {
    const two = draftOf({});
    expect(two.edges).toEqual([{ from: "A", to: "B" }]);
    expect(addNode(two)).toEqual({ nodes: [{ id: "A" }, { id: "B" }, { id: "C" }], edges: [...two.edges, { from: "B", to: "C" }] });
    const full = Array.from({ length: 30 }).reduce<GraphDraft>((each) => addNode(each), two);
    expect(full.nodes).toHaveLength(20);
  });
  it("loses a node with its edges, and an edge by itself", () => {
    expect(removeNode(draft, "A").edges).toEqual([{ from: "B", to: "C" }]);
    expect(part(draft, "B", "C").edges).toEqual([{ from: "A", to: "C", within: "7d" }]);
    expect(changeEdge(draft, "A", "C", undefined).edges[0]).toEqual({ from: "A", to: "C" });
  });
  it("asks for what is chosen, and for nothing before two nodes are joined", () => {
    expect(graphQuestion({ graph: draft }, undefined)).toEqual({
      nodes: [{ id: "A", events: { names: ["Visit"] } }, { id: "B", events: { names: ["Call"] } }, { id: "C", events: { names: ["Pay"] }, needs: "all" }],
      edges: [{ from: "A", to: "C", within_ms: 604_800_000 }, { from: "B", to: "C" }],
    });
    expect(graphQuestion({}, undefined)).toBeNull();
    expect(graphQuestion({ graph: { ...draft, edges: [] } }, undefined)).toBeNull();
  });
  it("is read from the address as it was written there, and nothing else is", () => {
    expect(readJourneySearch({ graph: draft }).graph).toEqual(draft);
    expect(readJourneySearch({ graph: { nodes: [{ id: 3 }, { id: "A", all: "yes" }], edges: [{ from: "A", within: "8d", to: "B" }, 7] } }).graph).toEqual({ nodes: [{ id: "A" }], edges: [{ from: "A", to: "B" }] });
    expect(readJourneySearch({ graph: "A" }).graph).toBeUndefined();
  });
});
