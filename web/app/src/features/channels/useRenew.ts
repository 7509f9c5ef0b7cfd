/** After a change: everything about destinations is asked for anew. */
import { useQueryClient } from "@tanstack/react-query";

export function useRenew(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ predicate: ({ queryKey: [address] }) => typeof address === "string" && address.startsWith("/destinations") });
}
