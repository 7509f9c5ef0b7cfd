import { describe, expect, it } from "vitest";

import type { Attribution } from "@/api/types";

import { attributionQuestion, attributionSays, attributionSheet, attributionWhoTitle, formatCredit } from "./attribution";

const credits = (first: number, linear: number) => [{ model: "first", conversions: first, people: first ? 5 : 0 }, { model: "linear", conversions: linear, people: 6 }];
const answer: Attribution = {
  conversions: 20,
  people: 15,
  nodes: [{ id: 4, kind: "track", name: "Ad Clicked" }, { id: 7, kind: "track", name: "Email Opened" }],
  channels: [{ channel: 4, touches: 30, people: 9, credits: credits(12, 9.5) }, { channel: 7, touches: 11, people: 7, credits: credits(0, 2.5) }],
  unattributed: [{ model: "first", conversions: 8 }, { model: "linear", conversions: 8 }],
  note: { position: "1", people: 40, took_ms: 1, explanation: "" },
  parts: [],
};

describe("attribution", () => {
  it("asks when both sides are known, with a look-back that can be lifted", () => {
    expect(attributionQuestion({ touches: ["Ad Clicked"] }, undefined)).toBeNull();
    const search = { touches: ["Ad Clicked"], conversions: ["Paid"] };
    expect(attributionQuestion(search, undefined)).toMatchObject({ models: ["first", "last", "linear"], look_back_ms: 30 * 86_400_000 });
    expect(attributionQuestion({ ...search, back: "none", models: ["u_shaped"] }, undefined)).toEqual({ touches: { names: ["Ad Clicked"] }, conversions: { names: ["Paid"] }, models: ["u_shaped"] });
  });
  it("says which touch has most, and what came without any", () => {
    expect(attributionSays(answer, { conversions: ["Paid"] })).toBe("15 people did Paid, 20 times in all. By the model “First touch”, Ad Clicked has most of the credit: 60\u00a0%. 40\u00a0% came without any touch.");
    expect(attributionSays({ ...answer, channels: [] }, { conversions: ["Paid"] })).toContain("No touch came before it.");
  });
  it("has models side by side, and opens who is behind each figure", () => {
    const { columns, rows } = attributionSheet(answer);
    expect(columns.map((column) => column.title)).toEqual(["Touch", "Touches", "People before success", "First touch", "Equal parts"]);
    expect(rows[0]?.[4]).toMatchObject({ text: "9.5", who: { kind: "credited", channel: 4, model: "linear" } });
    expect(rows[1]?.[3]?.who).toBeUndefined();
    expect(rows[2]?.map((cell) => cell.text)).toEqual(["No touch", "", "", "8", "8"]);
    expect(attributionWhoTitle({ kind: "credited", channel: 7, model: "linear" }, answer)).toBe("Email Opened has a part, by “Equal parts”");
    expect([formatCredit(3), formatCredit(2.0000000001), formatCredit(2.26)]).toEqual(["3", "2", "2.3"]);
  });
});
