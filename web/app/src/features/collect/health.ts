/** How a source is, from its counters. Pure. */
import type { Source } from "@/api/types";
import type { Tone } from "@/ui/Badge";

export type Health = "off" | "waiting" | "quiet" | "refusing" | "well";

const quietMs = 24 * 3600_000;

export function healthOf(source: Source, now: number): Health {
  if (!source.enabled) return "off";
  if (!source.last_event_at) return source.refused > 0 || source.dead_letters > 0 ? "refusing" : "waiting";
  if (source.dead_letters > 0) return "refusing";
  return now - new Date(source.last_event_at).getTime() > quietMs ? "quiet" : "well";
}

export const toneOf: Record<Health, Tone> = { off: "neutral", waiting: "neutral", quiet: "warn", refusing: "warn", well: "good" };
