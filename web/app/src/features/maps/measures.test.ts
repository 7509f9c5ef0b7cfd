import { describe, expect, it } from "vitest";

import type { MapTouchpointFigures } from "@/api/types";

import { alertWords, measuresOf } from "./measures";
import { share } from "./testing";

const figures = (rest: Partial<MapTouchpointFigures> = {}): MapTouchpointFigures => ({ touchpoint: "pay", name: "Pays", measured: true, people: share(40, 50), events: 44, series: [], alerts: [], ...rest });

describe("measuresOf", () => {
  it("shows what the record says, each with its people", () => {
    const found = measuresOf(figures({
      went_on: share(30, 40), wait: { people: 20, median_ms: 3_600_000, p90_ms: 7_200_000 },
      score: { kind: "nps", value: 33.4, people: 12, answers: 15 }, cost: { total: 80, mean: 2, people: 40, events: 40 },
    }));
    expect(found.map(({ figure, text, cell }) => [figure, text, cell?.kind])).toEqual([
      ["volume", "44", "touchpoint"], ["conversion", "75\u00a0%", "went_on"], ["wait", "1 h", "waited"], ["score", "33", "rated"], ["cost", "2", "paid"],
    ]);
  });

  it("shows nothing that is not there, and opens nothing that nobody is behind", () => {
    const found = measuresOf(figures({ people: share(0, 50), events: 0 }));
    expect(found.map(({ figure, cell }) => [figure, cell])).toEqual([["volume", null]]);
  });
});

describe("alertWords", () => {
  it("says a threshold in its unit", () => {
    expect(alertWords({ figure: "wait", is: "above", value: 2 })).toBe("Wait above 2 h");
    expect(alertWords({ figure: "conversion", is: "below", value: 40 })).toBe("Goes on below 40\u00a0%");
  });
});
