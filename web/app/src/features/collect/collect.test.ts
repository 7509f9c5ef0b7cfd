import { describe, expect, it } from "vitest";

import type { Source } from "@/api/types";

import { healthOf } from "./health";
import { readSourceSearch } from "./search";
import { snippetsFor } from "./snippets";

const source: Source = {
  id: "source_1", name: "Site", kind: "browser", enabled: true, created_at: "2026-01-01T00:00:00Z", write_key_prefix: "tl_w_1",
  last_event_at: "2026-03-01T10:00:00Z", events_24h: 1, accepted: 1, repeated: 0, collided: 0, refused: 0, dead_letters: 0, random_ids: 0, properties_email_is_identifier: false,
};
const now = Date.parse("2026-03-01T12:00:00Z");

describe("healthOf", () => {
  it("names the one thing to know", () => {
    expect(healthOf(source, now)).toBe("well");
    expect(healthOf({ ...source, enabled: false }, now)).toBe("off");
    expect(healthOf({ ...source, last_event_at: null }, now)).toBe("waiting");
    expect(healthOf({ ...source, last_event_at: null, refused: 2 }, now)).toBe("refusing");
    expect(healthOf({ ...source, dead_letters: 1 }, now)).toBe("refusing");
    expect(healthOf(source, now + 25 * 3600_000)).toBe("quiet");
  });
});

describe("snippetsFor", () => {
  const place = { protocol: "https", host: "cx.example:8443", key: "tl_write_1" };
  it("has the key and the host in every snippet", () => {
    for (const kind of ["browser", "server"] as const) {
      for (const snippet of snippetsFor(kind, place)) {
        const code = decodeURIComponent(snippet.code);
        expect(code, snippet.id).toContain("tl_write_1");
        expect(code, snippet.id).toContain("https://cx.example:8443");
      }
    }
  });
  it("never shows a server's snippet for a key that is public", () => {
    expect(snippetsFor("browser", place).map((each) => each.id)).toEqual(["analytics.js", "pixel", "curl"]);
    expect(snippetsFor("server", place).map((each) => each.id)).toEqual(["node", "python", "curl"]);
  });
  it("sends a pixel that reads back as the event", () => {
    const pixel = snippetsFor("browser", place).find((each) => each.id === "pixel");
    const data = /data=([^"]+)"/.exec(pixel?.code ?? "")?.[1] ?? "";
    expect(JSON.parse(decodeURIComponent(data))).toMatchObject({ writeKey: "tl_write_1", event: "Newsletter Opened" });
  });
});

describe("readSourceSearch", () => {
  it("takes known tabs only", () => {
    expect(readSourceSearch({ tab: "live", letter: "dead_letter_1" })).toEqual({ tab: "live", letter: "dead_letter_1" });
    expect(readSourceSearch({ tab: "elsewhere" })).toEqual({});
  });
});
