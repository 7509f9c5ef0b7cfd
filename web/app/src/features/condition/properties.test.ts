import { describe, expect, it } from "vitest";

import { propertiesOf } from "./properties";

describe("propertiesOf", () => {
  it("finds what events say, inner members by their path and what stands in the context last", () => {
    const found = propertiesOf([
      { properties: { total: 12.5, currency: "EUR", address: { city: "Wien" }, items: [1, 2] }, context: { page: { path: "/a" } } },
      { properties: { total: 7, currency: "EUR", gift: true }, context: null },
      { properties: null },
    ]);
    expect(found.map((each) => [each.key, each.type, each.events])).toEqual([
      ["currency", "string", 2],
      ["total", "number", 2],
      ["address.city", "string", 1],
      ["gift", "boolean", 1],
      ["context.page.path", "string", 1],
    ]);
  });
  it("proposes values, the frequent ones first, and reads what is a time", () => {
    const [plan, since] = propertiesOf([{ properties: { plan: "pro", since: "2026-01-02" } }, { properties: { plan: "free", since: "2026-01-03T10:00:00Z" } }, { properties: { plan: "free" } }]);
    expect(plan?.values).toEqual(["free", "pro"]);
    expect(since?.type).toBe("time");
  });
});
