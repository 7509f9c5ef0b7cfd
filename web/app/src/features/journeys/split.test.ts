import { describe, expect, it } from "vitest";

import { readJourneySearch } from "./search";
import { differenceOf, differenceWords, partTitle, pointsOf, sheetOfParts, sideBySide, splitOf } from "./split";
import { shareOf } from "./words";

const now = { from: "2026-05-04T00:00:00.000Z" };
const before = { from: "2026-04-27T00:00:00.000Z", until: "2026-05-04T00:00:00.000Z" };
const pro = { trait: "plan", is: "equals", value: "pro" };

describe("splitOf", () => {
  it("puts groups together, within whose lines are looked at", () => {
    const free = { trait: "plan", is: "equals", value: "free" };
    expect(splitOf({ groups: [pro, free, null], together: true }, now, undefined, "90d")).toEqual({ people: { or: [pro, free] } });
    expect(splitOf({ groups: [pro, null], together: true, people: free }, now, undefined, "90d")).toEqual({ people: { and: [free, { or: [pro] }] } });
    expect(splitOf({ groups: [null, null], together: true }, now, undefined, "90d")).toEqual({});
  });
  it("breaks down by what is named, once it is", () => {
    expect(splitOf({ by: { trait: "plan" } }, now, undefined, "90d")).toEqual({ breakdown: { trait: "plan", limit: 6 } });
    expect(splitOf({ by: { property: "" } }, now, undefined, "90d")).toEqual({});
  });
  it("breaks down by a property of one's own, once a case is whole", () => {
    const where = { property: "total", is: "less", value: 5 };
    const derived = { name: " ", cases: [{ value: "Small ", where }, { value: "", where }, { value: "Open", where: null }], otherwise: "Large" };
    expect(splitOf({ by: { derived } }, now, undefined, "90d")).toEqual({
      derived: [{ name: "Kind", cases: [{ value: "Small", where }], otherwise: "Large" }],
      breakdown: { property: "derived.Kind", limit: 6 },
    });
    expect(splitOf({ by: { derived: { name: "x", cases: [] } } }, now, undefined, "90d")).toEqual({});
    expect(readJourneySearch({ by: { derived } }).by).toEqual({ derived });
    expect(readJourneySearch({ by: { derived: { cases: [{ value: 7 }, 8] } } }).by).toEqual({ derived: { name: "", cases: [{ value: "7", where: null }] } });
  });
  it("compares a group with everybody else, or with another", () => {
    expect(splitOf({ groups: [pro, null] }, now, undefined, "90d")).toEqual({
      compare: [
        { name: "Plan is pro", people: pro },
        { name: "Everybody else", people: { not: pro } },
      ],
    });
    expect(splitOf({ groups: [pro, pro] }, now, undefined, "90d").compare?.map((part) => part.name)).toEqual(["Plan is pro", "Plan is pro (2)"]);
    expect(splitOf({ groups: [null, pro] }, now, undefined, "90d")).toEqual({});
    const free = { trait: "plan", is: "equals", value: "free" };
    expect(splitOf({ groups: [pro, null, free, null] }, now, undefined, "90d").compare).toEqual([
      { name: "Plan is pro", people: pro },
      { name: "Plan is free", people: free },
      { name: "Everybody else", people: { not: { or: [pro, free] } } },
    ]);
  });
  it("compares times, the other one first", () => {
    expect(splitOf({ range: "7d", against: "before" }, now, before, "90d")).toEqual({
      compare: [
        { name: "The time before", range: before },
        { name: "Last 7 days", range: now },
      ],
    });
    expect(splitOf({ range: "all", against: "before" }, undefined, undefined, "90d")).toEqual({});
  });
});

describe("differenceOf", () => {
  it("has Newcombe's interval", () => {
    // Newcombe 1998, method 10: 56 of 70 against 48 of 80.
    const found = differenceOf(shareOf(48, 80), shareOf(56, 70));
    expect(found?.value).toBeCloseTo(0.2, 4);
    expect(found?.low).toBeCloseTo(0.0524, 4);
    expect(found?.high).toBeCloseTo(0.3339, 4);
    expect(differenceOf(shareOf(0, 0), shareOf(1, 2))).toBeNull();
  });
  it("is said in points, and said to be unclear where it is", () => {
    expect(pointsOf({ value: 0.12, low: 0.05, high: 0.19 })).toBe("+12 points (+5 to +19)");
    expect(differenceWords({ value: -0.02, low: -0.1, high: 0.06 })).toBe("No clear difference: -2 points (-10 to +6)");
    expect(differenceWords(null)).toBe("");
  });
});

describe("parts", () => {
  const parts = [
    { kind: "value", value: "pro" },
    { kind: "none", value: null },
  ];
  it("have names", () => {
    expect([...parts, { kind: "others", value: null }, { kind: "value", value: true }, { kind: "value", value: 1200 }, { kind: "compared", value: "Us" }].map(partTitle)).toEqual([
      "pro", "No value", "All others", "Yes", "1,200", "Us",
    ]);
  });
  it("stand side by side with what they differ by, and open in their part", () => {
    const sheet = sideBySide("Step", [{ name: "2. Paid", cells: [{ rate: shareOf(48, 80), who: { a: 1 } }, { rate: shareOf(56, 70), who: { a: 1 } }] }, { name: "3. Back", cells: [{ rate: shareOf(0, 80), who: { a: 2 } }, null] }], parts);
    expect(sheet.columns.map((column) => column.title)).toEqual(["Step", "pro", "No value", "Against pro"]);
    expect(sheet.rows[0]?.map((cell) => cell.text)).toEqual(["2. Paid", "60\u00a0% (49 to 70)", "80\u00a0% (69 to 88)", "+20 points (+5 to +33)"]);
    expect(sheet.rows[0]?.[2]?.who).toEqual({ who: { a: 1 }, part: parts[1] });
    expect(sheet.rows[1]?.[1]?.who).toBeUndefined();
    expect(sheet.rows[1]?.[2]).toEqual({ text: "", raw: null });
  });
  it("are one table", () => {
    const own = { columns: [{ title: "A" }], rows: [[{ text: "1", who: { x: 1 } }]] };
    const sheet = sheetOfParts([{ part: parts[0] as never, sheet: own }, { part: parts[1] as never, sheet: own }]);
    expect(sheet.columns.map((column) => column.title)).toEqual(["Part", "A"]);
    expect(sheet.rows.map((row) => row.map((cell) => cell.text))).toEqual([["pro", "1"], ["No value", "1"]]);
    expect(sheet.rows[1]?.[1]?.who).toEqual({ who: { x: 1 }, part: parts[1] });
  });
});
