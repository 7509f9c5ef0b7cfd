/** Who belongs to a segment, as the server speaks it and as the builder edits it. Pure. */
import { conditionRule, type Condition, type ConditionRule } from "@/features/condition";

type Json = Record<string, unknown>;

/** Events of a name that say something. */
export interface Step {
  event: string;
  where: Condition | null;
}

/** How often; when first or last; then others; and then not another. */
export type EventMode = "did" | "first" | "last" | "then" | "without";
export const eventModes: EventMode[] = ["did", "last", "first", "then", "without"];

export interface EventRule {
  sort: "event";
  not: boolean;
  mode: EventMode;
  step: Step;
  /** "did" */
  is: "at_least" | "at_most" | "exactly";
  count: number;
  /** "first" and "last" */
  compare: string;
  value: number | string | null;
  /** "then", in order; "without" has one. */
  next: Step[];
  /** "then": the property of which all events say the same; empty: none. */
  same: string;
  withinHours: number | null;
  /** In the last days, or between dates. */
  days: number | null;
  from: string | null;
  until: string | null;
}
export interface PersonRule {
  sort: "person";
  rule: ConditionRule;
}
export interface SegmentRule {
  sort: "segment";
  not: boolean;
  segment: string;
}
export interface RuleGroup {
  sort: "group";
  not: boolean;
  join: "and" | "or";
  items: RuleNode[];
}
/** Of an account of theirs: whether any, all or none of its people are what the rules say. */
export interface AccountRule {
  sort: "accounts";
  not: boolean;
  among: "any" | "all" | "none";
  who: RuleGroup;
}
export type RuleNode = AccountRule | EventRule | PersonRule | SegmentRule | RuleGroup;

export const noRules: RuleGroup = { sort: "group", not: false, join: "and", items: [] };

export function eventRule(event: string): EventRule {
  return {
    sort: "event", not: false, mode: "did", step: { event, where: null }, is: "at_least", count: 1,
    compare: "within_days", value: 30, next: [{ event: "", where: null }], same: "", withinHours: 24, days: null, from: null, until: null,
  };
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const negated = (not: boolean, json: Json): Json => (not ? { not: json } : json);
const stepJson = (step: Step): Json => ({ event: step.event, ...(step.where ? { where: step.where } : {}) });

function windowJson(rule: EventRule): Json {
  return {
    ...(rule.days !== null ? { within_days: rule.days } : {}),
    ...(rule.from ? { from: rule.from } : {}),
    ...(rule.until ? { until: rule.until } : {}),
  };
}

function eventJson(rule: EventRule): Json | null {
  if (!rule.step.event) return null;
  const next = rule.next.filter((step) => step.event !== "");
  switch (rule.mode) {
    case "did":
      return { ...stepJson(rule.step), count: { is: rule.is, value: rule.count }, ...windowJson(rule) };
    case "first":
    case "last":
      return rule.value === null || rule.value === "" ? null : { ...stepJson(rule.step), [rule.mode]: { is: rule.compare, value: rule.value } };
    case "then":
      if (next.length === 0) return null;
      return { sequence: [rule.step, ...next].map(stepJson), ...(rule.same.trim() ? { same: rule.same.trim() } : {}), ...(rule.withinHours !== null ? { within_s: Math.round(rule.withinHours * 3600) } : {}), ...windowJson(rule) };
    case "without":
      if (!next[0] || !rule.withinHours) return null;
      return { ...stepJson(rule.step), not_followed_by: stepJson(next[0]), within_s: Math.round(rule.withinHours * 3600), ...windowJson(rule) };
  }
}

/** What is not finished yet is left out; null: nothing is asked. */
export function toJson(node: RuleNode): Json | null {
  switch (node.sort) {
    case "event": {
      const json = eventJson(node);
      return json && negated(node.not, json);
    }
    case "person":
      return conditionRule.toJson(node.rule) as Json | null;
    case "segment":
      return node.segment ? negated(node.not, { segment: node.segment }) : null;
    case "accounts": {
      const who = toJson(node.who);
      return who && negated(node.not, { account_people: node.among, who });
    }
    case "group": {
      const parts = node.items.map(toJson).filter((part): part is Json => part !== null);
      if (parts.length === 0) return null;
      return negated(node.not, node.join === "and" ? { and: parts } : { or: parts });
    }
  }
}

function readStep(json: unknown): Step {
  if (!isObject(json)) return { event: "", where: null };
  return { event: typeof json.event === "string" ? json.event : "", where: isObject(json.where) ? (json.where as Condition) : null };
}

const numberOr = <T>(value: unknown, otherwise: T) => (typeof value === "number" ? value : otherwise);
const textOr = <T>(value: unknown, otherwise: T) => (typeof value === "string" ? value : otherwise);

function readEvent(json: Json): EventRule {
  const rule: EventRule = {
    ...eventRule(""),
    step: readStep(json),
    days: numberOr(json.within_days, null),
    from: textOr(json.from, null),
    until: textOr(json.until, null),
    withinHours: typeof json.within_s === "number" ? json.within_s / 3600 : null,
  };
  if (Array.isArray(json.sequence)) {
    const [first, ...next] = json.sequence.map(readStep);
    return { ...rule, mode: "then", step: first ?? rule.step, next, same: textOr(json.same, "") };
  }
  if (isObject(json.not_followed_by)) return { ...rule, mode: "without", next: [readStep(json.not_followed_by)] };
  for (const mode of ["first", "last"] as const) {
    const when = json[mode];
    if (isObject(when)) {
      const value = typeof when.value === "number" || typeof when.value === "string" ? when.value : null;
      return { ...rule, mode, compare: textOr(when.is, "within_days"), value };
    }
  }
  const count = isObject(json.count) ? json.count : {};
  return { ...rule, withinHours: 24, is: textOr(count.is, "at_least") as EventRule["is"], count: numberOr(count.value, 1) };
}

export function fromJson(json: unknown): RuleNode | null {
  if (!isObject(json)) return null;
  for (const join of ["and", "or"] as const) {
    const parts = json[join];
    if (Array.isArray(parts)) return { sort: "group", not: false, join, items: parts.map(fromJson).filter((item): item is RuleNode => item !== null) };
  }
  if ("not" in json) {
    const inner = fromJson(json.not);
    if (!inner) return null;
    return inner.sort === "person" ? { ...inner, rule: { ...inner.rule, not: !inner.rule.not } } : { ...inner, not: !inner.not };
  }
  if ("sequence" in json || typeof json.event === "string") return readEvent(json);
  if (json.account_people === "any" || json.account_people === "all" || json.account_people === "none")
    return { sort: "accounts", not: false, among: json.account_people, who: rootOf(json.who) };
  if (typeof json.segment === "string") return { sort: "segment", not: false, segment: json.segment };
  const rule = conditionRule.fromJson(json);
  return rule && { sort: "person", rule };
}

/** The root of the builder is a group that is not negated. */
export function rootOf(json: unknown): RuleGroup {
  const node = fromJson(json);
  if (!node) return noRules;
  return node.sort === "group" && !node.not ? node : { ...noRules, items: [node] };
}
