/** Who is signed in, and what she may do. */
import { queryOptions, useQuery } from "@tanstack/react-query";

import { get, setCsrfToken } from "@/api/client";
import { ProblemError } from "@/api/query";
import type { Session, Workspace } from "@/api/types";
import { setTimeZone } from "@/lib/format";

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ["/session"],
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Session | null> => {
    const answer = await get<Session>("/session");
    if (answer.ok) {
      setCsrfToken(answer.value.csrf_token);
      return answer.value;
    }
    if (answer.error.status === 401) return null;
    throw new ProblemError(answer.error);
  },
});

export const workspaceQuery = queryOptions({
  queryKey: ["/workspace"],
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Workspace | null> => {
    const answer = await get<Workspace>("/workspace");
    if (!answer.ok) return null;
    setTimeZone(answer.value.time_zone);
    return answer.value;
  },
});

export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null;
}

export type KnownRight = "view_people" | "edit_people" | "manage_sources" | "manage_keys" | "manage_team" | "manage_workspace";

/** Whether the person may do it. The server decides; this only hides what would be refused. */
export function useRight(right: KnownRight): boolean {
  return useSession()?.rights.includes(right) ?? false;
}
