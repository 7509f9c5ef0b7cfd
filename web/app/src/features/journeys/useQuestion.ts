/** Asks while the question changes: not at every stroke, never two answers at once, and the last one stays meanwhile. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { request } from "@/api/client";
import { valueOf } from "@/api/query";
import type { PeopleBehind } from "@/api/types";

import type { JourneyPage } from "./search";

const settledMs = 200;
const peoplePage = 50;
const freshMs = 60_000;

export function useQuestion<Question, Answer>(page: JourneyPage, question: Question | null) {
  const text = question === null ? null : JSON.stringify(question);
  const [settled] = useDebouncedValue(text, settledMs);
  const path = `/journeys/${page}`;
  // The first question of a page is not waited for.
  const asked = settled === null || text === null ? text : settled;
  const answer = useQuery({
    queryKey: [path, asked],
    queryFn: ({ signal }) => valueOf(request<Answer>(path, { method: "POST", body: JSON.parse(asked ?? "{}"), signal })),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: freshMs,
  });
  return { answer, stale: answer.isPlaceholderData || (text !== null && asked !== text) };
}

/** The people behind a cell, page by page. */
export function usePeopleBehind(page: JourneyPage, question: unknown, cell: unknown) {
  const path = `/journeys/${page}/people`;
  return useInfiniteQuery({
    queryKey: [path, JSON.stringify({ question, cell })],
    queryFn: ({ pageParam, signal }) =>
      valueOf(request<PeopleBehind>(path, { method: "POST", body: { question, cell, page: { limit: peoplePage, after: pageParam } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: freshMs,
  });
}
