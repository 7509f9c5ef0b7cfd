/** The bridge from Results to the query cache: the cache wants errors thrown, the rest of us do not. */
import { queryOptions } from "@tanstack/react-query";

import { type Answer, get, type Problem, type Query } from "./client";

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

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: ProblemError;
  }
}
