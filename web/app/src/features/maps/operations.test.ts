import { describe, expect, it } from "vitest";

import type { JourneyMapDocument, MapOperation, MapStage } from "@/api/types";

import type { Draft } from "./draft";
import { applyAll, applyOperation, operationsBetween, touches } from "./operations";

const stage = (id: string, touchpoints: string[] = [], rest: Partial<MapStage> = {}): MapStage => ({ id, name: id, touchpoints: touchpoints.map((each) => ({ id: each, name: each })), ...rest });
const draftOf = (...stages: MapStage[]): Draft => ({ name: "Trial", description: "", state: "current", segment: "", document: { stages } });
const ids = ({ document }: Draft) => document.stages.map((each) => [each.id, ...each.touchpoints.map((one) => one.id)].join(" "));
const set = (id: string, field: string, value: unknown): MapOperation => ({ kind: "set_stage", stage: id, field, value });

/** Random, but the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
function drawn(below: (most: number) => number): Draft {
  const some = (letters: string) => [...letters].filter(() => below(3) > 0).sort(() => below(3) - 1);
  const touchpoints = some("tuvwxyz");
  return draftOf(...some("abcdef").map((id) => stage(id, touchpoints.splice(0, below(4)), below(2) ? { owner: `Team ${below(3)}`, goal: ["x"] } : {})));
}

describe("operations on a map", () => {
  it("between two drafts make the one of the other", () => {
    for (let seed = 1; seed < 200; seed++) {
      const below = numbers(seed);
      const [from, to] = [drawn(below), drawn(below)];
      expect(applyAll(from, operationsBetween(from, to)), `seed ${seed}`).toEqual(to);
    }
  });

  it("are one for one move, and none for nothing", () => {
    const from = draftOf(stage("a"), stage("b"), stage("c"));
    expect(operationsBetween(from, draftOf(stage("b"), stage("c"), stage("a")))).toEqual([{ kind: "move_stage", stage: "a", after: "c" }]);
    expect(operationsBetween(from, from)).toEqual([]);
  });

  it("on different cells keep both, in whatever order", () => {
    const from = draftOf(stage("a"));
    const both = [set("a", "owner", "Ann"), set("a", "goal", ["Be found"])];
    expect(applyAll(from, both)).toEqual(applyAll(from, [...both].reverse()));
  });

  it("on what is gone change nothing, and end behind the last where their place is gone", () => {
    const from = draftOf(stage("a", ["x"]), stage("b"));
    for (const gone of [set("z", "owner", "Ann"), { kind: "remove_stage", stage: "z" }, { kind: "move_touchpoint", touchpoint: "x", stage: "z" }, { kind: "add_stage", value: stage("a") }] as MapOperation[]) expect(applyOperation(from, gone)).toBe(from);
    expect(ids(applyOperation(from, { kind: "move_stage", stage: "a", after: "z" }))).toEqual(["b", "a x"]);
  });

  it("know what others' would be undone by them", () => {
    const document: JourneyMapDocument = draftOf(stage("a", ["x"])).document;
    const theirs = set("a", "goal", ["Theirs"]);
    expect(touches(document, theirs, set("a", "goal", ["Mine"]))).toBe(true);
    expect(touches(document, theirs, set("a", "owner", "Mine"))).toBe(false);
    expect(touches(document, theirs, { kind: "remove_stage", stage: "a" })).toBe(true);
    expect(touches(document, { kind: "set_touchpoint", touchpoint: "x", field: "name", value: "X" }, { kind: "remove_stage", stage: "a" })).toBe(true);
    expect(touches(document, { kind: "move_stage", stage: "a", after: null }, set("a", "goal", []))).toBe(false);
  });
});
