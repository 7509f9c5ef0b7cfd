import { describe, expect, it } from "vitest";

import type { Stickiness } from "@/api/types";

import { sessionsQuestion, sessionsSays, sessionsSheet } from "./sessions";
import { lastDay, stickinessQuestion, stickinessSays, stickinessSheet, stickinessWhoTitle } from "./stickiness";
import { shareOf } from "./words";

const note = { position: "1", people: 40, took_ms: 1, explanation: "" };
const day = (at: number, count: number, of: number, completeness = "complete") => ({ day: at, begins_at: "", begins_on: `2026-03-0${at}`, weekly: 30, daily: shareOf(count, of), completeness });
const answer: Stickiness = { days: [day(1, 8, 40), day(2, 10, 40), day(3, 1, 40, "partial")], active_days: [{ days: 1, people: 10 }, { days: 5, people: 30 }], note, parts: [] };

describe("stickiness", () => {
  it("speaks of the last day that is over", () => {
    expect(stickinessQuestion({ events: ["Opened"] }, undefined)).toEqual({ events: { names: ["Opened"] }, month_days: 28 });
    expect(lastDay(answer)?.day).toBe(2);
    expect(stickinessSays(answer, {})).toBe("Of 40 people who did anything in the 28 days until Mar 2, 2026, 25\u00a0% (14 to 40) did so on that day. Of all people of this time, 75\u00a0% (60 to 86) were here on 4 days or more.");
  });
  it("opens who was here on the day, in the week and in the month", () => {
    const { rows } = stickinessSheet(answer);
    expect(rows[2]?.slice(1, 4).map((cell) => cell.who)).toEqual(["day", "week", "month"].map((window) => ({ day: 3, window })));
    expect(rows[2]?.[1]?.unsure).toBe(true);
    expect(stickinessWhoTitle({ active_days: 1 }, answer)).toBe("Here on 1 day");
    expect(stickinessWhoTitle({ day: 1, window: "week" }, answer)).toBe("Active in the 7 days until Mar 1, 2026");
  });
});

describe("sessions", () => {
  const visits = { sessions: 12, people: 5, lasted_ms: { mean: 1, median: 120_000, p90: 600_000 }, events: { mean: 3, median: 3, p90: 8 }, periods: [{ period: 1, begins_at: "", begins_on: "2026-03-02", sessions: 12, people: 5, completeness: "partial" }], note, parts: [] };
  it("ask by a pause of one's own, and say how long visits last", () => {
    expect(sessionsQuestion({ pause: "2h" }, undefined)).toEqual({ timeout_ms: 7_200_000, unit: "week" });
    expect(sessionsSays(visits)).toMatch(/^There were 12 visits of 5 people\. Half of them lasted 2.*min.* at most, 9 of 10 at most 10.*min.*; half had 3 events or fewer\.$/);
    expect(sessionsSheet(visits, "week").rows[0]?.[2]).toMatchObject({ text: "5", unsure: true, who: { period: 1 } });
  });
});
