import { afterEach, describe, expect, it } from "vitest";

import { dayOf, formatDay, formatDuration, formatMoney, formatRelative, formatValue, humanise, isTime, setTimeZone } from "./format";

afterEach(() => setTimeZone(undefined));

describe("dayOf", () => {
  it("is the calendar day in the workspace's time zone", () => {
    setTimeZone("Asia/Tokyo");
    expect(dayOf("2026-03-01T20:00:00Z")).toBe("2026-03-02");
    setTimeZone("America/Los_Angeles");
    expect(dayOf("2026-03-01T07:59:59Z")).toBe("2026-02-28");
  });
  it("ignores a time zone that does not exist", () => {
    setTimeZone("UTC");
    setTimeZone("Mars/Olympus");
    expect(dayOf("2026-03-01T12:00:00Z")).toBe("2026-03-01");
  });
});

describe("formatDay", () => {
  it("names the near days", () => {
    setTimeZone("UTC");
    const now = new Date("2026-03-02T00:30:00Z");
    expect(formatDay("2026-03-02T00:10:00Z", now)).toBe("Today");
    expect(formatDay("2026-03-01T23:50:00Z", now)).toBe("Yesterday");
    expect(formatDay("2025-12-31T12:00:00Z", now)).toContain("2025");
    expect(formatDay("2026-01-31T12:00:00Z", now)).not.toContain("2026");
  });
});

describe("formatDuration", () => {
  it("uses at most two units", () => {
    expect(formatDuration(12_000)).toBe("12 s");
    expect(formatDuration(6 * 60_000 + 20_000)).toBe("6 min");
    expect(formatDuration(80 * 60_000)).toBe("1 h 20 min");
    expect(formatDuration(3 * 864e5)).toBe("3 days");
  });
});

describe("formatRelative", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");
  it("says just now within a minute, either way", () => {
    expect(formatRelative("2026-03-01T11:59:30Z", now)).toBe("just now");
    expect(formatRelative("2026-03-01T12:00:30Z", now)).toBe("just now");
  });
  it("counts whole units", () => {
    expect(formatRelative("2026-03-01T10:01:00Z", now)).toContain("1");
    expect(formatRelative("not a time", now)).toBe("not a time");
  });
});

describe("formatMoney", () => {
  it("writes the currency, and an unknown one as it came", () => {
    expect(formatMoney(49, "EUR")).toContain("€");
    expect(formatMoney(1200, "JPY")).toMatch(/1,200(?!\.)/);
    expect(formatMoney(5, "POINTS!")).toBe("5 POINTS!");
  });
});

describe("formatValue", () => {
  it("reads every type of value as a person would", () => {
    expect(formatValue(true)).toBe("Yes");
    expect(formatValue(null)).toBe("none");
    expect(formatValue("")).toBe("empty");
    expect(formatValue(["a", 2])).toBe("a, 2");
    expect(formatValue({ a: 1 })).toBe('{"a":1}');
    expect(formatValue(1234.5)).toBe("1,234.5");
  });
  it("does not move a date without a time to another day", () => {
    setTimeZone("America/Los_Angeles");
    expect(formatValue("2026-03-01")).toContain("1");
    expect(formatValue("2026-03-01")).toContain("Mar");
  });
});

describe("isTime", () => {
  it("takes dates and instants, not phone numbers or versions", () => {
    expect(isTime("2026-03-01")).toBe(true);
    expect(isTime("2026-03-01T10:00:00.123Z")).toBe(true);
    expect(isTime("2026-03-01x")).toBe(false);
    expect(isTime("+4930123456")).toBe(false);
  });
});

describe("humanise", () => {
  it("reads keys of any style as words", () => {
    expect(humanise("lifetime_value")).toBe("Lifetime value");
    expect(humanise("lastOrderDate")).toBe("Last order date");
    expect(humanise("utm-source")).toBe("UTM source");
    expect(humanise("NPS")).toBe("NPS");
    expect(humanise("___")).toBe("___");
  });
});
