/** What the pages of segments ask. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { get, post, request, type Answer } from "@/api/client";
import { read, valueOf } from "@/api/query";
import type { Page, Segment, SegmentDetail, SegmentListReport, SegmentMember, SegmentPreview } from "@/api/types";
import { useSettled } from "@/lib/useSettled";

const settledMs = 250;
const membersPage = 50;
/** A segment that is being built is read again this often. */
const buildingMs = 700;
const peopleAtOnce = 2_000;

export const useSegments = () =>
  useQuery({
    ...read<Page<Segment>>("/segments"),
    refetchInterval: (query) => (query.state.data?.items.some((each) => !each.built) ? buildingMs : 10_000),
  });

export const useSegment = (id: string) =>
  useQuery({
    ...read<SegmentDetail>(`/segments/${encodeURIComponent(id)}`),
    refetchInterval: (query) => (query.state.data && !query.state.data.segment.built ? buildingMs : 10_000),
  });

export function useMembers(id: string, size: number | undefined) {
  const path = `/segments/${encodeURIComponent(id)}/members`;
  return useInfiniteQuery({
    queryKey: [path, size],
    queryFn: ({ pageParam, signal }) => valueOf(get<Page<SegmentMember>>(path, { limit: membersPage, after: pageParam }, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Who a condition takes in, asked while it changes; the last answer stays meanwhile. */
export function usePreview(condition: unknown) {
  const text = JSON.stringify(condition);
  const settled = useSettled(text, settledMs);
  const answer = useQuery({
    queryKey: ["/segments/preview", settled],
    queryFn: ({ signal }) => valueOf(request<SegmentPreview>("/segments/preview", { method: "POST", body: { condition: JSON.parse(settled) as unknown, sample: 8 }, signal })),
    enabled: settled !== "null",
    placeholderData: keepPreviousData,
  });
  return { answer, stale: answer.isPlaceholderData || settled !== text };
}

/** Puts people on a list, as many at once as the server takes. */
export async function putOnList(segment: string, people: string[]): Promise<Answer<SegmentListReport>> {
  const path = `/segments/${encodeURIComponent(segment)}/members`;
  let last = await post<SegmentListReport>(path, { people: people.slice(0, peopleAtOnce) });
  for (let from = peopleAtOnce; last.ok && from < people.length; from += peopleAtOnce) {
    last = await post<SegmentListReport>(path, { people: people.slice(from, from + peopleAtOnce) });
  }
  return last;
}
