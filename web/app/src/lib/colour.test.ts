import { describe, expect, it } from "vitest";

import { colourOf, initialsOf } from "./colour";

describe("initialsOf", () => {
  it("takes the first and last word of any script", () => {
    expect(initialsOf("Ana María López")).toBe("AL");
    expect(initialsOf("محمد الهاشمي")).toBe("ما");
    expect(initialsOf("佐藤")).toBe("佐");
  });
  it("skips what is no letter", () => {
    expect(initialsOf("🦊 Max Müller")).toBe("MM");
    expect(initialsOf("🦊")).toBe("");
  });
});

describe("colourOf", () => {
  it("is stable, and white text reads on every colour", () => {
    expect(colourOf("profile_1")).toBe(colourOf("profile_1"));
    const channel = (value: number) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const colours = new Set(Array.from({ length: 200 }, (_, index) => colourOf(`profile_${index}`)));
    expect(colours.size).toBe(8);
    for (const colour of colours) {
      const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => channel(parseInt(colour.slice(at, at + 2), 16) / 255));
      const contrast = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
      expect(contrast, colour).toBeGreaterThan(4.5);
    }
  });
});
