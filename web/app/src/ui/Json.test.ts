import { describe, expect, it } from "vitest";

import { piecesOf } from "./Json";

describe("piecesOf", () => {
  it("loses no character, whatever the strings hold", () => {
    const json = JSON.stringify({ 'a"b\\': "true: \"null\"", c: [true, null, 1e9, "x\u2028y"] }, null, 2);
    expect(piecesOf(json).map((piece) => piece.text).join("")).toBe(json);
  });
  it("tells keys and words from strings", () => {
    const sorts = piecesOf('{"k": "true", "b": true}').filter((piece) => piece.sort !== "plain");
    expect(sorts.map((piece) => [piece.sort, piece.text.trim()])).toEqual([
      ["key", '"k":'],
      ["key", '"b":'],
      ["word", "true"],
    ]);
  });
});
