import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";

import { remove } from "@/api/client";
import { sessionQuery } from "@/features/access";
import { forgetRecent } from "@/lib/recent";
import { sayProblem } from "@/ui/toast";

/** Ends the session, and forgets everything of it in this browser. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const router = useRouter();
  return async () => {
    const answer = await remove("/session");
    if (!answer.ok && answer.error.status !== 401) return sayProblem(answer.error.message);
    forgetRecent();
    queries.clear();
    queries.setQueryData(sessionQuery.queryKey, null);
    await router.navigate({ to: "/sign-in" });
  };
}
