/** The question about counts from the address, and its answer in words and as a table. Pure. */
import type { Counts, CountsQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { chosen } from "./events";
import type { Compare } from "./Parts";
import { periodTitle, type Unit } from "./periods";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";
import type { Sheet } from "./sheet";
import { namesTitle, nodeTitle, people, rateOf, shareOf } from "./words";

export interface CountsWho {
  period?: number;
  node?: number;
}
export interface Series {
  /** Without a node: everything together. */
  node?: number;
  name: string;
  events: number;
  people: number;
  periods: Counts["periods"];
}

/** As many as can be read below each other. */
export const seriesMax = 8;

export function countsQuestion(search: JourneySearch, range: TimeRange | undefined): CountsQuestion {
  return {
    ...chosen("events", search.events),
    unit: search.unit ?? "week",
    ...(search.each ? { by: "event" } : {}),
    ...(range ? { range } : {}),
  };
}

export function seriesOf(answer: Counts, search: JourneySearch): Series[] {
  const all: Series = { name: namesTitle(search.events, t("journeys.all_events")), events: answer.events, people: answer.people, periods: answer.periods };
  if (!search.each) return [all];
  const names = new Map(answer.nodes.map((node) => [node.id, nodeTitle(node)]));
  return [...answer.groups].sort((a, b) => b.people - a.people || b.events - a.events).map((group) => ({ ...group, name: names.get(group.node) ?? t("journeys.unknown") }));
}

export function countsSays(answer: Counts, search: JourneySearch, unit: Unit): string {
  const best = answer.periods.reduce<Counts["periods"][number] | undefined>((most, each) => (!most || each.people > most.people ? each : most), undefined);
  return t("journeys.counts_says", {
    count: answer.people,
    name: namesTitle(search.events),
    events: t("journeys.events", { count: answer.events }),
    period: best ? periodTitle(best.begins_on, unit) : "",
    rate: rateOf(shareOf(best?.people ?? 0, answer.people)),
  });
}

export const countsLabel = (series: Series, period: Counts["periods"][number], unit: Unit) =>
  t("journeys.counts_label", { name: series.name, period: periodTitle(period.begins_on, unit), people: people(period.people), events: t("journeys.events", { count: period.events }) });

export function countsWhoTitle(who: CountsWho, answer: Counts | undefined, search: JourneySearch, unit: Unit): string {
  const node = answer?.nodes.find((each) => each.id === who.node);
  const name = who.node === undefined ? namesTitle(search.events, t("journeys.all_events")) : nodeTitle(node);
  const periods = who.node === undefined ? answer?.periods : answer?.groups.find((each) => each.node === who.node)?.periods;
  const period = periods?.find((each) => each.period === who.period);
  return period ? t("journeys.counts_who", { name, period: periodTitle(period.begins_on, unit) }) : name;
}

export function countsSheet(answer: Counts, search: JourneySearch, unit: Unit): Sheet<CountsWho> {
  const end = true;
  return {
    columns: [{ title: t("journeys.event") }, { title: t("journeys.period") }, { title: t("nav.people"), end }, { title: t("journeys.events_title"), end }],
    rows: seriesOf(answer, search).flatMap((series) => {
      const node = series.node === undefined ? {} : { node: series.node };
      return [
        [{ text: series.name }, { text: t("journeys.all_periods") }, { text: formatCount(series.people), raw: series.people, who: node }, { text: formatCount(series.events), raw: series.events }],
        ...series.periods.map((period) => [
          { text: series.name },
          { text: periodTitle(period.begins_on, unit), raw: period.begins_on },
          { text: formatCount(period.people), raw: period.people, who: { ...node, period: period.period }, unsure: period.completeness !== "complete" },
          { text: formatCount(period.events), raw: period.events, unsure: period.completeness !== "complete" },
        ]),
      ];
    }),
  };
}

/** Parts by how many there are: of people or of events, as they are counted. */
export const countsCompare = (search: JourneySearch): Compare<Counts, CountsWho> => ({
  title: () => t(search.measure === "events" ? "journeys.counts_compared_events" : "journeys.counts_compared", { name: namesTitle(search.events) }),
  amount: (answer) => {
    const value = search.measure === "events" ? answer.events : answer.people;
    return { value, text: search.measure === "events" ? t("journeys.events", { count: value }) : people(value), ...(value > 0 ? { who: {} } : {}) };
  },
});
