import { describe, expect, it } from "vitest";

import { event } from "./event.testing";
import { payloadOf } from "./payload";

describe("payloadOf", () => {
  it("puts a track call together from what is kept of it", () => {
    const payload = payloadOf(
      event("2026-03-01T10:00:00Z", {
        kind: "track",
        name: "Order Completed",
        message_id: "m-1",
        original_timestamp: "2026-03-01T09:59:58Z",
        identifiers: [{ type: "user_id", value: "u1" }, { type: "email", value: "a@b.example" }],
        properties: { total: 49 },
        context: { locale: "de" },
        extra: { version: 2 },
      }),
    );
    expect(payload).toEqual({
      type: "track",
      messageId: "m-1",
      event: "Order Completed",
      userId: "u1",
      timestamp: "2026-03-01T09:59:58Z",
      properties: { total: 49 },
      context: { locale: "de" },
      version: 2,
    });
  });
  it("calls what an identify or group call says traits, and leaves out what is empty", () => {
    const payload = payloadOf(event("2026-03-01T10:00:00Z", { kind: "group", name: "", account: "acme", properties: { plan: "pro" } }));
    expect(payload).toMatchObject({ type: "group", groupId: "acme", traits: { plan: "pro" }, anonymousId: "a1" });
    expect(payload).not.toHaveProperty("context");
    expect(payload).not.toHaveProperty("name");
  });
});
