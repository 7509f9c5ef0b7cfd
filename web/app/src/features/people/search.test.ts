import { describe, expect, it } from "vitest";

import { columnsOf, readPeopleSearch, sortNameOf } from "./search";

describe("readPeopleSearch", () => {
  it("reads what it wrote", () => {
    const search = { q: "ana", filter: { and: [{ trait: "plan", is: "equals", value: "pro" }] }, sort: "trait:plan", order: "asc" as const, cols: ["email", "plan"] };
    expect(readPeopleSearch(JSON.parse(JSON.stringify(search)))).toEqual(search);
  });
  it("reads a search for a number as text, and drops what makes no sense", () => {
    expect(readPeopleSearch({ q: 42, order: "sideways", filter: "plan", cols: [7] })).toEqual({ q: "42" });
  });
});

describe("columns", () => {
  it("are the usual ones that the workspace has, until chosen", () => {
    expect(columnsOf({}, ["plan"])).toEqual(["email", "plan", "account", "first_seen", "last_seen", "events"]);
    expect(columnsOf({ cols: ["city"] }, ["plan"])).toEqual(["city"]);
  });
  it("sort by traits under their own name", () => {
    expect(sortNameOf("plan")).toBe("trait:plan");
    expect(sortNameOf("events")).toBe("events");
    expect(sortNameOf("account")).toBeUndefined();
  });
});
