import { describe, expect, it } from "vitest";

import { criteriaAsked, criteriaInSearch, criteriaOf, criteriaTitle } from "./cohorts";
import { readJourneySearch } from "./search";

const where = { property: "total", is: "greater", value: 5 };

describe("criteria", () => {
  it("stays simple in the address where it can be", () => {
    expect(criteriaOf({}, "included")).toEqual({ metrics: [{}] });
    expect(criteriaOf({ starts: ["A"] }, "included")).toEqual({ metrics: [{ events: ["A"] }] });
    expect(criteriaInSearch({ metrics: [{ events: ["A"] }] }, "included")).toEqual({ starts: ["A"], included: undefined });
    const twice = { metrics: [{ events: ["A"], least: 2 }] };
    expect(criteriaInSearch(twice, "returned")).toEqual({ returns: undefined, returned: twice });
    expect(criteriaOf({ starts: ["B"], included: twice }, "included")).toBe(twice);
  });
  it("asks as the server wants it", () => {
    expect(criteriaAsked({ returns: ["A"] }, "returned")).toEqual({ returns: { names: ["A"] } });
    expect(criteriaAsked({}, "returned")).toEqual({});
    expect(criteriaAsked({ included: { metrics: [{ events: ["A"], least: 2 }, { events: { names: ["B"], where } }, {}], any: true } }, "included")).toEqual({
      included: { metrics: [{ events: { names: ["A"] }, at_least: 2 }, { events: { names: ["B"], where } }, {}], joined: "or" },
    });
  });
  it("reads as a sentence's part", () => {
    expect(criteriaTitle({ starts: ["A"] }, "included")).toBe("A");
    expect(criteriaTitle({ included: { metrics: [{ events: ["A"], least: 3 }, {}] } }, "included", "any event")).toBe("A (at least 3 times) and any event");
    expect(criteriaTitle({ included: { metrics: [{ events: ["A"] }, { events: ["B"] }], any: true } }, "included")).toBe("A or B");
  });
  it("is read from the address with its limits", () => {
    const kept = { included: { metrics: [{ events: ["A"], least: 2 }, {}], any: true }, rows: { trait: "plan" }, sides: "around", shows: "churn", groups: [{ trait: "plan", is: "exists" }, null], together: true };
    expect(readJourneySearch(kept)).toEqual(kept);
    expect(readJourneySearch({ rows: { event: true } })).toEqual({ rows: { event: true } });
    expect(readJourneySearch({ included: { metrics: [{ events: [404], least: 0 }, {}, {}, {}] }, returned: { metrics: [] }, rows: { colour: "red" }, sides: "left", together: true })).toEqual({
      included: { metrics: [{ events: ["404"] }, {}, {}] },
    });
  });
});
