/** What of a journey page stands in the address: the question, how it is shown, and whose panel is open. Pure. */
import type { Condition } from "@/features/condition";

import type { Events } from "./events";

export const pages = ["funnel", "graph", "friction", "landmark", "retention", "paths", "map", "attribution", "survival", "lifecycle", "stickiness", "counts", "distribution", "scatter", "treemap", "sessions"] as const;
/** Pages that show numbers; they stand beside each other. */
export const shapes = ["distribution", "scatter", "treemap"] as const satisfies JourneyPage[];
export type JourneyPage = (typeof pages)[number];

export const ranges = ["7d", "30d", "90d", "365d", "all"] as const;
export const units = ["day", "week", "month"] as const;
export const windows = ["none", "1h", "1d", "7d", "14d", "30d", "90d"] as const;
/** Of a funnel, where minutes count. */
const withins = ["none", "5m", "15m", "1h", "1d", "7d", "14d", "30d", "90d"] as const;
export const pauses = ["1h", "1d", "3d", "7d", "14d", "30d"] as const;
export const models = ["first", "last", "same", "linear", "u_shaped", "j_shaped", "inverse_j", "custom", "time_decay", "participation", "shapley", "markov"] as const;
export type Model = (typeof models)[number];
export const choices = {
  range: ranges,
  unit: units,
  within: withins,
  window: ["total", "between_steps"],
  order: ["ordered", "strict_next", "any_order"],
  attempts: ["best", "first", "every"],
  counted: ["bounded", "unbounded", "rolling"],
  cohort: ["first_start", "every_period"],
  sides: ["after", "around"],
  shows: ["retention", "churn"],
  cases: ["session", "line"],
  scope: ["line", "session"],
  direction: ["from", "to"],
  edges: ["count", "median"],
  measure: ["people", "events"],
  days: ["1d", "3d", "7d", "14d", "30d"],
  then: ["7d", "14d", "30d", "90d"],
  week: ["w1", "w2", "w3", "w4", "w8", "w12"],
  area: ["events", "people", "sum"],
  wait: pauses,
  soon: pauses,
  rage: ["2x", "3x", "5x", "10x"],
  rage_within: ["1s", "2s", "5s", "10s"],
  back: [...windows, "session", "own"],
  silence: ["7d", "14d", "30d", "60d", "90d", "180d"],
  lasting: ["hour", "day", "week"],
  pause: ["5m", "30m", "2h", "1d"],
} as const;

type Choices = typeof choices;
export type Choice = keyof Choices;

/** Choices of events that a question may have. */
export const eventKeys = ["starts", "returns", "anchor", "events", "outcome", "begins", "did", "contacts", "errors", "touches", "conversions", "ends"] as const;
export type EventKey = (typeof eventKeys)[number];

