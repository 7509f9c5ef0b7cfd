import { lazy } from "react";

export { PersonSegments } from "./PersonSegments";
export { SaveAs } from "./SaveAs";
export { useSegments } from "./useSegments";
export { readSegmentsSearch } from "./search";
/** Pinned to dashboards under this name. */
export const overlapReport = "overlap";
/** Fetched when it is shown: it asks journeys for its panel, and journeys ask here. */
export const OverlapTile = lazy(() => import("./OverlapTile").then((it) => ({ default: it.OverlapTile })));
