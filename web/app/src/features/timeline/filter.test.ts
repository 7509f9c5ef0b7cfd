import { describe, expect, it } from "vitest";

import type { Page, TimelineEvent } from "@/api/types";

import { event } from "./event.testing";
import { insertEvent, passes } from "./filter";

const at = (time: string) => event(`2026-03-01T${time}:00Z`);

describe("insertEvent", () => {
  const pages = (next: string | null = "cursor"): Page<TimelineEvent>[] => [
    { items: [at("12:00"), at("11:00")], next: "c1" },
    { items: [at("10:00"), at("09:00")], next },
  ];
  const times = (all: ReturnType<typeof pages>) => all.map((page) => page.items.map((each) => each.occurred_at.slice(11, 16)));

  it("puts a new event on top and a late one where its time says", () => {
    expect(times(insertEvent(pages(), at("12:30")))).toEqual([["12:30", "12:00", "11:00"], ["10:00", "09:00"]]);
    expect(times(insertEvent(pages(), at("09:30")))).toEqual([["12:00", "11:00"], ["10:00", "09:30", "09:00"]]);
  });
  it("leaves out what is older than all that is loaded, unless all is loaded", () => {
    expect(times(insertEvent(pages(), at("08:00")))).toEqual([["12:00", "11:00"], ["10:00", "09:00"]]);
    expect(times(insertEvent(pages(null), at("08:00")))).toEqual([["12:00", "11:00"], ["10:00", "09:00", "08:00"]]);
  });
  it("takes an event once", () => {
    const before = pages();
    const known = before[1]?.items[0];
    expect(known && insertEvent(before, known)).toBe(before);
  });
  it("fills an empty line", () => {
    expect(insertEvent([{ items: [], next: null }], at("10:00"))[0]?.items).toHaveLength(1);
  });
});

describe("passes", () => {
  it("asks every part of the filter", () => {
    const page = at("10:00");
    expect(passes(page, {})).toBe(true);
    expect(passes(page, { kind: ["track"] })).toBe(false);
    expect(passes(page, { kind: ["page"], channel: ["web", "chat"], name: "Home" })).toBe(true);
    expect(passes(page, { name: "Hom" })).toBe(false);
  });
});
