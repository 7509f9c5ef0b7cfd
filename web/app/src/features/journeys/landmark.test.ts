import { describe, expect, it } from "vitest";

import type { Landmark } from "@/api/types";

import { landmarkIsEmpty, landmarkQuestion, landmarkSays, landmarkSheet, landmarkWhoTitle, leftOutWords } from "./landmark";
import { readJourneySearch } from "./search";
import { shareOf } from "./words";

const day = 86_400_000;
const answer = {
  did: shareOf(82, 200), did_not: shareOf(97, 812),
  difference: { value: 0.29, low: 0.22, high: 0.36, p: 1e-9 }, among_alike: { value: 0.21, low: 0.13, high: 0.29, p: 1e-5 },
  left_out: { gone: 41, had_it: 1, too_young: 0 }, note: { position: "1", people: 1012, took_ms: 1, explanation: "" }, parts: [],
} as Landmark;

describe("first days", () => {
  it("ask when it is known what may be done in them", () => {
    expect(landmarkQuestion({}, undefined)).toBeNull();
    expect(landmarkQuestion({ did: ["Tour"], days: "3d", outcome: ["Paid"], then: "90d" }, undefined)).toEqual({
      did: { names: ["Tour"] }, within_ms: 3 * day, outcome: { names: ["Paid"] }, window_ms: 90 * day,
    });
  });
  it("ask for a week in which people are back where nothing else is to become of them", () => {
    expect(landmarkQuestion({ did: ["Tour"], starts: ["Signed Up"], week: "w2" }, undefined)).toEqual({
      did: { names: ["Tour"] }, starts: { names: ["Signed Up"] }, within_ms: 7 * day, after_ms: 7 * day, window_ms: 14 * day,
    });
  });
  it("say what becomes of either, and how much of that is left among those as busy", () => {
    expect(landmarkSays(answer, { did: ["Tour"], days: "3d", outcome: ["Paid"] })).toBe(
      "Of 200 people with Tour in their first 3 days, 41\u00a0% (34 to 48) came to Paid in the 30 days after that; of the 812 others, 12\u00a0% (10 to 14). " +
        "Among those who were as busy in these days the difference is +21 points (+13 to +29): almost certainly no chance.",
    );
    expect(landmarkSays(answer, { did: ["Tour"], days: "1d", starts: ["Signed Up"], week: "w2" })).toMatch(/^Of 200 people with Tour in the first day after Signed Up, .* were back in week 2 after that/);
    expect(landmarkSays({ ...answer, among_alike: { ...answer.among_alike, p: 0.3 } }, { did: ["Tour"] })).toContain("may be chance");
  });
  it("say who is not asked about", () => {
    expect(leftOutWords(answer)).toBe("Not asked about: 41 people gone by then, 1 person who had it before.");
    expect(leftOutWords({ ...answer, left_out: { gone: 0, had_it: 0, too_young: 0 } })).toBe("");
    expect(landmarkIsEmpty({ ...answer, did: shareOf(0, 0), did_not: shareOf(0, 0) })).toBe(true);
  });
  it("open the people of either side", () => {
    expect(landmarkSheet(answer).rows.map((row) => row[2]?.who)).toEqual([{ did: true, reached: true }, { did: false, reached: true }]);
    expect(landmarkWhoTitle({ did: false, reached: false }, "Paid")).toBe("Did not, did not come to Paid");
    expect(landmarkWhoTitle({ did: true, reached: true }, undefined)).toBe("Did it, came back");
  });
  it("stand in the address", () => {
    expect(readJourneySearch({ did: ["Tour"], days: "3d", then: "7d", week: "w12" })).toEqual({ did: ["Tour"], days: "3d", then: "7d", week: "w12" });
    expect(readJourneySearch({ days: "5d", week: "w7" })).toEqual({});
  });
});
