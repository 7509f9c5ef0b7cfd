/** Lifecycle's question from the address, and its answer in words and as a table. Pure. */
import type { Lifecycle, LifecycleQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { chosen } from "./events";
import type { Compare } from "./Parts";
import { periodTitle, type Unit } from "./periods";
import type { TimeRange } from "./range";
import type { JourneyPage, JourneySearch } from "./search";
import type { Sheet } from "./sheet";
import { people, rateOf, shareOf } from "./words";

/** From the line upwards; the last one hangs below it. */
export const states = ["returning", "resurrected", "new", "dormant"] as const;
export type State = (typeof states)[number];
export interface LifecycleWho {
  period: number;
  /** Without: everybody who was active. */
  state?: State;
}
export type LifePeriod = Lifecycle["periods"][number];

/** Okabe and Ito's, told apart by the colour-blind; their order in a bar says the same. */
export const fillOf: Record<State, string> = { returning: "var(--tl-accent)", resurrected: "#e69f00", new: "#56b4e9", dormant: "#d55e00" };

export function lifecycleQuestion(search: JourneySearch, range: TimeRange | undefined): LifecycleQuestion {
  return { ...chosen("events", search.events), unit: search.unit ?? "week", ...(range ? { range } : {}) };
}

export const activeOf = (period: LifePeriod) => period.new + period.returning + period.resurrected;

/** The latest that is over: what is said is about it. */
const lastPeriod = (answer: Lifecycle) => answer.periods.findLast((period) => period.completeness === "complete") ?? answer.periods.at(-1);

export function lifecycleSays(answer: Lifecycle, unit: Unit): string {
  const last = lastPeriod(answer);
  if (!last) return "";
  const values = { period: periodTitle(last.begins_on, unit), count: activeOf(last) };
  const before = last.returning + last.dormant;
  if (before === 0) return t("journeys.lifecycle_first", values);
  return t("journeys.lifecycle_says", { ...values, fresh: last.new, before, rate: rateOf(shareOf(last.returning, before)), dormant: last.dormant });
}

export const lifecycleLabel = (period: LifePeriod, state: State, unit: Unit) =>
  t("journeys.period_label", { period: periodTitle(period.begins_on, unit), name: t(`journeys.state.${state}`), people: people(period[state]) });

export function lifecycleWhoTitle(who: LifecycleWho, answer: Lifecycle | undefined, unit: Unit): string {
  const period = answer?.periods.find((each) => each.period === who.period);
  const name = t(who.state ? `journeys.state.${who.state}` : "journeys.active");
  return period ? t("journeys.counts_who", { name, period: periodTitle(period.begins_on, unit) }) : name;
}

/** Who was active at all is known from the counts of the same events. */
export function lifecycleAsk(who: LifecycleWho, question: LifecycleQuestion): { page?: JourneyPage; question: unknown; cell: unknown } {
  return who.state ? { question, cell: who } : { page: "counts", question, cell: who };
}

const columns: State[] = ["new", "returning", "resurrected", "dormant"];

/** `counted`: everybody active can be opened; by a property the counts go by each event, not by each person. */
export function lifecycleSheet(answer: Lifecycle, unit: Unit, counted = true): Sheet<LifecycleWho> {
  return {
    columns: [{ title: t("journeys.period") }, { title: t("journeys.active"), end: true }, ...columns.map((state) => ({ title: t(`journeys.state.${state}`), end: true }))],
    rows: answer.periods.map((period) => [
      { text: periodTitle(period.begins_on, unit), raw: period.begins_on },
      { text: formatCount(activeOf(period)), raw: activeOf(period), ...(counted && activeOf(period) ? { who: { period: period.period } } : {}) },
      ...columns.map((state) => ({
        text: formatCount(period[state]),
        raw: period[state],
        unsure: period.completeness !== "complete",
        ...(period[state] ? { who: { period: period.period, state } } : {}),
      })),
    ]),
  };
}

/** Parts by what became of people in the last period that is over, each part's own. */
export const lifecycleCompare = (): Compare<Lifecycle, LifecycleWho> => {
  const cell = (answer: Lifecycle, state: State, of: (period: LifePeriod) => number) => {
    const period = lastPeriod(answer);
    return period && of(period) > 0 ? { rate: shareOf(period[state], of(period)), who: { period: period.period, state } } : null;
  };
  const before = (period: LifePeriod) => period.returning + period.dormant;
  const rows: [State, (period: LifePeriod) => number][] = [["returning", before], ["dormant", before], ["new", activeOf], ["resurrected", activeOf]];
  return {
    title: () => t("journeys.lifecycle_compared"),
    rate: (answer) => cell(answer, "returning", before),
    column: t("journeys.lifecycle_compared_rows"),
    rows: (answers) => rows.map(([state, of]) => ({ name: t(of === before ? "journeys.lifecycle_of_before" : "journeys.lifecycle_of_active", { name: t(`journeys.state.${state}`) }), cells: answers.map((answer) => cell(answer, state, of)) })),
  };
};
