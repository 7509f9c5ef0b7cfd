/** Parts of an answer: asked for by a breakdown or a comparison, named, and compared with the first of them. Pure but for the catalogue. */
import { type Condition, conditionWords, readCondition, type SegmentNames } from "@/features/condition";
import { formatNumber, humanise } from "@/lib/format";
import { locale, t } from "@/lib/i18n";

import type { TimeRange } from "./range";
import type { By, Derived, JourneySearch, Part } from "./search";
import { people, rateOf, type Share } from "./words";
import type { Sheet, SheetCell } from "./sheet";

interface Compared {
  name: string;
  people?: Condition;
  range?: TimeRange;
}
/** What a question says of its parts; the same fields for every kind of question. */
export interface Split {
  breakdown?: { trait?: string; property?: string; limit: number };
  derived?: { name: string; cases: { value: string; where: Condition }[]; otherwise?: string }[];
  compare?: Compared[];
  /** Whose lines are looked at, where groups are put together. */
  people?: Condition;
}

const groupsShown = 6;
const nameMax = 60;

const joined = (condition: Condition | null, segments: SegmentNames | undefined): string => {
  const node = condition && readCondition(condition);
  return node ? conditionWords(node, segments) : "";
};
const short = (name: string) => ([...name].length <= nameMax ? name : `${[...name].slice(0, nameMax - 1).join("")}…`);

function groupName(condition: Condition | null, segments: SegmentNames | undefined): string {
  return condition ? short(joined(condition, segments)) || t("journeys.group") : t("journeys.everybody_else");
}

export function rangeName(search: Pick<JourneySearch, "range" | "from" | "until">, preset: string): string {
  if (search.from || search.until) return t("journeys.range_days", { from: search.from ?? "…", until: search.until ?? "…" });
  return t(`journeys.range.${(search.range ?? preset) as "90d"}`);
}

/** Those that were chosen; what is open at the end is everybody else. */
function comparedGroups(groups: (Condition | null)[], segments: SegmentNames | undefined): Compared[] {
  const chosen = groups.filter((each) => each !== null);
  const [first] = chosen;
  const others: Condition = { not: first && chosen.length === 1 ? first : { or: chosen } };
  const found = [...chosen.map((people) => ({ name: groupName(people, segments), people })), ...(groups.at(-1) === null ? [{ name: groupName(null, segments), people: others }] : [])];
  return found.map(({ name, people }, at) => {
    const before = found.slice(0, at).filter((other) => other.name === name).length;
    return { name: before > 0 ? `${name} (${before + 1})` : name, people };
  });
}

/** Cases of which something is still missing do not count. */
function derivedSplit({ name, cases, otherwise }: Derived): Split {
  const ready = cases.flatMap(({ value, where }) => (value.trim() && where ? [{ value: value.trim(), where }] : []));
  if (ready.length === 0) return {};
  const own = name.trim() || t("journeys.derived_name_usual");
  return { derived: [{ name: own, cases: ready, ...(otherwise?.trim() ? { otherwise: otherwise.trim() } : {}) }], breakdown: { property: `derived.${own}`, limit: groupsShown } };
}

/** `now` is the time that is asked about, `before` the one that it is compared with. */
export function splitOf(search: JourneySearch, now: TimeRange | undefined, before: TimeRange | undefined, preset: string, segments?: SegmentNames): Split {
  const { by, groups, against, together } = search;
  // What it goes by may still be chosen.
  if (by && "derived" in by) return derivedSplit(by.derived);
  if (by) return Object.values(by).every(Boolean) ? { breakdown: { ...by, limit: groupsShown } } : {};
  const chosen = groups?.filter((each) => each !== null) ?? [];
  if (together && chosen.length > 0) return { people: search.people ? { and: [search.people, { or: chosen }] } : { or: chosen } };
  if (groups?.[0] && !together) return { compare: comparedGroups(groups, segments) };
  if (against && before) {
    const name = against === "before" ? t("journeys.range_before") : rangeName(against, preset);
    const own = rangeName(search, preset);
    return { compare: [{ name, range: before }, { name: own === name ? `${own} (2)` : own, range: now ?? {} }] };
  }
  return {};
}

export const isSplit = (split: Split) => split.breakdown !== undefined || split.compare !== undefined;

const known = { browser: "journeys.by_browser", os: "journeys.by_os", client: "journeys.by_client" } as const;

