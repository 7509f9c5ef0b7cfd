/** How a destination fares, in one word. Pure. */
import type { Destination } from "@/api/types";
import type { Tone } from "@/ui/Badge";

export type Health = "off" | "new" | "failing" | "on";

/** Failing: the last day had failures, and something waits or was given up. */
export function healthOf(destination: Destination): Health {
  if (!destination.enabled) return "off";
  if (destination.dead_letters > 0 || (destination.failed_24h > 0 && destination.waiting > 0)) return "failing";
  return destination.sent === 0 ? "new" : "on";
}

export const toneOf: Record<Health, Tone> = { off: "neutral", new: "neutral", failing: "bad", on: "good" };
