import { describe, expect, it } from "vitest";

import { nameOf } from "./shortcuts";

const key = (key: string, more = {}) => nameOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe("nameOf", () => {
  it("names plain keys, chords and none with Alt, which types characters in many layouts", () => {
    expect(key("J")).toBe("j");
    expect(key("?")).toBe("?");
    expect(key("Enter")).toBe("Enter");
    expect(key("k", { ctrlKey: true })).toBe("mod+k");
    expect(key("k", { metaKey: true })).toBe("mod+k");
    expect(key("j", { altKey: true })).toBe("");
  });
});
