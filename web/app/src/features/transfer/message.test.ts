import { describe, expect, it } from "vitest";

import { readMessage } from "./message";

describe("a message of a preview", () => {
  it("says who it is about before what is said", () => {
    const read = readMessage({
      type: "track",
      event: "Order Placed",
      timestamp: "2020-01-02T00:00:00Z",
      userId: "ana",
      context: { externalIds: [{ type: "email", id: "a@b.example" }] },
      properties: { total: 9.5, lines: [1, 2] },
    });
    expect(read).toEqual({
      kind: "track",
      name: "Order Placed",
      time: "2020-01-02T00:00:00Z",
      who: [
        ["user_id", "ana"],
        ["email", "a@b.example"],
      ],
      said: [
        ["total", "9.5"],
        ["lines", "[1,2]"],
      ],
    });
  });
  it("reads whatever stands in a file", () => {
    for (const odd of [null, 7, "x", [], { type: {}, context: { externalIds: [null, 3] }, timestamp: "soon" }]) {
      expect(readMessage(odd).time).toBeUndefined();
    }
  });
});
