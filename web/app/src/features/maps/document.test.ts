import { describe, expect, it } from "vitest";

import type { JourneyMapDocument } from "@/api/types";

import {
  addStage, addTouchpoint, changeStage, changeTouchpoint, moveStage, moveTouchpoint, newId, newStage, nudgeTouchpoint, removeStage, removeTouchpoint, sameDocument, setPains, setTexts,
} from "./document";
import { threeStages } from "./testing";

const ids = (document: JourneyMapDocument) => document.stages.map((stage) => stage.id);
const touchpoints = (document: JourneyMapDocument) => document.stages.map((stage) => stage.touchpoints.map((each) => each.id).join(" "));

describe("stages", () => {
  it("are moved to a place among the others, and not beyond the ends", () => {
    expect(ids(moveStage(threeStages, "buy", 0))).toEqual(["buy", "find", "try"]);
    expect(ids(moveStage(threeStages, "find", 9))).toEqual(["try", "buy", "find"]);
    expect(moveStage(threeStages, "find", -1)).toBe(threeStages);
    expect(moveStage(threeStages, "none", 1)).toBe(threeStages);
  });

  it("are added with ids that nothing else in the map has, and removed", () => {
    const stage = newStage("New");
    const added = addStage(threeStages, stage, 1);
    expect(ids(added)).toEqual(["find", stage.id, "try", "buy"]);
    expect(newId("stage")).not.toBe(stage.id);
    expect(ids(removeStage(added, stage.id))).toEqual(ids(threeStages));
  });

  it("lose a field that is emptied", () => {
    expect(changeStage(threeStages, "find", { owner: undefined }).stages[0]).not.toHaveProperty("owner");
    expect(setTexts(threeStages, "find", "goal", ["Be found", " "]).stages[0]?.goal).toEqual(["Be found"]);
    expect(setPains(threeStages, "try", [{ text: "" }]).stages[1]?.pain).toEqual([]);
  });
});

describe("touchpoints", () => {
  it("are moved within a stage and into another", () => {
    expect(touchpoints(moveTouchpoint(threeStages, "ad", "find", 0))).toEqual(["ad visit", "signup", ""]);
    expect(touchpoints(moveTouchpoint(threeStages, "visit", "try", 0))).toEqual(["ad", "visit signup", ""]);
    expect(moveTouchpoint(threeStages, "visit", "find", 0)).toBe(threeStages);
    expect(moveTouchpoint(threeStages, "visit", "nowhere", 0)).toBe(threeStages);
  });

  it("go one place on with the arrows, and stay at the edges", () => {
    expect(touchpoints(nudgeTouchpoint(threeStages, "visit", "down"))).toEqual(["ad visit", "signup", ""]);
    expect(touchpoints(nudgeTouchpoint(threeStages, "visit", "right"))).toEqual(["ad", "signup visit", ""]);
    expect(nudgeTouchpoint(threeStages, "visit", "up")).toBe(threeStages);
    expect(nudgeTouchpoint(threeStages, "visit", "left")).toBe(threeStages);
    expect(nudgeTouchpoint(threeStages, "signup", "down")).toBe(threeStages);
  });

  it("are added, changed and removed", () => {
    const added = addTouchpoint(threeStages, "buy", { id: "pay", name: "Pay" });
    expect(touchpoints(added)).toEqual(["visit ad", "signup", "pay"]);
    expect(changeTouchpoint(added, "pay", { optional: true }).stages[2]?.touchpoints).toEqual([{ id: "pay", name: "Pay", optional: true }]);
    expect(touchpoints(removeTouchpoint(added, "visit"))).toEqual(["ad", "signup", "pay"]);
  });
});

describe("sameDocument", () => {
  it("looks at what is said, not at how it is written", () => {
    const written: JourneyMapDocument = { stages: threeStages.stages.map((stage) => ({ channel: [], evidence: [], ...stage, touchpoints: stage.touchpoints.map((each) => ({ repeats: false, ...each })) })) };
    expect(sameDocument(threeStages, written)).toBe(true);
    expect(sameDocument(threeStages, changeStage(threeStages, "buy", { emotion: 0 }))).toBe(false);
    expect(sameDocument(threeStages, moveStage(threeStages, "buy", 0))).toBe(false);
    expect(sameDocument(threeStages, changeTouchpoint(threeStages, "ad", { optional: true }))).toBe(false);
  });
});
