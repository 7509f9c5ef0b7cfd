/** What the addresses of journey maps say, beside the time and the people that all journey pages have. Pure. */
export interface MapsSearch {
  archived?: true;
}
export const readMapsSearch = (raw: Record<string, unknown>): MapsSearch => (raw.archived === true ? { archived: true } : {});

/** Numbers that events say, in one of their properties. */
export interface Numbers {
  event: string;
  property: string;
}
export interface MapSearch {
  /** What people do is laid over the map. */
  overlay?: true;
  /** Whose: everybody's, or a segment's; else the map's own. */
  whose?: string;
  /** How somebody feels. */
  scores?: Numbers;
  /** The event that counts as reaching the end; else any of the last stage. */
  goal?: string;
  /** What somebody is worth. */
  amounts?: Numbers;
  /** An old version is looked at. */
  version?: number;
  /** The version that what is shown is compared with. */
  changes?: number;
  panel?: "versions" | "alerts";
  /** Another map that this one is compared with. */
  with?: string;
  /** Others than whose figures are shown: everybody, or a segment's people. */
  others?: string;
  touchpoint?: string;
  /** Of a narrow screen. */
  stage?: string;
  /** The figure whose people are shown is the other time's. */
  compared?: true;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined);

function numbers(value: unknown): Numbers | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { event, property } = value as Record<string, unknown>;
  return text(event) ? { event: String(event), property: text(property) ?? "" } : undefined;
}

export function readMapSearch(raw: Record<string, unknown>): MapSearch {
  const search = {
    overlay: raw.overlay === true ? true : undefined,
    whose: text(raw.whose),
    scores: numbers(raw.scores),
    goal: text(raw.goal),
    amounts: numbers(raw.amounts),
    version: number(raw.version),
    changes: number(raw.changes),
    panel: raw.panel === "versions" || raw.panel === "alerts" ? raw.panel : undefined,
    with: text(raw.with),
    others: text(raw.others),
    touchpoint: text(raw.touchpoint),
    stage: text(raw.stage),
    compared: raw.compared === true ? true : undefined,
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as MapSearch;
}
