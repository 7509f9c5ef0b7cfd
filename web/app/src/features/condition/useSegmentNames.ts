/** What segments are called, by their ids: conditions hold only the ids. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { read } from "@/api/query";
import type { Page, Segment } from "@/api/types";

export type SegmentNames = ReadonlyMap<string, string>;
export const noSegments: SegmentNames = new Map();

export const useSegmentList = () => useQuery({ ...read<Page<Segment>>("/segments"), staleTime: 10_000 });

export function useSegmentNames(): SegmentNames {
  const { data } = useSegmentList();
  return useMemo(() => new Map((data?.items ?? []).map((each) => [each.id, each.name])), [data]);
}
