import { describe, expect, it } from "vitest";

import { barsOf } from "./density";

describe("barsOf", () => {
  it("draws quiet days too", () => {
    const bars = barsOf([{ day: "2026-02-27", events: 3 }, { day: "2026-03-02", events: 1 }], 100);
    expect(bars.map((bar) => bar.events)).toEqual([3, 0, 0, 1]);
    expect(bars[1]).toEqual({ from: "2026-02-28", until: "2026-02-28", events: 0 });
  });
  it("joins days so that the bars fit, and loses no event", () => {
    const days = Array.from({ length: 400 }, (_, index) => ({ day: new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10), events: index % 3 }));
    const bars = barsOf(days, 90);
    expect(bars.length).toBeLessThanOrEqual(90);
    expect(bars.reduce((sum, bar) => sum + bar.events, 0)).toBe(days.reduce((sum, day) => sum + day.events, 0));
    expect(bars[bars.length - 1]?.until).toBe(days[days.length - 1]?.day);
  });
  it("is empty for an empty line", () => {
    expect(barsOf([], 90)).toEqual([]);
  });
});
