/** What of a destination's page stands in the address. Pure. */
export const destinationTabs = ["activity", "replay", "settings"] as const;
export type DestinationTab = (typeof destinationTabs)[number];

export interface DestinationSearch {
  tab?: DestinationTab;
}

export function readDestinationSearch(raw: Record<string, unknown>): DestinationSearch {
  const tab = destinationTabs.find((each) => each === raw.tab);
  return tab ? { tab } : {};
}
