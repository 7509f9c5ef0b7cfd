/** The condition tree as the server speaks it, and as the builder edits it. Pure. */

export type Scalar = string | number | boolean;
export type Value = Scalar | Scalar[];

export interface Count {
  is: "at_least" | "at_most" | "exactly";
  value: number;
}

/** What the server reads and writes. */
export type Condition =
  | { and: Condition[] }
  | { or: Condition[] }
  | { not: Condition }
  | { trait: string; is: string; value?: Value }
  | { identifier: string; is: string; value?: Value }
  | { account: string | { trait: string; is: string; value?: Value }; is?: string; value?: Value }
  | { first_seen: { is: string; value: Value } }
  | { last_seen: { is: string; value: Value } }
  | { event: string; count?: Count; within_days?: number }
  | { property: string; is: string; value?: Value }
  | { segment: string };

export type Subject =
  | { about: "trait"; key: string }
  | { about: "identifier"; key: string }
  | { about: "account" }
  | { about: "account_group" }
  | { about: "account_trait"; key: string }
  | { about: "first_seen" }
  | { about: "last_seen" }
  | { about: "event"; key: string }
  | { about: "property"; key: string }
  | { about: "segment"; key: string };

export interface Rule {
  sort: "rule";
  not: boolean;
  subject: Subject;
  is: string;
  value: Value | null;
  /** Events only. */
  count?: number;
  withinDays?: number | null;
}
export interface Group {
  sort: "group";
  not: boolean;
  join: "and" | "or";
  items: Node[];
}
export type Node = Rule | Group;

export const emptyGroup: Group = { sort: "group", not: false, join: "and", items: [] };

/** Comparisons that need no value. */
export const bare = new Set(["exists", "missing", "in", "not_in"]);

/** The comparisons that make sense for a trait's type, the usual one first. */
export function comparisonsFor(subject: Subject, type: string): string[] {
  switch (subject.about) {
    case "identifier":
      return ["exists", "missing", "equals", "contains", "ends_with"];
    case "account":
      return ["exists", "missing"];
    case "account_group":
      return ["equals"];
    case "first_seen":
    case "last_seen":
      return ["within_days", "not_within_days", "before", "after"];
    case "segment":
      return ["in", "not_in"];
    case "event":
      return ["at_least", "at_most", "exactly"];
    default:
      if (type === "number") return ["equals", "not_equals", "greater", "less", "exists", "missing"];
      if (type === "boolean") return ["equals", "exists", "missing"];
      if (type === "time" || type === "date") return ["within_days", "before", "after", "exists", "missing"];
      return ["equals", "not_equals", "one_of", "contains", "starts_with", "exists", "missing"];
  }
}

/** What a value is written as in the builder. */
export type Field = "none" | "text" | "number" | "days" | "date" | "boolean" | "list";
export function fieldFor(is: string, type: string): Field {
  if (bare.has(is)) return "none";
  if (is === "within_days" || is === "not_within_days") return "days";
  if (is === "before" || is === "after") return "date";
  if (is === "one_of") return "list";
  if (is === "greater" || is === "less" || type === "number") return "number";
  return type === "boolean" ? "boolean" : "text";
}

export function firstRule(subject: Subject, type: string): Rule {
  const is = comparisonsFor(subject, type)[0] ?? "exists";
  const rule: Rule = { sort: "rule", not: false, subject, is, value: defaultValue(fieldFor(is, type)) };
  if (subject.about === "event") return { ...rule, value: null, count: 1, withinDays: null };
  return rule;
}

export function defaultValue(field: Field): Value | null {
  if (field === "days") return 30;
  if (field === "boolean") return true;
  if (field === "list") return [];
  return null;
}

/** A rule that still lacks its value is kept in the builder and left out of the question. */
export function isComplete(rule: Rule): boolean {
  if (rule.subject.about === "event") return rule.subject.key !== "" && (rule.count ?? 1) >= 0;
  if (bare.has(rule.is)) return true;
  if (Array.isArray(rule.value)) return rule.value.length > 0;
  return rule.value !== null && rule.value !== "";
}

