import { describe, expect, it } from "vitest";

import { type Condition, comparisonsFor, emptyGroup, fieldFor, firstRule, fromJson, type Group, isComplete, rootOf, toJson } from "./condition";
import { wordsOf } from "./words";

const every: Condition[] = [
  { trait: "plan", is: "equals", value: "pro" },
  { trait: "plan", is: "one_of", value: ["pro", "team"] },
  { trait: "age", is: "greater", value: 30 },
  { trait: "newsletter", is: "equals", value: false },
  { trait: "plan", is: "missing" },
  { identifier: "email", is: "ends_with", value: "@example.com" },
  { identifier: "phone", is: "exists" },
  { account: "any", is: "missing" },
  { account: "group_id", is: "equals", value: "acme" },
  { account: { trait: "employees", is: "greater", value: 50 } },
  { first_seen: { is: "before", value: "2026-01-01T00:00:00Z" } },
  { last_seen: { is: "within_days", value: 7 } },
  { event: "Order Completed", count: { is: "at_least", value: 2 }, within_days: 30 },
  { event: "Order Completed", count: { is: "at_most", value: 0 } },
  { segment: "segment_1" },
  { not: { segment: "segment_1" } },
];

describe("condition JSON", () => {
  it.each(every)("comes back as it was: %j", (condition) => {
    const node = fromJson(condition);
    expect(node && toJson(node)).toEqual(condition);
  });

  it("keeps nesting and negation", () => {
    const condition: Condition = { and: [{ trait: "plan", is: "exists" }, { not: { or: [{ account: "any", is: "exists" }, { not: { last_seen: { is: "within_days", value: 7 } } }] } }] };
    const node = fromJson(condition);
    expect(node && toJson(node)).toEqual(condition);
  });

  it("counts an event once where no count is given", () => {
    const node = fromJson({ event: "Signed Up" });
    expect(node && toJson(node)).toEqual({ event: "Signed Up", count: { is: "at_least", value: 1 } });
  });

  it("leaves out what cannot be read, and what has no value yet", () => {
    expect(fromJson({ nonsense: true })).toBeNull();
    expect(fromJson("text")).toBeNull();
    expect(fromJson({ and: [{ nonsense: true }, { trait: "a", is: "exists" }] })).toMatchObject({ items: [{ subject: { key: "a" } }] });
    const unfinished: Group = { ...emptyGroup, items: [firstRule({ about: "trait", key: "plan" }, "string")] };
    expect(toJson(unfinished)).toBeNull();
  });

  it("asks nothing for an empty group", () => {
    expect(toJson(emptyGroup)).toBeNull();
    expect(toJson({ ...emptyGroup, items: [{ ...emptyGroup, join: "or" }] })).toBeNull();
  });
});

describe("rootOf", () => {
  it("wraps a single rule and a negated group, so that the builder has a root", () => {
    expect(rootOf({ trait: "a", is: "exists" })).toMatchObject({ join: "and", not: false, items: [{ sort: "rule" }] });
    expect(rootOf({ not: { or: [{ trait: "a", is: "exists" }] } })).toMatchObject({ not: false, items: [{ sort: "group", not: true }] });
    expect(rootOf(null)).toEqual(emptyGroup);
  });
});

describe("rules", () => {
  it("offer what their type can do", () => {
    expect(comparisonsFor({ about: "trait", key: "n" }, "number")).toContain("greater");
    expect(comparisonsFor({ about: "trait", key: "s" }, "string")).not.toContain("greater");
    expect(fieldFor("within_days", "time")).toBe("days");
    expect(fieldFor("missing", "number")).toBe("none");
  });
  it("are complete with a value, and a list with at least one", () => {
    const rule = firstRule({ about: "trait", key: "plan" }, "string");
    expect(isComplete(rule)).toBe(false);
    expect(isComplete({ ...rule, value: "pro" })).toBe(true);
    expect(isComplete({ ...rule, is: "one_of", value: [] })).toBe(false);
    expect(isComplete({ ...rule, is: "exists" })).toBe(true);
    expect(isComplete({ ...rule, value: false })).toBe(true);
  });
});

describe("wordsOf", () => {
  it("names segments, and says so where one is not there", () => {
    const outside = fromJson({ not: { segment: "segment_1" } });
    expect(outside && wordsOf(outside, new Map([["segment_1", "Big spenders"]]))).toBe("is not in Big spenders");
    expect(outside && wordsOf(outside)).toBe("is not in a segment that is gone");
  });
  const words = (condition: Condition) => {
    const node = fromJson(condition);
    return node ? wordsOf(node) : "";
  };
  it("says a condition in plain words", () => {
    expect(words({ trait: "lifetime_value", is: "greater", value: 1000 })).toBe("Lifetime value is more than 1,000");
    expect(words({ event: "Order Completed", count: { is: "at_most", value: 0 }, within_days: 30 })).toBe("never did Order Completed in the last 30 days");
    expect(words({ event: "Order Completed", count: { is: "at_least", value: 2 } })).toBe("did Order Completed at least 2 times");
    expect(words({ last_seen: { is: "within_days", value: 1 } })).toBe("Last seen in the last 1 day");
    expect(words({ not: { or: [{ trait: "a", is: "exists" }, { identifier: "email", is: "exists" }] } })).toBe("not (A is known or Email is known)");
  });
});
