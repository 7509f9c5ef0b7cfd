/** A funnel's question from the address, and its answer in words and as a table. Pure. */
import type { Funnel, FunnelQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { choiceOf, type Events, isChosen } from "./events";
import type { TimeRange } from "./range";
import type { Exclusion, JourneySearch } from "./search";
import type { Compare } from "./Parts";
import type { Sheet } from "./sheet";
import { formatPercent, namesTitle, people, rateOf, took } from "./words";

export interface FunnelWho {
  furthest_from: number;
  furthest_to: number;
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "7d" in milliseconds; "none" has none. */
export function windowMs(within: string): number | undefined {
  const unit = within.at(-1);
  return unit === "m" || unit === "h" || unit === "d" ? Number.parseInt(within, 10) * unitMs[unit] : undefined;
}

/** A pause that always has an end. */
export const pauseMs = (pause: string): number => windowMs(pause) ?? 0;

/** The pause that ends a visit, where nothing else says so. */
export const sessionMs = 30 * unitMs.m;
export const dayMs = unitMs.d;

/** The steps as the builder shows them: never fewer than two. */
export function allSteps(search: JourneySearch): Events[] {
  const steps = search.steps ?? [];
  return [...steps, ...Array.from({ length: Math.max(0, 2 - steps.length) }, (): Events => [])];
}

export const chosenSteps = (search: JourneySearch): Events[] => (search.steps ?? []).filter(isChosen);

/** Between which two of so many steps; wherever steps were taken away, it stays between two. */
export function betweenOf({ from, to }: Exclusion, steps: number): { from: number; to: number } {
  const first = Math.min(Math.max(from ?? 1, 1), steps - 1);
  return { from: first, to: Math.min(Math.max(to ?? steps, first + 1), steps) };
}

/** Steps in which nothing is chosen yet do not count. */
function exclusionsOf(search: JourneySearch) {
  const steps = allSteps(search);
  const chosenUpTo = (step: number) => steps.slice(0, step).filter(isChosen).length;
  const found = (search.exclusions ?? []).flatMap((each) => {
    if (!isChosen(each.events)) return [];
    const between = betweenOf(each, steps.length);
    return [{ events: choiceOf(each.events), ...betweenOf({ from: chosenUpTo(between.from), to: chosenUpTo(between.to) }, chosenUpTo(steps.length)) }];
  });
  return found.length > 0 && search.order !== "strict_next" ? { exclusions: found } : {};
}

export function questionOf(search: JourneySearch, range: TimeRange | undefined): FunnelQuestion | null {
  const steps = chosenSteps(search);
  if (steps.length < 2) return null;
  const window = windowMs(search.within ?? "7d");
  return {
    steps: steps.map(choiceOf),
    order: search.order ?? "ordered",
    attempts: search.attempts ?? "best",
    ...(window === undefined ? {} : { window_ms: window }),
    ...(window !== undefined && search.window ? { window: search.window } : {}),
    ...exclusionsOf(search),
    ...(search.scope === "session" ? { session_ms: sessionMs } : {}),
    ...(search.later && search.order !== "any_order" ? { steps_after_range: true } : {}),
    ...(range ? { range } : {}),
  };
}

/** The step before which most are lost, by its index; 0 when nobody is. */
export function worstStep(answer: Funnel): number {
  let worst = 0;
  let most = 0;
  answer.steps.forEach((step, index) => {
    const lost = index === 0 ? 0 : step.of_before.of - step.of_before.count;
    if (lost > most) [most, worst] = [lost, index];
  });
  return worst;
}

/** " within 7 days", and of what. */
function withinWords({ within, window }: JourneySearch): string {
  if (within === "none") return "";
  return t(window === "between_steps" ? "journeys.says_between" : "journeys.says_within", { time: t(`journeys.within.${within ?? "7d"}`) });
}

export function funnelSays(answer: Funnel, steps: Events[], search: JourneySearch): string {
  const last = answer.steps.at(-1);
  const worst = worstStep(answer);
  const step = answer.steps[worst];
  if (!last || !step) return "";
  const values = {
    count: last.of_first.of,
    first: namesTitle(steps[0]),
    last: namesTitle(steps.at(-1)),
    rate: rateOf(last.of_first),
    within: withinWords(search),
  };
  const said = t("journeys.funnel_says", values);
  if (worst === 0 || steps.length === 2) return `${said}.`;
  return said + t("journeys.funnel_worst", { count: step.of_before.of - step.of_before.count, from: namesTitle(steps[worst - 1]), to: namesTitle(steps[worst]) });
}

export function funnelWhoTitle(who: FunnelWho, steps: Events[]): string {
  const name = namesTitle(steps[who.furthest_from - 1]);
  if (who.furthest_to >= steps.length) return t("journeys.funnel_reached", { name });
  return t("journeys.funnel_lost", { name, next: namesTitle(steps[who.furthest_to]) });
}

export const reached = (index: number, steps: number): FunnelWho => ({ furthest_from: index + 1, furthest_to: steps });
export const lostBefore = (index: number): FunnelWho => ({ furthest_from: index, furthest_to: index });

export function funnelSheet(answer: Funnel, steps: Events[]): Sheet<FunnelWho> {
  const end = true;
  return {
    columns: [
      { title: t("journeys.step_name") },
      { title: t("nav.people"), end },
      { title: t("journeys.of_first"), end },
      { title: t("journeys.low"), end },
      { title: t("journeys.high"), end },
      { title: t("journeys.of_before"), end },
      { title: t("journeys.lost"), end },
      { title: t("journeys.median_before"), end },
      { title: t("journeys.p90_before"), end },
    ],
    rows: answer.steps.map((step, index) => {
      const { of_first: first, of_before: before } = step;
      const lost = before.of - before.count;
      const part = (share: number, of: number) => ({ text: t("journeys.percent", { share: formatPercent(share, of) }), raw: share });
      return [
        { text: `${index + 1}. ${namesTitle(steps[index])}`, raw: namesTitle(steps[index]) },
        { text: formatCount(step.people), raw: step.people, who: reached(index, answer.steps.length) },
        part(first.share, first.of),
        part(first.low, first.of),
        part(first.high, first.of),
        part(before.share, before.of),
        index === 0 ? { text: "", raw: null } : { text: formatCount(lost), raw: lost, who: lostBefore(index) },
        { text: took(step.median_ms), raw: step.median_ms ?? null },
        { text: took(step.p90_ms), raw: step.p90_ms ?? null },
      ];
    }),
  };
}

export const stepLabel = (answer: Funnel, steps: Events[], index: number): string =>
  t("journeys.step_label", { number: index + 1, name: namesTitle(steps[index]), people: people(answer.steps[index]?.people ?? 0) });

/** Parts by how many reached the last step, and each step, of those who began. */
export function funnelCompare(steps: Events[]): Compare<Funnel, FunnelWho> {
  const cell = (answer: Funnel, index: number) => {
    const step = answer.steps[index];
    return step ? { rate: step.of_first, who: reached(index, answer.steps.length) } : null;
  };
  return {
    rate: (answer) => cell(answer, answer.steps.length - 1),
    title: () => t("journeys.funnel_compared", { first: namesTitle(steps[0]), last: namesTitle(steps.at(-1)) }),
    column: t("journeys.funnel_compared_rows"),
    rows: (answers, whole) =>
      whole.steps.slice(1).map((_, at) => ({ name: `${at + 2}. ${namesTitle(steps[at + 1])}`, cells: answers.map((answer) => cell(answer, at + 1)) })),
  };
}