function ruleJson(rule: Rule): Condition {
  const { subject, is } = rule;
  const value = bare.has(is) || rule.value === null ? {} : { value: rule.value };
  switch (subject.about) {
    case "trait":
      return { trait: subject.key, is, ...value };
    case "identifier":
      return { identifier: subject.key, is, ...value };
    case "account":
      return { account: "any", is };
    case "account_group":
      return { account: "group_id", is, ...value };
    case "account_trait":
      return { account: { trait: subject.key, is, ...value } };
    case "property":
      return { property: subject.key, is, ...value };
    case "segment":
      return is === "not_in" ? { not: { segment: subject.key } } : { segment: subject.key };
    case "first_seen":
      return { first_seen: { is, value: rule.value ?? 0 } };
    case "last_seen":
      return { last_seen: { is, value: rule.value ?? 0 } };
    case "event":
      return {
        event: subject.key,
        count: { is: is as Count["is"], value: rule.count ?? 1 },
        ...(rule.withinDays ? { within_days: rule.withinDays } : {}),
      };
  }
}

/** The builder's tree as the server's JSON, or null if it asks nothing. */
export function toJson(node: Node): Condition | null {
  if (node.sort === "rule") {
    if (!isComplete(node)) return null;
    return node.not ? { not: ruleJson(node) } : ruleJson(node);
  }
  const parts = node.items.map(toJson).filter((part): part is Condition => part !== null);
  if (parts.length === 0) return null;
  const only = parts[0];
  // One part needs no group; but the root stays one, so that a filter in a URL always reads the same.
  const joined: Condition = parts.length === 1 && only && node.join === "or" ? only : node.join === "and" ? { and: parts } : { or: parts };
  return node.not ? { not: joined } : joined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readValue(value: unknown): Value | null {
  if (Array.isArray(value)) return value.filter((item): item is Scalar => ["string", "number", "boolean"].includes(typeof item));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function readTest(subject: Subject, test: Record<string, unknown>): Rule | null {
  if (typeof test.is !== "string") return null;
  return { sort: "rule", not: false, subject, is: test.is, value: readValue(test.value) };
}

function readRule(json: Record<string, unknown>): Rule | null {
  if (typeof json.trait === "string") return readTest({ about: "trait", key: json.trait }, json);
  if (typeof json.property === "string") return readTest({ about: "property", key: json.property }, json);
  if (typeof json.identifier === "string") return readTest({ about: "identifier", key: json.identifier }, json);
  if (typeof json.segment === "string") return readTest({ about: "segment", key: json.segment }, { is: "in" });
  if (json.account === "any") return readTest({ about: "account" }, json);
  if (json.account === "group_id") return readTest({ about: "account_group" }, json);
  if (isObject(json.account) && typeof json.account.trait === "string")
    return readTest({ about: "account_trait", key: json.account.trait }, json.account);
  if (isObject(json.first_seen)) return readTest({ about: "first_seen" }, json.first_seen);
  if (isObject(json.last_seen)) return readTest({ about: "last_seen" }, json.last_seen);
  if (typeof json.event === "string") {
    const count = isObject(json.count) ? json.count : { is: "at_least", value: 1 };
    return {
      sort: "rule",
      not: false,
      subject: { about: "event", key: json.event },
      is: typeof count.is === "string" ? count.is : "at_least",
      value: null,
      count: typeof count.value === "number" ? count.value : 1,
      withinDays: typeof json.within_days === "number" ? json.within_days : null,
    };
  }
  return null;
}

/** Reads a condition from outside (a URL); what it cannot read it leaves out. */
export function fromJson(json: unknown): Node | null {
  if (!isObject(json)) return null;
  for (const join of ["and", "or"] as const) {
    const parts = json[join];
    if (Array.isArray(parts)) {
      const items = parts.map(fromJson).filter((item): item is Node => item !== null);
      return { sort: "group", not: false, join, items };
    }
  }
  if ("not" in json) {
    const inner = fromJson(json.not);
    if (inner?.sort === "rule" && inner.subject.about === "segment") return { ...inner, is: inner.is === "in" ? "not_in" : "in" };
    return inner && { ...inner, not: !inner.not };
  }
  return readRule(json);
}

/** The root of the builder is always a group that is not negated. */
export function rootOf(json: unknown): Group {
  const node = fromJson(json);
  if (!node) return emptyGroup;
  if (node.sort === "group" && !node.not) return node;
  return { ...emptyGroup, items: [node] };
}

export function replaceItem(group: Group, index: number, item: Node): Group {
  return { ...group, items: group.items.map((each, at) => (at === index ? item : each)) };
}

export function removeItem(group: Group, index: number): Group {
  return { ...group, items: group.items.filter((_, at) => at !== index) };
}

export function addItem(group: Group, item: Node): Group {
  return { ...group, items: [...group.items, item] };
}

/** One rule by itself, for builders of their own. */
export const conditionRule = {
  toJson: (rule: Rule): Condition | null => toJson(rule),
  fromJson: (json: unknown): Rule | null => {
    const node = fromJson(json);
    return node?.sort === "rule" ? node : null;
  },
};
