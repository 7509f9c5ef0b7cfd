/** A figure as a segment keeps it: its question, and where it is shown. */
import { useLocation } from "@tanstack/react-router";

import type { SegmentFigure } from "@/api/types";

import type { JourneySearch } from "./search";
import { defaultRange } from "./useJourney";
import { type Behind, figureBehind } from "./useQuestion";

/** A cell of a period stands still; any other moves on with the days that the report is of. */
function lastDays(question: unknown, cell: unknown, { range, from, until }: JourneySearch): number | undefined {
  const { range: asked, compare } = question as { range?: { from?: string; until?: string }; compare?: unknown };
  const still = Object.keys(cell as object).some((key) => key === "period" || key === "day" || key === "row");
  if (from || until || !asked?.from || asked.until || compare || still) return undefined;
  const days = Number.parseInt(range ?? defaultRange, 10);
  return Number.isNaN(days) ? undefined : days;
}

/** Nothing where no segment can live by it. */
export function useFigure(behind: Behind): SegmentFigure | undefined {
  const { pathname, href, search } = useLocation();
  const asked = figureBehind(behind);
  if (!asked) return undefined;
  const days = lastDays(asked.question, asked.cell, search as JourneySearch);
  const report = href.slice(Math.max(0, href.indexOf("/journeys/")));
  return {
    ...asked,
    ...(days ? { last_days: days } : {}),
    ...(pathname.includes("/journeys/") && report.length < 4000 ? { report } : {}),
  };
}
