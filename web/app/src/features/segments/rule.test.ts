import { describe, expect, test } from "vitest";

import { eventRule, noRules, rootOf, type RuleNode, toJson } from "./rule";

describe("what the builder says", () => {
  const written = [
    { and: [{ event: "Paid", count: { is: "at_least", value: 2 }, within_days: 30 }, { trait: "plan", is: "equals", value: "pro" }] },
    { or: [{ not: { event: "Paid", where: { property: "total", is: "greater", value: 5 }, count: { is: "exactly", value: 0 } } }] },
    { and: [{ event: "Paid", last: { is: "not_within_days", value: 30 } }] },
    { and: [{ sequence: [{ event: "Added" }, { event: "Paid" }], within_s: 3600, from: "2026-01-01T00:00:00Z" }] },
    { and: [{ sequence: [{ event: "Added" }, { event: "Paid" }], same: "cart_id", within_s: 3600 }] },
    { and: [{ event: "Added", not_followed_by: { event: "Paid" }, within_s: 7200 }] },
    { and: [{ not: { account_people: "all", who: { and: [{ event: "Paid", count: { is: "at_least", value: 1 } }] } } }] },
    { and: [{ not: { segment: "segment_1" } }, { not: { or: [{ identifier: "email", is: "exists" }] } }] },
  ];
  test.each(written)("comes back as it was: %j", (json) => {
    expect(toJson(rootOf(json))).toEqual(json);
  });

  test("leaves out what is not finished", () => {
    const unfinished: RuleNode[] = [eventRule(""), { ...eventRule("Added"), mode: "then" }, { ...eventRule("Added"), mode: "last", value: null }, { sort: "segment", not: false, segment: "" }];
    expect(toJson({ ...noRules, items: unfinished })).toBeNull();
    expect(toJson({ ...noRules, items: [...unfinished, eventRule("Paid")] })).toEqual({ and: [{ event: "Paid", count: { is: "at_least", value: 1 } }] });
  });
});
