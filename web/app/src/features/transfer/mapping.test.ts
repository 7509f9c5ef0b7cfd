import { describe, expect, it } from "vitest";

import { roleOf, withKind, withRole } from "./mapping";

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
});
