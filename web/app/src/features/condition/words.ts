/** A condition in plain words, for chips and for a screen reader. Pure but for the catalogue. */
import { formatDate, formatNumber, humanise } from "@/lib/format";
import { findText, t } from "@/lib/i18n";

import { bare, type Group, isComplete, type Node, type Rule, type Subject, type Value } from "./condition";
import { noSegments, type SegmentNames } from "./useSegmentNames";

export function identifierTitle(type: string): string {
  return findText(`identifier.${type}`) ?? humanise(type);
}

/** A sentence of the server's, which names identifiers as the API does, in the words of the pages. */
export function inWords(sentence: string): string {
  const words = sentence.replace(/(?<=^|\s)([a-z]+_id|(?:android|ios)\.[a-z_]+)(?=\s)/g, (type) => {
    const title = identifierTitle(type);
    return /^[A-Z][a-z]+ id$/.test(title) ? title.toLocaleLowerCase() : title;
  });
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

export function subjectTitle(subject: Subject, segments: SegmentNames = noSegments): string {
  switch (subject.about) {
    case "trait":
      return humanise(subject.key);
    case "identifier":
      return identifierTitle(subject.key);
    case "account":
      return t("condition.account");
    case "account_group":
      return t("condition.account_group");
    case "account_trait":
      return t("condition.account_trait", { name: humanise(subject.key) });
    case "first_seen":
      return t("people.first_seen");
    case "last_seen":
      return t("people.last_seen");
    case "event":
      return subject.key;
    case "segment":
      return segments.get(subject.key) ?? t("condition.segment_gone");
    case "property":
      return subject.key.startsWith("context.") ? subject.key.slice("context.".length) : humanise(subject.key);
  }
}

function valueWords(is: string, value: Value | null): string {
  if (value === null || value === "") return "…";
  if (Array.isArray(value)) return value.length === 0 ? "…" : value.map(String).join(", ");
  if (typeof value === "boolean") return value ? t("value.yes") : t("value.no");
  if (is === "within_days" || is === "not_within_days") return t("condition.days", { count: Number(value) });
  if (is === "before" || is === "after") return formatDate(String(value));
  return typeof value === "number" ? formatNumber(value) : value;
}

export function comparisonTitle(is: string): string {
  return findText(`condition.is.${is}`) ?? is;
}

function eventWords(rule: Rule, name: string): string {
  const count = rule.count ?? 1;
  const never = (rule.is === "at_most" || rule.is === "exactly") && count === 0;
  const once = rule.is === "at_least" && count === 1;
  const words = never
    ? t("condition.event_never", { name })
    : once
      ? t("condition.event_once", { name })
      : t("condition.event_count", { name, is: comparisonTitle(rule.is), times: t("condition.times", { count }) });
  return rule.withinDays ? `${words} ${t("condition.in_last", { days: t("condition.days", { count: rule.withinDays }) })}` : words;
}

function ruleWords(rule: Rule, segments: SegmentNames): string {
  const subject = subjectTitle(rule.subject, segments);
  if (rule.subject.about === "segment") return t(rule.is === "not_in" ? "condition.not_in_segment" : "condition.in_segment", { name: subject });
  if (rule.subject.about === "event") return eventWords(rule, subject);
  const is = comparisonTitle(rule.is);
  return bare.has(rule.is) ? `${subject} ${is}` : `${subject} ${is} ${isComplete(rule) ? valueWords(rule.is, rule.value) : "…"}`;
}

export function wordsOf(node: Node, segments: SegmentNames = noSegments): string {
  if (node.sort === "rule") return node.not ? t("condition.not", { words: ruleWords(node, segments) }) : ruleWords(node, segments);
  return groupWords(node, segments);
}

function groupWords(group: Group, segments: SegmentNames): string {
  const join = group.join === "and" ? t("condition.and") : t("condition.or");
  const words = group.items.map((item) => (item.sort === "group" && item.items.length > 1 ? `(${wordsOf(item, segments)})` : wordsOf(item, segments)));
  const joined = words.length === 0 ? "…" : words.join(` ${join} `);
  return group.not ? t("condition.not", { words: `(${joined})` }) : joined;
}
