import { describe, expect, it } from "vitest";

import { csvOf } from "./sheet";

describe("csvOf", () => {
  it("writes raw figures, quotes where it must, and runs nothing", () => {
    const columns = [{ title: "Step" }, { title: "People, all", end: true }];
    const rows = [
      [{ text: 'The "first"' }, { text: "1,204", raw: 1204 }],
      [{ text: "=1+1" }, { text: "", raw: null }],
      [{ text: "loss" }, { text: "-3", raw: -3 }],
    ];
    expect(csvOf({ columns, rows })).toBe('Step,"People, all"\r\n"The ""first""",1204\r\n\'=1+1,\r\nloss,-3\r\n');
  });
});
