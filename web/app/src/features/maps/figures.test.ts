import { describe, expect, it } from "vitest";

import { csvOf } from "@/features/journeys";
import { t } from "@/lib/i18n";

import { changesOf, type Draft, isChanged } from "./draft";
import { cellTitle, everybody, flagsOf, formatAmount, mapSheet, overlayQuestion, worthDifferenceSays } from "./figures";
import { readMapSearch } from "./search";
import { figuresOf, share, stageFiguresOf, threeStages } from "./testing";

const [find, attempt] = threeStages.stages;

describe("overlayQuestion", () => {
  const times = { range: { from: "2026-01-01T00:00:00Z" }, before: undefined };

  it("asks of the map's own people, unless others are chosen", () => {
    expect(overlayQuestion({}, times, "segment_1", undefined)).toEqual({ range: times.range, segment: "segment_1", series: true });
    expect(overlayQuestion({}, times, "", undefined)).toEqual({ range: times.range, everybody: true, series: true });
    expect(overlayQuestion({ whose: everybody }, times, "segment_1", undefined)).toEqual({ range: times.range, everybody: true, series: true });
    expect(overlayQuestion({ whose: "segment_2" }, times, "", undefined)).toEqual({ range: times.range, segment: "segment_2", series: true });
  });

  it("asks of what is being edited rather than of a version", () => {
    expect(overlayQuestion({ version: 3 }, times, "", threeStages)).toMatchObject({ document: threeStages });
    expect(overlayQuestion({ version: 3 }, times, "", threeStages)).not.toHaveProperty("version");
  });

  it("asks for scores once their property is known, and for the time before", () => {
    expect(overlayQuestion({ scores: { event: "Answered", property: "" } }, times, "", undefined)).not.toHaveProperty("emotion");
    expect(overlayQuestion({ goal: "Paid", amounts: { event: "Paid", property: "" } }, times, "", undefined)).toMatchObject({ outcome: { names: ["Paid"] } });
    expect(overlayQuestion({ amounts: { event: "Paid", property: "" } }, times, "", undefined)).not.toHaveProperty("worth");
    expect(overlayQuestion({ amounts: { event: "Paid", property: "fee" } }, times, "", undefined)).toMatchObject({ worth: { event: { names: ["Paid"] }, property: "fee" } });
    expect(overlayQuestion({ scores: { event: "Answered", property: "score" } }, { ...times, before: { until: "2026-01-01T00:00:00Z" } }, "", undefined)).toMatchObject({
      emotion: { event: { names: ["Answered"] }, property: "score" }, compare: { range: { until: "2026-01-01T00:00:00Z" } },
    });
  });

  it("compares with everybody or with a segment's people", () => {
    expect(overlayQuestion({ others: everybody }, times, "segment_1", undefined)).toMatchObject({ segment: "segment_1", compare: { everybody: true } });
    expect(overlayQuestion({ others: "segment_2" }, times, "", undefined)).toMatchObject({ everybody: true, compare: { segment: "segment_2" } });
  });
});

describe("flagsOf", () => {
  it("points out a stage that nobody owns, and one in which people stay too long", () => {
    expect(find && flagsOf(find, undefined)).toEqual([]);
    const late = { ...stageFiguresOf("try", 10, 10), beyond_sla: share(4, 10) };
    expect(attempt && flagsOf(attempt, late).map((flag) => flag.text)).toEqual(["No owner", t("maps.beyond_sla", { share: "40" })]);
  });
});

describe("cellTitle", () => {
  it("names what is opened", () => {
    expect(cellTitle({ kind: "lost", stage: "try" }, threeStages)).toBe("Did not go on to TRY");
    expect(cellTitle({ kind: "deviation", deviation: "back", from: "try", stage: "find" }, threeStages)).toBe("Go back from TRY to FIND");
    expect(cellTitle({ kind: "deviation", deviation: "missing", stage: "find", touchpoint: "visit" }, threeStages)).toBe("Do without Visit in FIND");
    expect(cellTitle({ kind: "moment", touchpoint: "signup", met: false }, threeStages)).toBe("Did not meet Sign up");
  });
});

describe("mapSheet", () => {
  it("is the canvas as a file, with formulas made harmless", () => {
    const document = { stages: [{ ...threeStages.stages[0], id: "x", name: "=1+1", touchpoints: [] }] };
    expect(csvOf(mapSheet(document, undefined)).split("\r\n")[1]).toMatch(/^'=1\+1,/);
    const rows = csvOf(mapSheet(threeStages, figuresOf(stageFiguresOf("find", 80, 100)))).trim().split("\r\n");
    expect(rows).toHaveLength(4);
    expect(rows[1]).toContain("Visit; Ad");
  });
});

describe("a draft", () => {
  const saved: Draft = { name: "Map", description: "", state: "current", segment: "", document: threeStages };

  it("sends only what was changed", () => {
    expect(isChanged(saved, { ...saved })).toBe(false);
    expect(changesOf(saved, { ...saved, name: "Other", segment: "segment_1" })).toEqual({ name: "Other", segment: "segment_1" });
    const document = { stages: [] };
    expect(changesOf(saved, { ...saved, document })).toEqual({ document });
  });
});

describe("what people are worth", () => {
  it("has fractions only where it is small, and an interval where there is one", () => {
    expect([formatAmount(12.345), formatAmount(1234.5)]).toEqual(["12.35", "1,235"]);
    expect(worthDifferenceSays({ difference: 90, low: 1.5, high: 178.5 })).toBe("+90 (+1.5 to +179)");
    expect(worthDifferenceSays({ difference: -2, low: null, high: null })).toBe("-2");
  });
});

describe("readMapSearch", () => {
  it("keeps what it knows, and drops the rest", () => {
    expect(readMapSearch({ overlay: true, version: 2, changes: "x", panel: "other", scores: { event: "E" }, goal: "G", amounts: { property: "p" }, touchpoint: "t" })).toEqual({ overlay: true, version: 2, scores: { event: "E", property: "" }, goal: "G", touchpoint: "t" });
  });
});