/** What only says where a property comes from: the context of an event, or the part of an event log. */
const origin = /^(context\.|(case|org|lifecycle|concept):)(?=.)/;

export function byTitle(by: By): string {
  if ("derived" in by) return by.derived.name.trim() || t("journeys.derived_name_usual");
  const said = "property" in by ? /^context\.userAgent\.(browser|os|client)$/.exec(by.property)?.[1] : undefined;
  if (said) return t(known[said as keyof typeof known]);
  return "trait" in by ? humanise(by.trait) : humanise(by.property.replace(origin, ""));
}

export function partTitle(part: Part): string {
  if (part.kind === "none") return t("journeys.part_none");
  if (part.kind === "others") return t("journeys.part_others");
  if (part.kind === "other_than") return t("journeys.everybody_else");
  const { value } = part;
  if (typeof value === "boolean") return value ? t("value.yes") : t("value.no");
  if (typeof value === "number") return formatNumber(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Newcombe's 95 % interval for how much larger `b` is than `a`, of different people. */
export interface Difference {
  value: number;
  low: number;
  high: number;
}
export function differenceOf(a: Share, b: Share): Difference | null {
  if (a.of === 0 || b.of === 0) return null;
  const value = b.share - a.share;
  return {
    value,
    low: value - Math.hypot(b.share - b.low, a.high - a.share),
    high: value + Math.hypot(b.high - b.share, a.share - a.low),
  };
}

const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: "exceptZero" });

/** "+12 points (+5 to +19)". */
export function pointsOf(difference: Difference): string {
  const points = (value: number) => signed.format(Math.round(value * 100) + 0);
  return t("journeys.points", { points: points(difference.value), low: points(difference.low), high: points(difference.high) });
}

/** The same with what it means. */
export function differenceWords(difference: Difference | null): string {
  if (!difference) return "";
  return difference.low <= 0 && difference.high >= 0 ? t("journeys.points_unclear", { points: pointsOf(difference) }) : pointsOf(difference);
}

export interface Rate<Who> {
  rate: Share;
  /** Missing where nobody can be told apart behind it. */
  who?: Who | undefined;
}
/** What stands beside each other: one row for each step, period or arrow, in every part. */
export interface RateRow<Who> {
  name: string;
  cells: (Rate<Who> | null)[];
}
/** A cell of one of the parts. */
export interface InPart<Who> {
  who: Who;
  part?: Part | undefined;
}

export function sideBySide<Who>(title: string, rows: RateRow<Who>[], parts: Part[]): Sheet<InPart<Who>> {
  const end = true;
  const titles = parts.map(partTitle);
  return {
    columns: [{ title }, ...titles.flatMap((name, at) => (at === 0 ? [{ title: name, end }] : [{ title: name, end }, { title: t("journeys.against", { name: titles[0] ?? "" }), end }]))],
    rows: rows.map(({ name, cells }) => [
      { text: name },
      ...parts.flatMap((part, at): SheetCell<InPart<Who>>[] => {
        const cell = cells[at];
        const first = cells[0];
        const shown: SheetCell<InPart<Who>> = cell
          ? { text: rateOf(cell.rate), raw: cell.rate.share, ...(cell.who === undefined || cell.rate.count === 0 ? {} : { who: { who: cell.who, part } }) }
          : { text: "", raw: null };
        if (at === 0) return [shown];
        const difference = cell && first ? differenceOf(first.rate, cell.rate) : null;
        return [shown, { text: difference ? pointsOf(difference) : "", raw: difference?.value ?? null }];
      }),
    ]),
  };
}

/** All parts' tables in one, each row with the name of its part. */
export function sheetOfParts<Who>(parts: { part: Part; sheet: Sheet<Who> }[]): Sheet<InPart<Who>> {
  const [first] = parts;
  return {
    columns: [{ title: t("journeys.part") }, ...(first?.sheet.columns ?? [])],
    rows: parts.flatMap(({ part, sheet }) =>
      sheet.rows.map((row) => [{ text: partTitle(part) }, ...row.map(({ who, ...cell }): SheetCell<InPart<Who>> => ({ ...cell, ...(who === undefined ? {} : { who: { who, part } }) }))]),
    ),
  };
}

export const partHead = (part: Part & { people: number }) => t("journeys.part_head", { name: partTitle(part), people: people(part.people) });
