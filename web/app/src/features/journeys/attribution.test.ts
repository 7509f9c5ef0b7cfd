import { describe, expect, it } from "vitest";

import type { Attribution } from "@/api/types";

import { attributionQuestion, attributionSays, attributionSheet, attributionWhoTitle, formatCredit } from "./attribution";

const credits = (first: number, linear: number) => [{ model: "first", conversions: first, people: first ? 5 : 0 }, { model: "linear", conversions: linear, people: 6 }];
const answer: Attribution = {
  conversions: 20,
  people: 15,
  nodes: [{ id: 4, kind: "track", name: "Ad Clicked" }, { id: 7, kind: "track", name: "Email Opened" }],
  all_channels: 2,
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
  it("looks back as far as is said, and has parts of one's own", () => {
    const search = { touches: ["Ad Clicked"], conversions: ["Paid"] };
    expect(attributionQuestion({ ...search, back: "session" }, undefined)).toMatchObject({ session_ms: 1_800_000 });
    expect(attributionQuestion({ ...search, back: "own", back_days: 120 }, undefined)).toMatchObject({ look_back_ms: 120 * 86_400_000 });
    expect(attributionQuestion({ ...search, channel: "campaign", worth: "total", models: ["custom"], weights: { first: 5, between: 1, last: 4 } }, undefined)).toMatchObject({
      channel: "campaign", value: "total", models: ["custom"], shape: { first: 5, between: 1, last: 4 },
    });
  });
  it("shares what successes are worth among what a property says", () => {
    const worth: Attribution = {
      ...answer, value: 1000, without_value: 1, nodes: [],
      channels: [
        { property: "mail", touches: 3, people: 2, credits: [{ model: "markov", conversions: 1.5, value: 900, people: 2 }] },
        { touches: 1, people: 1, credits: [{ model: "markov", conversions: 0.5, value: 100.5, people: 1 }] },
      ],
      unattributed: [{ model: "markov", conversions: 0, value: 0 }],
    };
    expect(attributionSays(worth, { conversions: ["Paid"] })).toContain("In all they are worth 1,000; of 1 no number is known. By the model “What would be lost”, mail has most of the credit: 90\u00a0%.");
    const { columns, rows } = attributionSheet(worth);
    expect(columns.map((column) => column.title).slice(3)).toEqual(["What would be lost", "What would be lost, worth"]);
    expect(rows[0]?.[3]).toMatchObject({ text: "1.5", who: { kind: "credited", property: "mail", model: "markov" } });
    expect(rows[1]?.map((cell) => cell.text)).toEqual(["No value", "1", "1", "0.5", "100.5"]);
    expect(rows[1]?.[2]?.who).toEqual({ kind: "touched", without_property: true });
    expect(attributionWhoTitle({ kind: "touched" }, worth)).toBe("Everybody who succeeded");
    expect(attributionWhoTitle({ kind: "touched", property: 7 }, worth)).toBe("7 came before");
  });
});
