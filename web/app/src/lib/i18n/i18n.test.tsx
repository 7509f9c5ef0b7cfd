import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { choose, fill, split } from "./format";
import { findText, T, t } from "./index";

describe("choose", () => {
  const message = { one: "one", few: "few", many: "many", other: "other" };
  it("follows the locale's plural rules", () => {
    expect([0, 1, 2, 5].map((count) => choose(message, "en", count))).toEqual(["other", "one", "other", "other"]);
    expect([1, 2, 5, 22, 25].map((count) => choose(message, "pl", count))).toEqual(["one", "few", "many", "few", "many"]);
  });
  it("falls back to the general form when a form is missing or no count is given", () => {
    expect(choose({ other: "things" }, "ar", 2)).toBe("things");
    expect(choose(message, "en", undefined)).toBe("other");
  });
});

describe("fill", () => {
  it("writes numbers as the locale does", () => {
    expect(fill("{count} events", "en", { count: 1234567 })).toBe("1,234,567 events");
    expect(fill("{count} events", "de", { count: 1234567 })).toBe("1.234.567 events");
  });
  it("leaves an unknown place visible and never reads values as templates", () => {
    expect(fill("{a} {b}", "en", { a: "{b}" })).toBe("{b} {b}");
  });
});

describe("split", () => {
  it("keeps the text around places", () => {
    expect(split("a {b} c").map((part) => part.text)).toEqual(["a ", "{b}", " c"]);
    expect(split("plain")).toEqual([{ text: "plain", place: null }]);
  });
});

describe("the catalogue", () => {
  it("has plural forms for counted things", () => {
    expect(t("timeline.pages", { count: 1 })).toBe("1 page");
    expect(t("timeline.pages", { count: 12 })).toBe("12 pages");
  });
  it("answers null for a key that it does not have", () => {
    expect(findText("reason.never_heard_of")).toBeNull();
    expect(findText("channel.web")).toBe("Website");
  });
  it("puts nodes into the places of a text", () => {
    const { container } = render(<T k="invitation.title" values={{ workspace: <b>Acme</b> }} />);
    expect(container.innerHTML).toBe("Join <b>Acme</b>");
  });
});
