/** The pages of a list, put together. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { get, type Query } from "@/api/client";
import { valueOf } from "@/api/query";
import type { Page } from "@/api/types";

export const pageSize = 100;

export function usePages<Row extends { id: string }>(path: string, query: Query) {
  const pages = useInfiniteQuery({
    queryKey: [path, "pages", query],
    queryFn: ({ pageParam, signal }) => valueOf(get<Page<Row>>(path, { ...query, after: pageParam, limit: pageSize }, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => {
    const seen = new Set<string>();
    // A row that moved between two pages while they were read would come twice.
    return (pages.data?.pages ?? []).flatMap((page) => page.items.filter((row) => !seen.has(row.id) && seen.add(row.id)));
  }, [pages.data]);
  const first = pages.data?.pages[0];
  const more = () => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
  };
  return { pages, rows, more, total: first?.total ?? (first && first.next === null ? first.items.length : undefined) };
}
