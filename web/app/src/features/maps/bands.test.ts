import { describe, expect, it } from "vitest";

import { bandsOf } from "./bands";
import { emotionPoints, levelAt, meanY, yOfLevel } from "./emotion";
import { figuresOf, stageFiguresOf, threeStages } from "./testing";

describe("bandsOf", () => {
  it("has a bar as tall as its people, and a band to the next", () => {
    const { bars, bands } = bandsOf(figuresOf(stageFiguresOf("find", 100, 100), stageFiguresOf("try", 50, 100, 100)), ["find", "try"], 400, 126);
    expect(bars.map((bar) => bar.height)).toEqual([100, 50]);
    expect(bars.map((bar) => bar.x + bar.width / 2)).toEqual([100, 300]);
    expect(bands.map((band) => [band.from.stage, band.to.stage, band.x])).toEqual([["find", "try", 200]]);
  });

  it("leads over a stage that is not measured", () => {
    const figures = figuresOf(stageFiguresOf("find", 10, 10), { ...stageFiguresOf("try", 0, 10), measured: false }, stageFiguresOf("buy", 5, 10, 10));
    const { bars, bands } = bandsOf(figures, ["find", "try", "buy"], 600, 126);
    expect(bars.map((bar) => bar.figures.stage)).toEqual(["find", "buy"]);
    expect(bands.map((band) => [band.from.stage, band.to.stage])).toEqual([["find", "buy"]]);
  });

  it("has no band to a stage that is shown alone", () => {
    const figures = figuresOf(stageFiguresOf("find", 10, 10), stageFiguresOf("try", 5, 10, 10));
    expect(bandsOf(figures, ["try"], 300, 126).bands).toEqual([]);
  });
});

describe("emotion", () => {
  it("has the best above, and reads back what was drawn", () => {
    expect(yOfLevel(2, 132)).toBeLessThan(yOfLevel(-2, 132));
    for (const level of [-2, -0.5, 0, 1.5, 2]) expect(levelAt(yOfLevel(level, 132), 132, 0.5)).toBe(level);
    expect(levelAt(-50, 132, 0.5)).toBe(2);
  });

  it("puts answers between the lowest and the highest, and the same answers in the middle", () => {
    expect(meanY(10, { lowest: 0, highest: 10 }, 132)).toBe(yOfLevel(2, 132));
    expect(meanY(7, { lowest: 7, highest: 7 }, 132)).toBe(yOfLevel(0, 132));
  });

  it("draws only the stages that have one", () => {
    expect(emotionPoints(threeStages.stages, 300, 132).map((point) => point.x)).toEqual([50, 250]);
  });
});
