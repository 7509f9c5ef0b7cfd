/** What follows a successful sign-in, set-up or invitation: the session is kept, the first page opens. */
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";

import { setCsrfToken } from "@/api/client";
import type { Session } from "@/api/types";

import { sessionQuery } from "./session";

/** Only addresses within this site are followed. */
function inside(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : "/";
}

export function useEnter(): (session: Session, next?: string) => void {
  const queries = useQueryClient();
  const router = useRouter();
  return (session, next) => {
    queries.clear();
    setCsrfToken(session.csrf_token);
    queries.setQueryData(sessionQuery.queryKey, session);
    router.history.push(inside(next));
  };
}
