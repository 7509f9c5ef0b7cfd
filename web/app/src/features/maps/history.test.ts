import { describe, expect, it } from "vitest";

import { begin, change, redo, settle, undo } from "./history";

describe("history", () => {
  it("undoes and does again, and forgets what was undone after another change", () => {
    let history = change(change(begin("a"), "b"), "c");
    history = undo(history);
    expect(history.present).toBe("b");
    expect(redo(history).present).toBe("c");
    history = change(history, "d");
    expect(redo(history).present).toBe("d");
    expect(undo(undo(undo(history))).present).toBe("a");
  });

  it("joins what was changed in one go", () => {
    const typed = ["a", "ab", "abc"].reduce((history, text) => change(history, text, "name"), begin(""));
    expect(undo(typed).present).toBe("");
    const twice = change(settle(typed), "abcd", "name");
    expect(undo(twice).present).toBe("abc");
  });

  it("notices no change where there is none", () => {
    const history = begin("a");
    expect(change(history, "a")).toBe(history);
    expect(undo(history)).toBe(history);
    expect(redo(history)).toBe(history);
  });
});
