import { describe, expect, it } from "vitest";

import { event } from "./event.testing";
import { daysOf, entriesOf, joinPages, titleOf } from "./sessions";

const iphone = { userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1" };
const utcDay = (at: Date) => at.toISOString().slice(0, 10);

describe("entriesOf", () => {
  it("folds a visit into one entry with its pages, length, device and end", () => {
    const [entry, ...rest] = entriesOf([
      event("2026-03-01T10:06:00Z", { name: "Checkout", context: iphone }),
      event("2026-03-01T10:03:00Z", { kind: "track", name: "Product Added", context: iphone }),
      event("2026-03-01T10:00:00Z", { context: iphone }),
    ]);
    expect(rest).toEqual([]);
    expect(entry).toMatchObject({ sort: "session", pages: 2, actions: 1, endedAt: "Checkout", device: { program: "Safari", machine: "iPhone" } });
    expect(entry?.sort === "session" && entry.end - entry.start).toBe(6 * 60_000);
  });

  it("ends a visit after half an hour of silence, not before", () => {
    const close = entriesOf([event("2026-03-01T10:30:00Z"), event("2026-03-01T10:00:00Z")]);
    expect(close.map((entry) => entry.sort)).toEqual(["session"]);
    const apart = entriesOf([event("2026-03-01T10:30:01Z"), event("2026-03-01T10:00:00Z")]);
    expect(apart.map((entry) => entry.sort)).toEqual(["line", "line"]);
  });

  it("keeps visits on two devices apart although they overlap", () => {
    const phone = { identifiers: [{ type: "anonymous_id", value: "phone" }] };
    const entries = entriesOf([event("2026-03-01T10:03:00Z"), event("2026-03-01T10:02:00Z", phone), event("2026-03-01T10:01:00Z"), event("2026-03-01T10:00:00Z", phone)]);
    expect(entries.map((entry) => entry.sort === "session" && entry.events.length)).toEqual([2, 2]);
  });

  it("tells a purchase within a visit by itself, and does not end the visit", () => {
    const entries = entriesOf([
      event("2026-03-01T10:04:00Z", { name: "Thanks" }),
      event("2026-03-01T10:03:00Z", { kind: "track", name: "Order Completed" }),
      event("2026-03-01T10:00:00Z"),
    ]);
    expect(entries.map((entry) => entry.sort)).toEqual(["session", "card"]);
  });

  it("tells one conversation together, in the order in which it was said", () => {
    const chat = (at: string, name: string, reference: string) => event(at, { kind: "track", channel: "chat", name, reference });
    const entries = entriesOf([
      chat("2026-03-01T10:04:00Z", "Live Chat Message Received", "c1"),
      chat("2026-03-01T10:03:00Z", "Live Chat Message Sent", "c2"),
      chat("2026-03-01T10:02:00Z", "Live Chat Message Sent", "c1"),
    ]);
    expect(entries).toMatchObject([
      { sort: "thread", card: "chat", events: [{ name: "Live Chat Message Sent" }, { name: "Live Chat Message Received" }] },
      { sort: "thread", events: [{ reference: "c2" }] },
    ]);
  });

  it("shows what a server or a person's merge says as single lines", () => {
    const entries = entriesOf([event("2026-03-01T10:01:00Z", { kind: "identify", channel: "server" }), event("2026-03-01T10:00:00Z", { kind: "merge", channel: "system" })]);
    expect(entries.map((entry) => entry.sort)).toEqual(["line", "line"]);
  });
});

describe("daysOf", () => {
  it("puts a visit over midnight on the day of its end, and counts its events there", () => {
    const days = daysOf([event("2026-03-02T00:10:00Z"), event("2026-03-01T23:50:00Z"), event("2026-03-01T09:00:00Z")], utcDay);
    expect(days.map(({ day, events }) => [day, events])).toEqual([
      ["2026-03-02", 2],
      ["2026-03-01", 1],
    ]);
  });
  it("loses and repeats nothing", () => {
    const events = Array.from({ length: 500 }, (_, index) => event(new Date(1_800_000_000_000 - index * 7 * 60_000 * (index % 5)).toISOString(), index % 7 === 0 ? { kind: "track", name: "Order Completed" } : {})).sort((a, b) => (a.occurred_at < b.occurred_at ? 1 : -1));
    const shown = daysOf(events, utcDay).flatMap((day) => day.entries.flatMap((entry) => ("events" in entry ? entry.events : [entry.event])));
    expect(shown.map((each) => each.id).sort()).toEqual(events.map((each) => each.id).sort());
  });
});

describe("joinPages", () => {
  it("shows an event once although two pages have it", () => {
    const [a, b, c] = [event("2026-03-01T10:02:00Z"), event("2026-03-01T10:01:00Z"), event("2026-03-01T10:00:00Z")];
    expect(joinPages([[a, b], [b, c]])).toEqual([a, b, c]);
  });
});

describe("a conversation with an id", () => {
  it("stays one over days and channels, and is called by what it was", () => {
    const said = (at: string, name: string, channel: "phone" | "chat" | "email") => event(at, { kind: "track", channel, name, properties: { conversation_id: "cv_1" } });
    const entries = entriesOf([
      said("2026-03-03T09:00:00Z", "Ticket Solved", "email"),
      said("2026-03-02T18:00:00Z", "Conversation Passed On", "chat"),
      said("2026-03-01T10:00:00Z", "Call Ended", "phone"),
    ]);
    expect(entries).toMatchObject([{ sort: "thread", card: "call", events: [{ name: "Call Ended" }, {}, { name: "Ticket Solved" }] }]);
  });
});

describe("titleOf", () => {
  it("calls a page what it calls itself, not what every page is called", () => {
    expect(titleOf(event("2026-03-01T10:00:00Z", { name: "Page Viewed", properties: { name: "Checkout", path: "/checkout" } }))).toBe("Checkout");
    expect(titleOf(event("2026-03-01T10:00:00Z", { name: "Page Viewed", properties: { path: "/checkout" } }))).toBe("/checkout");
    expect(titleOf(event("2026-03-01T10:00:00Z", { name: "Page Viewed", extra: { name: "Pricing" } }))).toBe("Pricing");
    expect(titleOf(event("2026-03-01T10:00:00Z", { name: "Page Viewed" }))).toBe("Page Viewed");
    expect(titleOf(event("2026-03-01T10:00:00Z", { kind: "track", name: "Page Viewed", properties: { name: "x" } }))).toBe("Page Viewed");
  });
});
