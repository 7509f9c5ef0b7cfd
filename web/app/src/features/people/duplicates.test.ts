import { expect, test } from "vitest";

import { chanceOf, nextAfter, strengthOf } from "./duplicates";

test("a chance is never said to be certain", () => {
  expect(chanceOf(0.5)).toMatch(/^50\s?%$/);
  expect(chanceOf(0.9731)).toMatch(/^97\.3\s?%$/);
  expect(chanceOf(1)).toMatch(/^> 99\.9\s?%$/);
});

test("weights in words, for and against", () => {
  expect(strengthOf(14).key).toBe("duplicates.strongly_for");
  expect(strengthOf(3).key).toBe("duplicates.for");
  expect(strengthOf(0.4).key).toBe("duplicates.little");
  expect(strengthOf(0).key).toBeNull();
  expect(strengthOf(-4).tone).toBe("bad");
  expect(strengthOf(-9).key).toBe("duplicates.strongly_against");
});

test("the next pair, and the one before at the end", () => {
  const pairs = [{ id: "a" }, { id: "b" }, { id: "c" }];
  expect(nextAfter(pairs, "a", 1)).toBe("b");
  expect(nextAfter(pairs, "c", 1)).toBe("b");
  expect(nextAfter(pairs, "a", -1)).toBe("a");
  expect(nextAfter([{ id: "a" }], "a", 1)).toBeUndefined();
});
