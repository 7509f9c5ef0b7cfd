/** How likely duplicates are put in words. Pure. */
import type { TextKey } from "@/lib/i18n";
import { locale } from "@/lib/i18n";

type Tone = "neutral" | "good" | "bad";

/** Never 100 %: however much agrees, it stays an estimate. */
export function chanceOf(probability: number): string {
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return probability > 0.999 ? `> ${percent.format(0.999)}` : percent.format(probability);
}

/** What a weight of so many bits says. */
export function strengthOf(weight: number): { tone: Tone; key: TextKey | null } {
  if (weight >= 8) return { tone: "good", key: "duplicates.strongly_for" };
  if (weight >= 2) return { tone: "good", key: "duplicates.for" };
  if (weight <= -8) return { tone: "bad", key: "duplicates.strongly_against" };
  if (weight <= -2) return { tone: "bad", key: "duplicates.against" };
  return { tone: "neutral", key: weight === 0 ? null : "duplicates.little" };
}

/** The id `step` places on, or the last there is in that direction; the other way at the end. */
export function nextAfter(pairs: readonly { id: string }[], id: string, step: 1 | -1): string | undefined {
  const at = pairs.findIndex((pair) => pair.id === id);
  return (pairs[at + step] ?? (step === 1 ? pairs[at - 1] : pairs[at]))?.id;
}
