import { describe, expect, it } from "vitest";

import { readProfileSearch } from "./search";

describe("readProfileSearch", () => {
  it("reads what it wrote", () => {
    const search = { kind: ["track"], channel: ["web", "chat"], name: "Order Completed", until: "2026-03-01", event: "event_1", as_of: "2026-02-01", why: ["email:a", "user_id:b"], pane: "about" as const };
    expect(readProfileSearch(JSON.parse(JSON.stringify(search)))).toEqual(search);
  });
  it("drops what makes no sense and keeps the rest", () => {
    expect(readProfileSearch({ kind: 7, until: "yesterday", pane: "x", name: 404, why: [] })).toEqual({ name: "404", why: [] });
  });
});
