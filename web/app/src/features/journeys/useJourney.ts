import { useNavigate, useSearch } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { workspaceQuery } from "@/features/access";

import { rangeOf, type TimeRange } from "./range";
import type { JourneySearch } from "./search";

export const defaultRange = "90d";

export interface Journey {
  search: JourneySearch;
  /** Changes the question; the panel of people belongs to the question before and closes. */
  change: (next: Partial<JourneySearch>) => void;
  /** Changes what is shown of the same question. */
  look: (next: Partial<JourneySearch>) => void;
  range: TimeRange | undefined;
}

/** The address of a journey page, and the range of time that it means. */
export function useJourney(): Journey {
  const search = useSearch({ strict: false }) as JourneySearch;
  const navigate = useNavigate();
  const workspace = useQuery(workspaceQuery);
  const zone = workspace.data?.time_zone;
  const look = (next: Partial<JourneySearch>) =>
    void navigate({ to: ".", search: ((before: JourneySearch) => ({ ...before, ...next })) as never, replace: true, resetScroll: false });
  const { range, from, until } = search;
  const asked = useMemo(
    () => rangeOf({ ...(range ? { range } : {}), ...(from ? { from } : {}), ...(until ? { until } : {}) }, defaultRange, zone, new Date()),
    [range, from, until, zone],
  );
  return { search, look, change: (next) => look({ who: undefined, ...next }), range: asked };
}
