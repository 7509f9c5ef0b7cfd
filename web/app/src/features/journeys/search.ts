/** What of a journey page stands in the address: the question, how it is shown, and whose panel is open. Pure. */

export const pages = ["funnel", "retention", "paths", "map", "lifecycle", "counts"] as const;
export type JourneyPage = (typeof pages)[number];

export const ranges = ["7d", "30d", "90d", "365d", "all"] as const;
export const units = ["day", "week", "month"] as const;
export const windows = ["none", "1h", "1d", "7d", "14d", "30d", "90d"] as const;
export const choices = {
  range: ranges,
  unit: units,
  within: windows,
  order: ["ordered", "strict_next", "any_order"],
  attempts: ["best", "first", "every"],
  counted: ["bounded", "unbounded", "rolling"],
  cohort: ["first_start", "every_period"],
  cases: ["session", "line"],
  direction: ["from", "to"],
  edges: ["count", "median"],
  measure: ["people", "events"],
} as const;

type Choices = typeof choices;
export type Choice = keyof Choices;

export type JourneySearch = { [Key in Choice]?: Choices[Key][number] } & {
  /** Days, 2026-03-01; they stand in place of `range`. */
  from?: string;
  until?: string;
  /** Each step by the names that stand for it. */
  steps?: string[][];
  /** Must not come between the first step and the last. */
  not?: string[];
  starts?: string[];
  returns?: string[];
  anchor?: string[];
  events?: string[];
  depth?: number;
  /** How much of a map is shown, in percent. */
  nodes?: number;
  links?: number;
  /** Paths whose further steps are all shown, by their nodes. */
  open?: string[];
  /** Figures one by one for each event. */
  each?: boolean;
  view?: "table";
  /** The cell whose people are shown, as the server wants it. */
  who?: Record<string, unknown>;
};

type Raw = Record<string, unknown>;

/** Names may look like numbers, which the router reads as such. */
function names(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = value.filter((each) => typeof each === "string" || typeof each === "number").map(String);
  return found.length ? [...new Set(found)] : undefined;
}

const day = (value: unknown) => (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);

function whole(value: unknown, least: number, most: number): number | undefined {
  return typeof value === "number" && Number.isInteger(value) ? Math.min(most, Math.max(least, value)) : undefined;
}

const isObject = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);

export function readJourneySearch(raw: Raw): JourneySearch {
  const search: Raw = {};
  for (const [key, known] of Object.entries(choices)) {
    if ((known as readonly unknown[]).includes(raw[key])) search[key] = raw[key];
  }
  if (Array.isArray(raw.steps)) search.steps = raw.steps.map((step) => names(step) ?? []).slice(0, 30);
  for (const key of ["not", "starts", "returns", "anchor", "events", "open"]) search[key] = names(raw[key]);
  search.from = day(raw.from);
  search.until = day(raw.until);
  search.depth = whole(raw.depth, 1, 6);
  search.nodes = whole(raw.nodes, 0, 100);
  search.links = whole(raw.links, 0, 100);
  search.each = raw.each === true ? true : undefined;
  search.view = raw.view === "table" ? "table" : undefined;
  search.who = isObject(raw.who) ? raw.who : undefined;
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as JourneySearch;
}
