import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { workspaceQuery } from "@/features/access";

import { rangeAgainst, rangeOf, type TimeRange } from "./range";
import type { JourneySearch } from "./search";
import { type Split, splitOf } from "./split";
import { useTile } from "./tile";

export const defaultRange = "90d";

export interface Journey {
  search: JourneySearch;
  /** Changes the question; the panel of people belongs to the question before and closes. */
  change: (next: Partial<JourneySearch>) => void;
  /** Changes what is shown of the same question. */
  look: (next: Partial<JourneySearch>) => void;
  range: TimeRange | undefined;
  /** How the answer is split into parts, where the question can be. */
  split: Split;
}

/** The address of a journey page, and the range of time that it means. */
export function useJourney(): Journey {
  const address = useSearch({ strict: false }) as JourneySearch;
  const tile = useTile();
  const search = tile?.search ?? address;
  const navigate = useNavigate();
  const workspace = useQuery(workspaceQuery);
  const zone = workspace.data?.time_zone;
  const look = (next: Partial<JourneySearch>) =>
    tile ? void navigate({ to: `/journeys/${tile.page}`, search: { ...search, ...next } }) : void navigate({ to: ".", search: ((before: JourneySearch) => ({ ...before, ...next })) as never, replace: true, resetScroll: false });
  const { range, from, until, against } = search;
  const [asked, before] = useMemo(() => {
    const times = { ...(range ? { range } : {}), ...(from ? { from } : {}), ...(until ? { until } : {}) };
    const now = new Date();
    return [rangeOf(times, defaultRange, zone, now), against && rangeAgainst(times, against, defaultRange, zone, now)] as const;
  }, [range, from, until, against, zone]);
  return { search, look, change: (next) => look({ who: undefined, part: undefined, ...next }), range: asked, split: splitOf(search, asked, before, defaultRange) };
}
