/** What of the findings page stands in the address. Pure. */

/** What of the page stands in the address: which time is looked at, and whose panel is open. */
export interface FindingsSearch {
  range?: "30d" | "90d" | "365d";
  finding?: string;
  side?: number;
  who?: Whose;
}
export const findingRanges = ["30d", "90d", "365d"] as const;
export const whose = ["all", "reached", "stopped"] as const;
export type Whose = (typeof whose)[number];

export function readFindingsSearch(raw: Record<string, unknown>): FindingsSearch {
  const range = findingRanges.find((each) => each === raw.range);
  const who = whose.find((each) => each === raw.who);
  return {
    ...(range ? { range } : {}),
    ...(typeof raw.finding === "string" || typeof raw.finding === "number" ? { finding: String(raw.finding) } : {}),
    ...(raw.side === 1 ? { side: 1 } : {}),
    ...(who ? { who } : {}),
  };
}
