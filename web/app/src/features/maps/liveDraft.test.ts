import { describe, expect, it } from "vitest";

import type { MapOperation, MapOperationsTold } from "@/api/types";

import { changeStage } from "./document";
import type { Draft } from "./draft";
import { accepted, beginLive, changeLive, type LiveDraft, markSent, missesSomething, receive, redoLive, refused, resync, toSend, undoLive } from "./liveDraft";
import { threeStages } from "./testing";

const start: Draft = { name: "Trial", description: "", state: "current", segment: "", document: threeStages };
const told = (revision: number, operations: MapOperation[], client = "other", batch = ""): MapOperationsTold => ({ revision, client, batch, by: "Bo", operations });
const owner = (value: string): MapOperation => ({ kind: "set_stage", stage: "find", field: "owner", value });
const set = (live: LiveDraft, change: Parameters<typeof changeStage>[2], of?: string) => changeLive(live, { ...live.shown, document: changeStage(live.shown.document, "find", change) }, of);
const found = (live: LiveDraft) => live.shown.document.stages[0];
const sent = (live: LiveDraft) => markSent(live, toSend(live) ?? { id: "", operations: [], sent: false });
const begun = () => beginLive("me", start, 4);

describe("a draft that several draw", () => {
  it("shows at once what is done here, and keeps it when others do something else", () => {
    let live = set(begun(), { goal: ["Mine"] });
    live = receive(live, told(5, [owner("Theirs")]));
    expect([found(live)?.goal, found(live)?.owner]).toEqual([["Mine"], "Theirs"]);
    expect(live.confirmed.document.stages[0]?.goal).toEqual(["Be found"]);
    const batch = toSend(live);
    expect(batch?.operations).toEqual([{ kind: "set_stage", stage: "find", field: "goal", value: ["Mine"] }]);
    live = receive(sent(live), told(6, batch?.operations ?? [], "me", "1"));
    expect([live.pending, found(live)?.goal]).toEqual([[], ["Mine"]]);
  });

  it("sends one batch at a time, and of what is typed the last", () => {
    let live = set(set(begun(), { owner: "A" }, "owner"), { owner: "An" }, "owner");
    expect(toSend(live)?.operations).toEqual([owner("An")]);
    live = set(sent(live), { owner: "Ann" }, "owner");
    expect(toSend(live)).toBeUndefined();
    live = accepted(live, "1", 5);
    expect(toSend(live)).toMatchObject({ id: "2", operations: [owner("Ann")] });
    expect(found(undoLive(live))?.owner).toBe("Ana");
  });

  it("undoes only its own, and nothing that somebody else has changed since", () => {
    let live = set(set(begun(), { goal: ["Mine"] }), { owner: "Mine" });
    live = receive(live, told(5, [owner("Theirs")]));
    live = receive(live, told(6, [{ kind: "set_stage", stage: "try", field: "owner", value: "Theirs" }]));
    live = undoLive(live);
    expect([found(live)?.goal, live.shown.document.stages[1]?.owner]).toEqual([["Be found"], "Theirs"]);
    expect(undoLive(live)).toBe(live);
    expect(found(redoLive(live))?.goal).toEqual(["Mine"]);
  });

  it("carries out what is told in the order of the revisions, each once", () => {
    let live = receive(begun(), told(6, [owner("Second")]));
    expect([missesSomething(live), found(live)?.owner]).toEqual([true, "Ana"]);
    live = receive(live, told(5, [owner("First")]));
    expect([missesSomething(live), live.revision, found(live)?.owner]).toEqual([false, 6, "Second"]);
    expect(receive(live, told(5, [owner("First")]))).toBe(live);
  });

  it("is right again after a lost connection, and loses nothing that was done here meanwhile", () => {
    let live = set(begun(), { goal: ["Mine"] });
    live = set(sent(live), { emotion: -2 });
    const there = { ...start, document: changeStage(threeStages, "try", { owner: "Theirs" }) };
    live = resync(live, there, 9);
    expect([found(live)?.goal, found(live)?.emotion, live.shown.document.stages[1]?.owner]).toEqual([["Mine"], -2, "Theirs"]);
    live = resync({ ...live, pending: live.pending.map((batch) => ({ ...batch, revision: 10 })) }, live.shown, 10);
    expect(live.pending).toEqual([]);
    expect(resync(live, start, 3)).toBe(live);
  });

  it("sends with the next what came while a batch went", () => {
    const before = set(begun(), { owner: "A" }, "owner");
    const batch = toSend(before);
    const live = markSent(set(before, { owner: "Ann" }, "owner"), batch ?? { id: "", operations: [], sent: false });
    expect(live.pending).toEqual([{ id: "1", operations: [owner("A")], sent: true }, { id: "2", operations: [owner("Ann")], sent: false }]);
  });

  it("drops what the server refuses", () => {
    const live = refused(sent(set(begun(), { emotion: 2 })), "1");
    expect([found(live)?.emotion, live.pending]).toEqual([1, []]);
  });
});
