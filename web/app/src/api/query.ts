/** The bridge from Results to the query cache: the cache wants errors thrown, the rest of us do not. */
import { queryOptions } from "@tanstack/react-query";

import { type Answer, get, type Problem, type Query } from "./client";
import type { Page } from "./types";

/** What the server gives at most at once. */
const pageMax = 500;

/** A Problem as the cache carries it. `problem` is what a page shows. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

export async function valueOf<T>(answer: Promise<Answer<T>>): Promise<T> {
  const result = await answer;
  if (result.ok) return result.value;
  throw new ProblemError(result.error);
}

/** A cached read. The path and the query are the key, so that `["/sources"]` invalidates all below it. */
export function read<T>(path: string, query: Query = {}) {
  return queryOptions({
    queryKey: [path, query] as const,
    queryFn: ({ signal }) => valueOf(get<T>(path, query, signal)),
  });
}

/** A cached read of a list to its end, for what is shown whole. */
export function readAll<T>(path: string) {
  return queryOptions({
    queryKey: [path, "all"] as const,
    queryFn: async ({ signal }) => {
      const items: T[] = [];
      let after: string | null | undefined;
      do {
        const page: Page<T> = await valueOf(get<Page<T>>(path, { limit: pageMax, after }, signal));
        items.push(...page.items);
        after = page.next;
      } while (after);
      return items;
    },
  });
}

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: ProblemError;
  }
}
