import { describe, expect, it } from "vitest";

import type { TimelineEvent } from "@/api/types";

import { cardKindOf, itemsOf, moneyOf, scoreOf, speakerOf, wordsOf } from "./cards";
import { event } from "./event.testing";

const track = (name: string, change: Partial<TimelineEvent> = {}) => event("2026-03-01T10:00:00Z", { kind: "track", name, channel: "server", ...change });

describe("cardKindOf", () => {
  it("knows the events that are told with their words or amounts", () => {
    expect(cardKindOf(track("Live Chat Message Sent"))).toBe("chat");
    expect(cardKindOf(track("Ticket Replied"))).toBe("email");
    expect(cardKindOf(track("Call Ended"))).toBe("call");
    expect(cardKindOf(track("Survey Answered"))).toBe("survey");
    expect(cardKindOf(track("Order Completed"))).toBe("purchase");
    expect(cardKindOf(track("Subscription Cancelled"))).toBe("subscription");
  });
  it("leaves clicks of a visit and mere deliveries where they are", () => {
    expect(cardKindOf(track("Plan Selected", { channel: "web" }))).toBeNull();
    expect(cardKindOf(track("Email Opened", { channel: "email" }))).toBeNull();
    expect(cardKindOf(event("2026-03-01T10:00:00Z", { name: "Order Completed" }))).toBeNull();
  });
});

describe("what a card says", () => {
  it("takes money only with its currency", () => {
    expect(moneyOf(track("x", { properties: { total: 49.9, currency: "EUR" } }))).toEqual({ amount: 49.9, currency: "EUR" });
    expect(moneyOf(track("x", { properties: { total: 49.9 } }))).toBeNull();
    expect(moneyOf(track("x", { properties: { total: "49.9", currency: "EUR" } }))).toBeNull();
  });
  it("reads scores on their scale", () => {
    expect(scoreOf(track("x", { properties: { score: 9, survey: "NPS" } }))).toEqual({ value: 9, max: 10, tone: "good" });
    expect(scoreOf(track("x", { properties: { score: 2, survey: "NPS" } }))?.tone).toBe("bad");
    expect(scoreOf(track("x", { properties: { score: 4, survey: "CSAT" } }))).toEqual({ value: 4, max: 5, tone: "good" });
    expect(scoreOf(track("x"))).toBeNull();
  });
  it("tells the customer from the company", () => {
    expect(speakerOf(track("Live Chat Message Sent"))).toBe("customer");
    expect(speakerOf(track("Live Chat Message Received"))).toBe("company");
    expect(speakerOf(track("Live Chat Message Sent", { properties: { author: "agent" } }))).toBe("company");
    expect(speakerOf(track("Something else"))).toBe("unknown");
  });
  it("survives properties of any shape", () => {
    expect(itemsOf(track("x", { properties: { products: [null, 7, { name: "A" }, { sku: "b", quantity: 2, price: 3 }] } }))).toEqual([
      { name: "A", quantity: 1, price: null },
      { name: "b", quantity: 2, price: 3 },
    ]);
    expect(itemsOf(track("x", { properties: { products: "none" } }))).toEqual([]);
    expect(wordsOf(track("x", { properties: null }))).toBe("");
  });
});
