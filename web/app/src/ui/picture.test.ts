import { afterEach, describe, expect, it } from "vitest";

import { lines, pictureOf, plainColour } from "./picture";

describe("plainColour", () => {
  it("writes mixed colours so that every program reads them", () => {
    expect(plainColour("color(srgb 0.5 0 1)")).toBe("rgb(128, 0, 255)");
    expect(plainColour("color(srgb 0 0.2 1.0001 / 0.5)")).toBe("rgba(0, 51, 255, 0.5)");
    expect(plainColour("rgb(1, 2, 3)")).toBe("rgb(1, 2, 3)");
  });
});

describe("lines", () => {
  it("breaks between words", () => {
    expect(lines("one two three four", 9)).toEqual(["one two", "three", "four"]);
    expect(lines("", 9)).toEqual([]);
    expect(lines("of them 43\u00a0% left", 9)).toEqual(["of them", "43\u00a0% left"]);
  });
});

describe("pictureOf", () => {
  afterEach(() => document.body.replaceChildren());
  function page(html: string) {
    const within = document.createElement("div");
    within.innerHTML = html;
    document.body.append(within);
    for (const chart of within.querySelectorAll("svg")) {
      for (const key of ["width", "height"]) Object.defineProperty(chart, key, { value: { baseVal: { value: Number(chart.getAttribute(key)) } } });
    }
    return within;
  }
  it("leaves out what a chart is changed with", () => {
    const within = page('<svg data-chart aria-label="Graph" width="300" height="100"><rect fill="red" width="9" height="9"/><circle data-tool fill="red" r="3"/></svg>');
    const root = new DOMParser().parseFromString(pictureOf(within, "Graph", "", "")?.svg ?? "", "image/svg+xml");
    expect([root.querySelectorAll("circle").length, root.querySelectorAll("rect[width='9']").length]).toEqual([0, 1]);
  });
  it("draws all charts below each other, says what they say, and keeps what only the page knows out", () => {
    const within = page(
      `<svg data-chart aria-label="First" width="300" height="100"><g data-mark class="x" tabindex="0" role="button" aria-label="A &amp; B"><rect fill="red" width="9" height="9"/><path style="fill: none; stroke: transparent" d="M0 0"/></g></svg>
       <section data-caption="The second"><svg data-chart aria-label="Second" width="900" height="50"><text>words</text></svg></section>`,
    );
    const picture = pictureOf(within, "Funnel", "Of 5 people <2 went on", "Throughline");
    expect(picture?.width).toBe(948);
    const root = new DOMParser().parseFromString(picture?.svg ?? "", "image/svg+xml");
    expect(root.querySelector("parsererror")).toBeNull();
    const texts = [...root.querySelectorAll("text")].map((text) => text.textContent);
    expect(texts).toEqual(["Funnel", "Of 5 people <2 went on", "First", "The second", "words", "Throughline"]);
    expect(root.querySelectorAll("svg svg")).toHaveLength(2);
    expect(root.querySelector("title")?.textContent).toBe("A & B");
    expect(root.querySelector("[class], [tabindex], [role], [data-mark], path")).toBeNull();
  });
  it("is nothing where there is no chart", () => {
    expect(pictureOf(page("<svg></svg>"), "", "", "")).toBeNull();
  });
});
