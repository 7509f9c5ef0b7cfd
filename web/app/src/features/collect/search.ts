/** What of a source's page stands in the address. Pure. */
export const sourceTabs = ["live", "connect", "dead_letters", "settings"] as const;
export type SourceTab = (typeof sourceTabs)[number];

export interface SourceSearch {
  tab?: SourceTab;
  /** The dead letter that is open. */
  letter?: string;
}

export function readSourceSearch(raw: Record<string, unknown>): SourceSearch {
  const tab = sourceTabs.find((each) => each === raw.tab);
  return { ...(tab ? { tab } : {}), ...(typeof raw.letter === "string" ? { letter: raw.letter } : {}) };
}
