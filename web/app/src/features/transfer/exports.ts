/** Addresses that answer a file. */
import { address, type Query } from "@/api/client";

export type Export = "export.ndjson" | "profiles.csv" | "accounts.csv" | "events.csv";

export function exportAddress(file: Export, query: Query = {}): string {
  return address(`/${file}`, query);
}
