import { describe, expect, it } from "vitest";

import { t } from "@/lib/i18n";

import { drawMap, wrapped } from "./drawing";
import { svgOf } from "./svg";
import { figuresOf, stage, stageFiguresOf, threeStages } from "./testing";

const captions = { title: "Our map", says: "How it is", foot: "Version 1" };
const hostile = `</text><script>alert("1")</script>&'\u0000\ud800`;

function parse(svg: string): Document {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
  expect(parsed.querySelector("parsererror")).toBeNull();
  return parsed;
}

describe("the drawing of a map", () => {
  it("has every text of the map", () => {
    const text = [...parse(svgOf(drawMap(threeStages, undefined, captions))).querySelectorAll("text")].map((each) => each.textContent).join(" ");
    for (const said of ["Our map", "FIND", "Visit", "Page Viewed", "Be found", "Too long", "Open · Bo", "Ana", "No owner", "within 48 hours", "Version 1"]) expect(text).toContain(said);
  });

  it("has what people do where it is laid over", () => {
    const figures = figuresOf(stageFiguresOf("find", 80, 100), stageFiguresOf("try", 40, 100, 80));
    const text = [...parse(svgOf(drawMap(threeStages, figures, captions))).querySelectorAll("text")].map((each) => each.textContent);
    expect(text).toContain("80");
    expect(text).toContain(t("journeys.percent", { share: "50" }));
  });

  it("is a picture whatever is written in it: nothing of it becomes an element or an attribute", () => {
    const document = { stages: [stage("a", { name: hostile, owner: hostile, goal: [hostile], pain: [{ text: hostile }], touchpoints: [{ id: "t", name: hostile, events: { names: [hostile] } }] })] };
    const parsed = parse(svgOf(drawMap(document, undefined, { title: hostile, says: hostile, foot: hostile })));
    expect(new Set([...parsed.querySelectorAll("*")].map((each) => each.tagName))).toEqual(new Set(["svg", "rect", "text", "path"]));
    expect([...parsed.querySelectorAll("text")].map((each) => each.textContent).join("")).toContain("<script>alert(");
  });

  it("keeps everything within its size", () => {
    const { width, height, shapes } = drawMap(threeStages, undefined, captions);
    for (const shape of shapes) {
      if (shape.sort !== "path") {
        expect(shape.x).toBeGreaterThanOrEqual(0);
        expect(shape.x).toBeLessThan(width);
        expect(shape.y).toBeLessThan(height);
      }
    }
  });

  it("is drawn for an empty map too", () => {
    expect(parse(svgOf(drawMap({ stages: [] }, undefined, captions))).querySelector("text")?.textContent).toBe("Our map");
  });
});

describe("wrapped", () => {
  it("breaks between words, and within one that fits nowhere", () => {
    expect(wrapped("one two three", 60, 12)).toEqual(["one two", "three"]);
    expect(wrapped("abcdefghijklmnop", 30, 12).join("")).toBe("abcdefghijklmnop");
    expect(wrapped("", 60, 12)).toEqual([]);
  });
});
