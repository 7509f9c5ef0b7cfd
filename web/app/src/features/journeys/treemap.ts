/** A treemap: its question, and its answer in words and as a table. Pure. */
import type { Treemap, TreemapQuestion } from "@/api/types";
import { formatCount, humanise } from "@/lib/format";
import { t } from "@/lib/i18n";

import { chosen } from "./events";
import { figure } from "./numbers";
import type { Compare } from "./Parts";
import type { TimeRange } from "./range";
import type { Dimension, JourneySearch, Part } from "./search";
import type { Sheet, SheetCell } from "./sheet";
import { partTitle } from "./split";
import { formatPercent, namesTitle, people } from "./words";

export interface TreemapWho {
  values: Part[];
}

export type Area = "events" | "people" | "sum";
export const areaOf = (search: JourneySearch): Area => search.area ?? "events";
export const boxesOf = (search: JourneySearch): Dimension[] => (search.boxes?.length ? search.boxes : [{ event: true }]);

const isKnown = (by: Dimension) => "event" in by || ("property" in by ? by.property : by.trait) !== "";

export const dimensionTitle = (by: Dimension): string => ("event" in by ? t("journeys.event") : humanise(("property" in by ? by.property : by.trait).replace(/^context\./, "")));

export function treemapQuestion(search: JourneySearch, range: TimeRange | undefined): TreemapQuestion | null {
  const by = boxesOf(search).filter(isKnown);
  const area = areaOf(search);
  if (by.length === 0 || (area === "sum" && !search.sum)) return null;
  return {
    ...chosen("events", search.events),
    by,
    measure: area,
    ...(area === "sum" ? { property: search.sum } : {}),
    ...(range ? { range } : {}),
  };
}

export type Group = Treemap["groups"][number];
export interface Box {
  group: Group;
  value: number;
  name: string;
  within: Box[];
}

export const valueOf = (group: Pick<Group, "events" | "people" | "sum">, area: Area): number => (area === "sum" ? (group.sum ?? 0) : group[area]);
export const amountWords = (value: number, area: Area): string => (area === "sum" ? figure(value) : area === "people" ? people(value) : t("journeys.events", { count: value }));

const nameOf = (group: Group, level: number): string => {
  const value = group.values[level];
  return value ? partTitle(value as Part) : "";
};
export const groupTitle = (group: Pick<Group, "values">): string => group.values.map((value) => partTitle(value as Part)).join(" › ");

/** The boxes, each with those within it, the largest first. */
export function boxesIn(answer: Treemap, area: Area): Box[] {
  const outer: Box[] = [];
  for (const group of answer.groups) {
    const level = group.values.length - 1;
    const box = { group, value: valueOf(group, area), name: nameOf(group, level), within: [] };
    if (level === 0) outer.push(box);
    else outer.at(-1)?.within.push(box);
  }
  const sorted = (boxes: Box[]): Box[] => [...boxes].sort((a, b) => b.value - a.value);
  return sorted(outer).map((box) => ({ ...box, within: sorted(box.within) }));
}

export const whoOf = (group: Group): TreemapWho => ({ values: group.values as Part[] });

export function treemapLabel(group: Group, answer: Treemap, area: Area): string {
  const value = valueOf(group, area);
  const all = area === "sum" ? (answer.sum ?? 0) : answer[area];
  return t("journeys.treemap_box", { name: groupTitle(group), amount: amountWords(value, area), share: all > 0 ? formatPercent(value / all, all) : "–" });
}

export function treemapSays(answer: Treemap, search: JourneySearch): string {
  const area = areaOf(search);
  const first = boxesIn(answer, area)[0];
  const all = area === "sum" ? (answer.sum ?? 0) : answer[area];
  return t("journeys.treemap_says", {
    amount: amountWords(all, area),
    events: namesTitle(search.events, t("journeys.all_events")),
    first: first?.name ?? "",
    most: first ? amountWords(first.value, area) : "",
    share: first && all > 0 ? formatPercent(first.value / all, all) : "–",
  });
}

export function treemapSheet(answer: Treemap, search: JourneySearch): Sheet<TreemapWho> {
  const end = true;
  const by = boxesOf(search);
  return {
    columns: [
      ...by.map((each) => ({ title: dimensionTitle(each) })),
      { title: t("journeys.events_title"), end },
      { title: t("nav.people"), end },
      ...(answer.sum === null || answer.sum === undefined ? [] : [{ title: t("journeys.number_sum"), end }]),
    ],
    rows: answer.groups.map((group): SheetCell<TreemapWho>[] => [
      ...by.map((_, level) => ({ text: level < group.values.length ? nameOf(group, level) : t("journeys.all_together") })),
      { text: formatCount(group.events), raw: group.events },
      { text: formatCount(group.people), raw: group.people, who: whoOf(group) },
      ...(group.sum === null || group.sum === undefined ? [] : [{ text: figure(group.sum), raw: group.sum }]),
    ]),
  };
}

export const treemapCompare = (area: Area): Compare<Treemap, TreemapWho> => ({
  title: () => t(`journeys.area_compared.${area}`),
  amount: (answer) => {
    const value = area === "sum" ? (answer.sum ?? 0) : answer[area];
    return { value: Math.max(0, value), text: amountWords(value, area), ...(answer.people > 0 ? { who: { values: [] } } : {}) };
  },
});
