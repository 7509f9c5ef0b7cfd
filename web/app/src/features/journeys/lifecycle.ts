/** Lifecycle's question from the address, and its answer in words and as a table. Pure. */
import type { Lifecycle, LifecycleQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { chosen } from "./events";
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

export function lifecycleSays(answer: Lifecycle, unit: Unit): string {
  const last = answer.periods.findLast((period) => period.completeness === "complete") ?? answer.periods.at(-1);
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

export function lifecycleSheet(answer: Lifecycle, unit: Unit): Sheet<LifecycleWho> {
  return {
    columns: [{ title: t("journeys.period") }, { title: t("journeys.active"), end: true }, ...columns.map((state) => ({ title: t(`journeys.state.${state}`), end: true }))],
    rows: answer.periods.map((period) => [
      { text: periodTitle(period.begins_on, unit), raw: period.begins_on },
      { text: formatCount(activeOf(period)), raw: activeOf(period), ...(activeOf(period) ? { who: { period: period.period } } : {}) },
      ...columns.map((state) => ({
        text: formatCount(period[state]),
        raw: period[state],
        unsure: period.completeness !== "complete",
        ...(period[state] ? { who: { period: period.period, state } } : {}),
      })),
    ]),
  };
}
