/** Asks while the question changes: not at every stroke, never two answers at once, and the last one stays meanwhile. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { type Answer, request } from "@/api/client";
import { valueOf } from "@/api/query";
import type { PeopleBehind, SegmentOfFigure } from "@/api/types";
import { useSettled } from "@/lib/useSettled";

import type { JourneyPage, Part } from "./search";

const settledMs = 200;
const peoplePage = 50;
const freshMs = 60_000;
const liveMs = 10_000;

/** `live`: asked again by itself. */
export function useQuestion<Question, Answer>(page: JourneyPage | "map/replay", question: Question | null, live = false) {
  const text = question === null ? null : JSON.stringify(question);
  const settled = useSettled(text, settledMs);
  const path = `/journeys/${page}`;
  // The first question of a page is not waited for.
  const asked = settled === null || text === null ? text : settled;
  const answer = useQuery({
    queryKey: [path, asked],
    queryFn: ({ signal }) => valueOf(request<Answer>(path, { method: "POST", body: JSON.parse(asked ?? "{}"), signal })),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: live ? liveMs : freshMs,
    refetchInterval: live && liveMs,
  });
  return { answer, stale: answer.isPlaceholderData || (text !== null && asked !== text) };
}

/** Whose people are asked for: a cell of a question's answer, or of one of its parts. */
interface BehindAnswer {
  page: JourneyPage;
  question: unknown;
  cell: unknown;
  part?: Part | undefined;
}
/** The same of a room that answers at an address of its own. */
interface BehindElsewhere {
  path: string;
  asked: Record<string, unknown>;
}
export type Behind = BehindAnswer | BehindElsewhere;

function askedFor(behind: Behind): BehindElsewhere {
  if ("path" in behind) return behind;
  const { page, question, cell, part } = behind;
  return { path: `/journeys/${page}/people`, asked: { question, cell, ...(part ? { part } : {}) } };
}

/** The people behind a cell, page by page. */
export function usePeopleBehind(behind: Behind) {
  const { path, asked } = askedFor(behind);
  return useInfiniteQuery({
    queryKey: [path, JSON.stringify(asked)],
    queryFn: ({ pageParam, signal }) =>
      valueOf(request<PeopleBehind>(path, { method: "POST", body: { ...asked, page: { limit: peoplePage, after: pageParam } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: freshMs,
  });
}

/** Of other rooms no rule says who is behind a figure, and the server says so. */
const noRule = { page: "other", question: {}, cell: {}, part: undefined };

/** The rule that takes in exactly them, or why there is none. */
export function ruleBehind(behind: Behind): Promise<Answer<SegmentOfFigure>> {
  const { page, question, cell, part } = "path" in behind ? noRule : behind;
  return request<SegmentOfFigure>("/segments/from_figure", { method: "POST", body: { kind: page, question, cell, ...(part ? { part } : {}) } });
}

const allPage = 500;

/** The ids of all of them. */
export async function everybodyBehind(behind: Behind): Promise<Answer<string[]>> {
  const { path, asked } = askedFor(behind);
  const ids: string[] = [];
  let after: string | null | undefined = null;
  do {
    const body: unknown = { ...asked, page: { limit: allPage, after } };
    const answer: Answer<PeopleBehind> = await request<PeopleBehind>(path, { method: "POST", body });
    if (!answer.ok) return answer;
    ids.push(...answer.value.items.map((person) => person.id));
    after = answer.value.next;
  } while (after);
  return { ok: true, value: ids };
}
