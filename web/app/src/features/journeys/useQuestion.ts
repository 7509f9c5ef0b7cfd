/** Asks while the question changes: not at every stroke, never two answers at once, and the last one stays meanwhile. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { type Answer, request } from "@/api/client";
import { useLive } from "@/api/live";
import { valueOf } from "@/api/query";
import type { PeopleBehind, SegmentFigure, SegmentOfFigure, SegmentPreview } from "@/api/types";
import type { Condition } from "@/features/condition";
import { useSettled } from "@/lib/useSettled";

import type { JourneyPage, Part } from "./search";

const settledMs = 200;
const peoplePage = 50;
const freshMs = 60_000;
const liveMs = 10_000;
/** An event is in the answers that much after it was told. */
const soonMs = 100;
const againMs = 500;
/** What takes long is asked for a small part of the time. */
const restOfWork = 4;

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
  useAgain(live && asked !== null, () => answer.refetch({ cancelRefetch: false }));
  return { answer, stale: answer.isPlaceholderData || (text !== null && asked !== text) };
}

/** Asks again when something has happened: soon after the first of several events, and then not while the server has only just answered. */
function useAgain(on: boolean, again: () => Promise<unknown>) {
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  });
  const state = useRef<{ timer: ReturnType<typeof setTimeout> | null; busy: boolean; missed: boolean; notBefore: number }>({ timer: null, busy: false, missed: false, notBefore: 0 });
  useEffect(() => {
    const { current } = state;
    return () => {
      if (current.timer) clearTimeout(current.timer);
      current.timer = null;
    };
  }, []);
  const schedule = () => {
    const { current } = state;
    current.timer ??= setTimeout(ask, Math.max(soonMs, current.notBefore - performance.now()));
  };
  const ask = () => {
    const { current } = state;
    const begun = performance.now();
    Object.assign(current, { timer: null, busy: true });
    void latest.current().finally(() => {
      const now = performance.now();
      const { missed } = current;
      Object.assign(current, { busy: false, missed: false, notBefore: now + Math.max(againMs, restOfWork * (now - begun)) });
      if (missed) schedule();
    });
  };
  useLive(on ? "/events/live" : null, {
    event: () => {
      if (state.current.busy) state.current.missed = true;
      else schedule();
    },
  });
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
  /** What takes in exactly them, where a rule can say it. */
  rule?: Condition;
  /** What a segment can live by, where it is asked otherwise than here. */
  figure?: FigureAsked;
}
export type Behind = BehindAnswer | BehindElsewhere;

type FigureAsked = Pick<SegmentFigure, "kind" | "question" | "cell" | "part">;

/** Nothing where no segment can live by it. */
export function figureBehind(behind: Behind): FigureAsked | undefined {
  if ("path" in behind) return behind.figure;
  const { page, question, cell, part } = behind;
  return { kind: page, question, cell, ...(part ? { part } : {}) } as FigureAsked;
}

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
const noRule = { kind: "other", question: {}, cell: {} };

/** The rule that takes in exactly them, or why there is none. */
export async function ruleBehind(behind: Behind): Promise<Answer<SegmentOfFigure>> {
  if ("path" in behind && behind.rule) {
    const said = await request<SegmentPreview>("/segments/preview", { method: "POST", body: { condition: behind.rule } });
    return said.ok ? { ok: true, value: { condition: behind.rule as SegmentOfFigure["condition"], sentence: said.value.sentence, can_be_asked: false } } : said;
  }
  return request<SegmentOfFigure>("/segments/from_figure", { method: "POST", body: figureBehind(behind) ?? noRule });
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
