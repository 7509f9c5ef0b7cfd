/** A person's line: pages back in time, and what comes in live without moving what is being read. */
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";

import { get } from "@/api/client";
import { useLive } from "@/api/live";
import { valueOf } from "@/api/query";
import type { Page, TimelineEvent } from "@/api/types";

import { insertEvent, type LineFilter, passes } from "./filter";
import { joinPages } from "./sessions";

export const linePageSize = 100;

export function useLine(profile: string, filter: LineFilter, until: string | undefined, atTop: () => boolean) {
  const queries = useQueryClient();
  const path = `/profiles/${encodeURIComponent(profile)}/events`;
  const asked = {
    kind: filter.kind?.join(","),
    channel: filter.channel?.join(","),
    name: filter.name,
    until,
    limit: linePageSize,
  };
  const queryKey = [path, "line", asked];
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => valueOf(get<Page<TimelineEvent>>(path, { ...asked, before: pageParam }, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    // The live stream brings what is new; reading all loaded pages again would only move the page.
    staleTime: Infinity,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
  });
  const events = useMemo(() => joinPages((pages.data?.pages ?? []).map((page) => page.items)), [pages.data]);

  const [arrived, setArrived] = useState<ReadonlySet<string>>(new Set());
  // What waits belongs to one question; another question starts with nothing waiting.
  const key = JSON.stringify(queryKey);
  const [waiting, setWaiting] = useState<{ key: string; events: TimelineEvent[] }>({ key, events: [] });
  const held = waiting.key === key ? waiting.events : [];

  const show = (news: TimelineEvent[]) => {
    if (news.length === 0) return;
    setArrived(new Set(news.map((event) => event.id)));
    queries.setQueryData<InfiniteData<Page<TimelineEvent>, string | null>>(queryKey, (data) => {
      if (!data) return data;
      return { ...data, pages: news.reduce((all, event) => insertEvent(all, event), data.pages) };
    });
  };
  // Whatever comes before the first page is there may be missing from it.
  const missed = useRef(false);
  const ready = pages.isSuccess && !pages.isPlaceholderData;
  const take = (news: TimelineEvent[]) => {
    if (!ready) {
      missed.current = true;
      return;
    }
    const known = new Set([...events, ...held].map((event) => event.id));
    const fresh = news.filter((event) => !known.has(event.id) && passes(event, filter));
    if (fresh.length === 0) return;
    if (!until && atTop()) return show(fresh);
    setWaiting({ key, events: [...fresh, ...held] });
  };
  const flush = () => {
    show([...held].reverse());
    setWaiting({ key, events: [] });
  };
  /** After a pause in the stream: fetch what came meanwhile. */
  const catchUp = async () => {
    missed.current = !ready;
    if (!ready || until) return;
    const newest = events[0];
    const answer = await get<Page<TimelineEvent>>(path, { ...asked, limit: linePageSize });
    if (!answer.ok) return;
    if (!newest || answer.value.items.some((event) => event.id === newest.id)) take([...answer.value.items].reverse());
    else void queries.resetQueries({ queryKey });
  };
  useEffect(() => {
    if (ready && missed.current) void catchUp();
  });
  return { pages, events, waiting: held, arrived, take, flush, catchUp };
}

export type Line = ReturnType<typeof useLine>;

/** Follows the person's stream and tells what else on her page has changed. */
export function useLiveLine(profile: string, line: Line, onChange: (event: TimelineEvent) => void): void {
  useLive(`/profiles/${encodeURIComponent(profile)}/live`, {
    event: (name, data) => {
      if (name !== "event") return;
      const event = data as TimelineEvent;
      line.take([event]);
      onChange(event);
    },
    opened: () => void line.catchUp(),
  });
}
