import { describe, expect, it } from "vitest";

import { beginOf, rangeAgainst, rangeOf } from "./range";

describe("beginOf", () => {
  it("is midnight by the clocks of the zone, also on the days when they change", () => {
    expect(beginOf("2026-03-08", 0, "America/New_York")).toBe("2026-03-08T05:00:00.000Z");
    expect(beginOf("2026-03-08", 1, "America/New_York")).toBe("2026-03-09T04:00:00.000Z");
    expect(beginOf("2026-10-25", 0, "Europe/Berlin")).toBe("2026-10-24T22:00:00.000Z");
    expect(beginOf("", 0, "UTC")).toBeUndefined();
  });
});

describe("rangeOf", () => {
  const now = new Date("2026-05-10T13:00:00Z");
  it("goes back so many days, today among them", () => {
    expect(rangeOf({ range: "7d" }, "90d", "UTC", now)).toEqual({ from: "2026-05-04T00:00:00.000Z" });
    expect(rangeOf({}, "30d", "UTC", now)).toEqual({ from: "2026-04-11T00:00:00.000Z" });
    expect(rangeOf({ range: "all" }, "30d", "UTC", now)).toBeUndefined();
  });
  it("takes days of one's own, the last one included", () => {
    expect(rangeOf({ range: "7d", from: "2026-01-01", until: "2026-01-31" }, "90d", "UTC", now)).toEqual({
      from: "2026-01-01T00:00:00.000Z",
      until: "2026-02-01T00:00:00.000Z",
    });
    expect(rangeOf({ until: "2026-01-31" }, "90d", "UTC", now)).toEqual({ until: "2026-02-01T00:00:00.000Z" });
  });
});

describe("rangeAgainst", () => {
  const now = new Date("2026-05-10T13:00:00Z");
  it("is as long, and ends where the time that is asked about begins", () => {
    expect(rangeAgainst({ range: "7d" }, "before", "90d", "UTC", now)).toEqual({ from: "2026-04-27T00:00:00.000Z", until: "2026-05-04T00:00:00.000Z" });
    expect(rangeAgainst({ from: "2026-03-01", until: "2026-03-31" }, "before", "90d", "UTC", now)).toEqual({ from: "2026-01-29T00:00:00.000Z", until: "2026-03-01T00:00:00.000Z" });
  });
  it("has no time before all time", () => {
    expect(rangeAgainst({ range: "all" }, "before", "90d", "UTC", now)).toBeUndefined();
    expect(rangeAgainst({ until: "2026-03-31" }, "before", "90d", "UTC", now)).toBeUndefined();
  });
  it("takes days of one's own", () => {
    expect(rangeAgainst({}, { from: "2025-01-01", until: "2025-01-01" }, "90d", "UTC", now)).toEqual({ from: "2025-01-01T00:00:00.000Z", until: "2025-01-02T00:00:00.000Z" });
    expect(rangeAgainst({}, {}, "90d", "UTC", now)).toBeUndefined();
  });
});
