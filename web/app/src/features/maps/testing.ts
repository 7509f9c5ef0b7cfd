/** Maps and figures for tests. */
import type { JourneyMapDocument, MapFigures, MapStage, MapStageFigures } from "@/api/types";

export const stage = (id: string, rest: Partial<MapStage> = {}): MapStage => ({ id, name: id.toUpperCase(), touchpoints: [], ...rest });

export const threeStages: JourneyMapDocument = {
  stages: [
    stage("find", { owner: "Ana", goal: ["Be found"], emotion: 1, touchpoints: [{ id: "visit", name: "Visit", events: { names: ["Page Viewed"] } }, { id: "ad", name: "Ad" }] }),
    stage("try", { sla_hours: 48, pain: [{ text: "Too long", status: "open", owner: "Bo" }], touchpoints: [{ id: "signup", name: "Sign up", events: { names: ["Signed Up"] } }] }),
    stage("buy", { emotion: -1 }),
  ],
};

export const share = (count: number, of: number) => ({ count, of, share: of ? count / of : 0, low: 0, high: 1 });

export const stageFiguresOf = (id: string, reached: number, all: number, before?: number): MapStageFigures => ({
  stage: id, name: id.toUpperCase(), measured: true, without_owner: false, handoff: false,
  reached: share(reached, all), repeated: share(0, reached), returned: share(0, reached), ended: share(0, reached), visits: reached, returns: 0,
  touchpoints: [],
  ...(before === undefined ? {} : { converted: share(reached, before) }),
});

export const figuresOf = (...stages: MapStageFigures[]): MapFigures => ({
  on_map: share(100, 120),
  stages,
  conformance: { lines: 100, too_long: 0, fits: share(30, 100), on_the_way: share(60, 100), fitness: 0.8, deviations: [], all_deviations: 0 },
  moments: { reached: share(20, 100), items: [] },
  handoffs: [],
});
