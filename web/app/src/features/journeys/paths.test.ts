import { describe, expect, it } from "vitest";

import type { Paths } from "@/api/types";

import { branchLabel, othersLabel, pathsSays, pathsSheet, pathsWhoTitle, placeTree, slot, treeOf } from "./paths";

const node = (id: number, name: string) => ({ id, kind: "track", name });
const path = (nodes: number[], paths: number, ended = 0) => ({ nodes, paths, people: paths, ended });
const answer: Paths = {
  nodes: ["Home", "A", "B", "C", "D", "E", "F"].map((name, id) => node(id, name)),
  anchors: 100,
  people: 100,
  after: {
    paths: [path([0], 100, 10), path([0, 1], 40, 40), path([0, 2], 20), path([0, 3], 12), path([0, 4], 8), path([0, 5], 6), path([0, 6], 4)],
    all_paths: 7,
    links: [],
    all_links: 0,
  },
  note: { position: "1", people: 100, took_ms: 1, explanation: "" },
  parts: [],
};

describe("treeOf", () => {
  it("adds up: what is shown, the others and those for whom it ended are all there are", () => {
    const [root] = treeOf(answer, "after", []);
    expect(root?.children.map((each) => [each.sort, each.name, each.paths])).toEqual([
      ["path", "A", 40],
      ["path", "B", 20],
      ["path", "C", 12],
      ["path", "D", 8],
      ["others", "Other ways", 10],
      ["ended", "Ended here", 10],
    ]);
    expect(root?.children.reduce((sum, each) => sum + each.paths, 0)).toBe(100);
  });
  it("knows of the others whom they are not", () => {
    const others = treeOf(answer, "after", [])[0]?.children.find((each) => each.sort === "others");
    expect(others?.but).toEqual([1, 2, 3, 4]);
    expect(pathsWhoTitle({ side: "after", nodes: others?.nodes ?? [], other_than: others?.but ?? [] }, answer)).toMatch(/, then other ways$/);
    expect(othersLabel(others as never)).toBe("People on the other ways (10 times)");
  });
  it("shows the others of a path that was opened", () => {
    expect(treeOf(answer, "after", ["0"])[0]?.children.map((each) => each.name)).toEqual(["A", "B", "C", "D", "E", "F", "Ended here"]);
  });
  it("gives no two branches of a depth the same place", () => {
    const { placed, height } = placeTree(treeOf(answer, "after", ["0"]), 100);
    const second = placed.filter((each) => each.depth === 1).sort((a, b) => a.y - b.y);
    second.slice(1).forEach((each, index) => expect(each.y - (second[index]?.y ?? 0)).toBeGreaterThanOrEqual(slot - 0.001));
    expect(Math.max(...placed.map((each) => each.y))).toBeLessThan(height);
  });
});

describe("paths in words", () => {
  it("says the most common next step with n and interval", () => {
    expect(pathsSays(answer, { anchor: ["Home"] })).toBe("Of 100 people who did Home, 40\u00a0% (31 to 50) did A next.");
    expect(branchLabel({ sort: "path", nodes: [0], name: "Home", paths: 2, people: 1, children: [] })).toBe("Home: 1 person, 2 times");
  });
  it("has each path in the table with the people behind it", () => {
    const { rows } = pathsSheet(answer, "after");
    expect(rows[1]?.map((cell) => cell.text)).toEqual(["Home → A", "2", "40", "40", "40"]);
    expect(rows[1]?.[4]?.who).toEqual({ side: "after", nodes: [0, 1], ended: true });
    expect(rows[2]?.[4]?.who).toBeUndefined();
  });
});
