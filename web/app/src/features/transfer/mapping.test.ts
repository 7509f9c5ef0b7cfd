import { describe, expect, it } from "vitest";

import { isAboutSomebody, lacksEvent, roleOf, withKind, withRole } from "./mapping";

const mapping = { format: "csv", kind: "identify", columns: { mail: "email", age: "trait:number", city: "trait" } };

describe("a mapping", () => {
  it("names another identifier after its column", () => {
    const changed = withRole(mapping, "Order No.", "identifier");
    expect(changed.columns?.["Order No."]).toBe("identifier:order_no");
    expect(roleOf(changed, "Order No.")).toBe("identifier");
  });
  it("turns traits into properties when rows are events, and back", () => {
    const events = withKind(mapping, "track");
    expect(events.columns).toEqual({ mail: "email", age: "property:number", city: "property" });
    expect(withKind(events, "identify").columns).toEqual(mapping.columns);
  });
  it("shows a role without a type as text, and an unknown column as left out", () => {
    expect(roleOf(mapping, "city")).toBe("trait:text");
    expect(roleOf(mapping, "nowhere")).toBe("ignored");
  });
  it("needs a column that says who it is about, and a name for what happened", () => {
    expect(isAboutSomebody(mapping)).toBe(true);
    expect(isAboutSomebody(withRole(mapping, "mail", "ignored"))).toBe(false);
    expect(isAboutSomebody(withRole({ ...mapping, columns: {} }, "Order No.", "identifier"))).toBe(true);
    expect(lacksEvent(withKind(mapping, "track"))).toBe(true);
    expect(lacksEvent({ ...withKind(mapping, "track"), event: "Paid" })).toBe(false);
    expect(lacksEvent(mapping)).toBe(false);
  });
});