/** One of the conditions of a graph. */
export interface GraphNode {
  id: string;
  events?: Events | undefined;
  /** All edges that lead to it are needed. */
  all?: boolean | undefined;
}
export interface GraphEdge {
  from: string;
  to: string;
  within?: (typeof withins)[number] | undefined;
}
export interface GraphDraft {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** What must not happen between two steps, by their numbers; without them from the first to the last. */
export interface Exclusion {
  events?: Events | undefined;
  from?: number | undefined;
  to?: number | undefined;
}
export const stepsMax = 30;
export const exclusionsMax = 30;

/** What number stands for an event or a person. */
export const numbersOf = ["property", "count", "sum", "mean", "least", "greatest", "last", "trait"] as const;
export interface NumberChoice {
  of: (typeof numbersOf)[number];
  events?: Events | undefined;
  property?: string | undefined;
  trait?: string | undefined;
  zeros?: boolean | undefined;
}
export type Dimension = { event: true } | Exclude<By, { derived: Derived }>;

/** What people do within one period: up to three metrics, all of them or any. */
export interface CohortCriteria {
  metrics: { events?: Events | undefined; least?: number | undefined }[];
  any?: boolean | undefined;
}
export const metricsMax = 3;
export const leastMax = 1_000_000;

/** A property of one's own: the value of the first case that holds for an event. */
export interface Derived {
  name: string;
  cases: { value: string; where: Condition | null }[];
  otherwise?: string | undefined;
}
export const casesMax = 50;

/** By what the answer is split into parts. */
export type By = { trait: string } | { property: string } | { derived: Derived };
/** Another time to compare with: as long and right before, or from day to day. */
export type Against = "before" | { from?: string; until?: string };
/** What the first, those between and the last get of the credit. */
export interface Weights {
  first: number;
  between: number;
  last: number;
}
/** Groups that can be compared at once. */
export const groupsMax = 10;
/** Which part of an answer, as the server says it. */
export interface Part {
  kind: string;
  value: unknown;
}

export type JourneySearch = { [Key in Choice]?: Choices[Key][number] } & { [Key in EventKey]?: Events } & {
  /** Days, 2026-03-01; they stand in place of `range`. */
  from?: string;
  until?: string;
  /** Whose lines are looked at. */
  people?: Condition;
  by?: By;
  /** Two groups of people or more; null at the end stands for everybody else. */
  groups?: (Condition | null)[];
  /** The groups are one: whoever is in any of them. */
  together?: boolean;
  against?: Against;
  /** Who begins and who comes back, where `starts` and `returns` cannot say it. */
  included?: CohortCriteria;
  returned?: CohortCriteria;
  /** What the rows of a cohort table are, where it is not when people began. */
  rows?: Dimension;
  /** The events that stand for each step. */
  steps?: Events[];
  exclusions?: Exclusion[];
  graph?: GraphDraft;
  number?: NumberChoice;
  x?: NumberChoice;
  y?: NumberChoice;
  /** What the boxes of a treemap are, from outside. */
  boxes?: Dimension[];
  /** Whose sum the boxes are. */
  sum?: string;
  models?: Model[];
  weights?: Weights;
  /** Properties: by which touches are told apart, and what a success is worth. */
  channel?: string;
  worth?: string;
  /** How many days touches count, where that is one's own choice. */
  back_days?: number;
  depth?: number;
  /** How much of a map is shown, in percent. */
  nodes?: number;
  links?: number;
  /** Paths whose further steps are all shown, by their nodes. */
  open?: string[];
  /** The time says when a funnel is begun, or a life; what is later may come after it. */
  later?: boolean;
  /** Figures one by one for each event. */
  each?: boolean;
  view?: "table";
  /** The map is in motion. */
  replay?: true;
  /** The cell whose people are shown, as the server wants it, and in which part of the answer. */
  who?: Record<string, unknown>;
  part?: Part;
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
const condition = (value: unknown) => (isObject(value) ? (value as Condition) : undefined);

function events(value: unknown): Events | undefined {
  if (!isObject(value)) return names(value);
  const found = names(value.names);
  const where = condition(value.where);
  return found && where ? { names: found, where } : found;
}

function exclusions(value: unknown): Exclusion[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = (value as unknown[]).filter(isObject).map((each): Exclusion => {
    const [own, from, to] = [events(each.events), whole(each.from, 1, stepsMax), whole(each.to, 1, stepsMax)];
    return { ...(own ? { events: own } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) };
  });
  return found.length ? found.slice(0, exclusionsMax) : undefined;
}

const graphMax = 20;
const edgesMax = 60;

function graph(value: unknown): GraphDraft | undefined {
  if (!isObject(value) || !Array.isArray(value.nodes)) return undefined;
  const nodes = (value.nodes as unknown[]).filter(isObject).flatMap((each): GraphNode[] => {
    const own = events(each.events);
    return typeof each.id === "string" ? [{ id: each.id, ...(own ? { events: own } : {}), ...(each.all === true ? { all: true } : {}) }] : [];
  });
  const edges = (Array.isArray(value.edges) ? (value.edges as unknown[]) : []).filter(isObject).flatMap((each): GraphEdge[] => {
    const within = withins.find((one) => one === each.within);
    return typeof each.from === "string" && typeof each.to === "string" ? [{ from: each.from, to: each.to, ...(within ? { within } : {}) }] : [];
  });
  return { nodes: nodes.slice(0, graphMax), edges: edges.slice(0, edgesMax) };
}

/** Names may look like numbers, which the router reads as such. */
const word = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : undefined);

function number(value: unknown): NumberChoice | undefined {
  if (!isObject(value)) return undefined;
  const of = numbersOf.find((each) => each === value.of);
  const [own, property, trait] = [events(value.events), word(value.property), word(value.trait)];
  return of && { of, ...(own ? { events: own } : {}), ...(property ? { property } : {}), ...(trait ? { trait } : {}), ...(value.zeros === true ? { zeros: true } : {}) };
}

const dimension = (value: unknown): Dimension | undefined => (isObject(value) && value.event === true ? { event: true } : named(value));

function boxes(value: unknown): Dimension[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return (value as unknown[]).flatMap((each): Dimension[] => ((found) => (found ? [found] : []))(dimension(each))).slice(0, 2);
}

function criteria(value: unknown): CohortCriteria | undefined {
  if (!isObject(value) || !Array.isArray(value.metrics)) return undefined;
  const metrics = (value.metrics as unknown[]).filter(isObject).map((each) => {
    const [own, least] = [events(each.events), whole(each.least, 1, leastMax)];
    return { ...(own ? { events: own } : {}), ...(least && least > 1 ? { least } : {}) };
  });
  return metrics.length ? { metrics: metrics.slice(0, metricsMax), ...(value.any === true ? { any: true } : {}) } : undefined;
}

function named(value: unknown): Exclude<By, { derived: Derived }> | undefined {
  if (!isObject(value)) return undefined;
  for (const key of ["trait", "property"] as const) {
    const name = word(value[key]);
    if (name !== undefined) return { [key]: name } as Exclude<By, { derived: Derived }>;
  }
  return undefined;
}

function by(value: unknown): By | undefined {
  if (!isObject(value) || !isObject(value.derived) || !Array.isArray(value.derived.cases)) return named(value);
  const cases = (value.derived.cases as unknown[]).filter(isObject).map((each) => ({ value: word(each.value) ?? "", where: condition(each.where) ?? null }));
  const otherwise = word(value.derived.otherwise);
  return { derived: { name: word(value.derived.name) ?? "", cases: cases.slice(0, casesMax), ...(otherwise ? { otherwise } : {}) } };
}

function weights(value: unknown): Weights | undefined {
  if (!isObject(value)) return undefined;
  const part = (key: string) => (typeof value[key] === "number" && value[key] >= 0 ? Math.min(1000, value[key]) : 0);
  return { first: part("first"), between: part("between"), last: part("last") };
}

function groups(value: unknown): (Condition | null)[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const all: unknown[] = value;
  return Array.from({ length: Math.min(groupsMax, Math.max(2, all.length)) }, (_, at) => condition(all[at]) ?? null);
}

function against(value: unknown): Against | undefined {
  if (value === "before") return value;
  if (!isObject(value)) return undefined;
  const [from, until] = [day(value.from), day(value.until)];
  return { ...(from ? { from } : {}), ...(until ? { until } : {}) };
}

export function readJourneySearch(raw: Raw): JourneySearch {
  const search: Raw = {};
  for (const [key, known] of Object.entries(choices)) {
    if ((known as readonly unknown[]).includes(raw[key])) search[key] = raw[key];
  }
  if (Array.isArray(raw.steps)) search.steps = raw.steps.map((step) => events(step) ?? []).slice(0, stepsMax);
  search.exclusions = exclusions(raw.exclusions);
  for (const key of eventKeys) search[key] = events(raw[key]);
  search.graph = graph(raw.graph);
  for (const key of ["number", "x", "y"] as const) search[key] = number(raw[key]);
  search.boxes = boxes(raw.boxes);
  for (const key of ["included", "returned"] as const) search[key] = criteria(raw[key]);
  search.rows = dimension(raw.rows);
  search.sum = word(raw.sum);
  search.people = condition(raw.people);
  search.by = by(raw.by);
  search.groups = groups(raw.groups);
  search.together = search.groups && raw.together === true ? true : undefined;
  search.against = against(raw.against);
  search.models = names(raw.models)?.filter((each) => (models as readonly string[]).includes(each));
  search.weights = weights(raw.weights);
  search.channel = word(raw.channel);
  search.worth = word(raw.worth);
  search.back_days = whole(raw.back_days, 1, 36_500);
  search.open = names(raw.open);
  search.from = day(raw.from);
  search.until = day(raw.until);
  search.depth = whole(raw.depth, 1, 6);
  search.nodes = whole(raw.nodes, 0, 100);
  search.links = whole(raw.links, 0, 100);
  search.each = raw.each === true ? true : undefined;
  search.later = raw.later === true ? true : undefined;
  search.replay = raw.replay === true ? true : undefined;
  search.view = raw.view === "table" ? "table" : undefined;
  search.who = isObject(raw.who) ? raw.who : undefined;
  search.part = search.who && isObject(raw.part) && typeof raw.part.kind === "string" ? { kind: raw.part.kind, value: raw.part.value ?? null } : undefined;
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as JourneySearch;
}
