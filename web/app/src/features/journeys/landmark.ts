/** What becomes of those who did something in their first days: the question from the address, its answer in words and as a table. Pure. */
import type { Landmark, LandmarkQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { choiceOf, chosen, isChosen } from "./events";
import { pauseMs } from "./funnel";
import type { Compare } from "./Parts";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";
import type { Sheet } from "./sheet";
import { pointsOf } from "./split";
import { formatPercent, namesTitle, people, rateOf, type Share } from "./words";

export interface LandmarkWho {
  did: boolean;
  reached?: boolean;
}

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
export const usualDays = "7d";
export const usualThen = "30d";
export const usualWeek = "w4";
const weekOf = (week: string) => Number(week.slice(1));
const daysIn = (ms: number) => Math.max(1, Math.round(ms / dayMs));

/** What is asked, whoever asks: the builder or a finding. */
export interface Early {
  did: string;
  starts?: string | undefined;
  /** Without: being there again. */
  outcome?: string | undefined;
  withinMs: number;
  windowMs: number;
}

/** In which time after the first days the outcome counts. */
function countsIn(search: JourneySearch): { after_ms?: number; window_ms: number } {
  if (isChosen(search.outcome)) return { window_ms: pauseMs(search.then ?? usualThen) };
  const week = weekOf(search.week ?? usualWeek);
  return { after_ms: (week - 1) * weekMs, window_ms: week * weekMs };
}

export function landmarkQuestion(search: JourneySearch, range: TimeRange | undefined): LandmarkQuestion | null {
  if (!isChosen(search.did)) return null;
  return {
    did: choiceOf(search.did),
    within_ms: pauseMs(search.days ?? usualDays),
    ...chosen("starts", search.starts),
    ...chosen("outcome", search.outcome),
    ...countsIn(search),
    ...(range ? { range } : {}),
  };
}

export const earlyOf = (search: JourneySearch): Early => ({
  did: namesTitle(search.did),
  starts: isChosen(search.starts) ? namesTitle(search.starts) : undefined,
  outcome: isChosen(search.outcome) ? namesTitle(search.outcome) : undefined,
  withinMs: pauseMs(search.days ?? usualDays),
  windowMs: countsIn(search).window_ms,
});

/** "without Tour Finished in their first 3 days" */
export function earlyWords({ did, starts, withinMs }: Early, isDone: boolean): string {
  const count = daysIn(withinMs);
  const days = starts === undefined ? t("journeys.landmark_days", { count }) : t("journeys.landmark_days_after", { count, starts });
  return t(isDone ? "journeys.landmark_with" : "journeys.landmark_without", { did, days });
}

/** "came to Paid in the 30 days after that" */
export function cameWords({ outcome, windowMs }: Early): string {
  if (outcome === undefined) return t("journeys.landmark_back", { week: Math.round(windowMs / weekMs) });
  return t("journeys.landmark_came", { count: daysIn(windowMs), outcome });
}

/** The same as a title. */
export function cameTitle({ outcome, windowMs }: Early): string {
  if (outcome === undefined) return t("journeys.landmark_back_title", { week: Math.round(windowMs / weekMs) });
  return t("journeys.landmark_came_title", { count: daysIn(windowMs), outcome });
}

/** Of those on the first side, and of those on the second. */
export function earlySays(early: Early, isFirstDone: boolean, here: Share, there: Share): string {
  return t("journeys.landmark_says", {
    count: here.of,
    early: earlyWords(early, isFirstDone),
    rate: rateOf(here),
    came: cameWords(early),
    others: formatCount(there.of),
    other: rateOf(there),
  });
}

const sure = 0.001;
const likely = 0.05;
const certaintyOf = (p: number) => t(p < sure ? "journeys.friction_sure" : p < likely ? "journeys.friction_likely" : "journeys.friction_chance");

export function landmarkSays(answer: Landmark, search: JourneySearch): string {
  const { among_alike: alike, difference } = answer;
  const said = earlySays(earlyOf(search), true, answer.did, answer.did_not);
  if (answer.did.of === 0 || answer.did_not.of === 0) return said;
  return `${said} ${t("journeys.landmark_alike", { points: pointsOf(alike), certainty: certaintyOf(Math.max(alike.p, difference.p)) })}`;
}

export const landmarkIsEmpty = (answer: Landmark) => answer.did.of + answer.did_not.of === 0;

/** Who began and is not asked about, and why. */
export function leftOutWords({ left_out: { gone, had_it, too_young } }: Landmark): string {
  const words = [
    gone > 0 && t("journeys.landmark_gone", { people: people(gone) }),
    had_it > 0 && t("journeys.landmark_had_it", { people: people(had_it) }),
    too_young > 0 && t("journeys.landmark_too_young", { people: people(too_young) }),
  ].filter(Boolean);
  return words.length ? t("journeys.landmark_left_out", { who: words.join(t("journeys.landmark_and")) }) : "";
}

export function landmarkWhoTitle(who: LandmarkWho, outcome: string | undefined): string {
  const title = t(who.did ? "journeys.landmark_did" : "journeys.landmark_did_not");
  if (who.reached === undefined) return title;
  const came =
    outcome === undefined
      ? t(who.reached ? "journeys.landmark_who_back" : "journeys.landmark_who_not_back")
      : t(who.reached ? "journeys.landmark_who_came" : "journeys.landmark_who_not", { outcome });
  return `${title}, ${came}`;
}

const sides = (answer: Landmark) => [
  { did: true, share: answer.did },
  { did: false, share: answer.did_not },
];

export function landmarkSheet(answer: Landmark): Sheet<LandmarkWho> {
  const end = true;
  const part = (share: number, of: number) => ({ text: t("journeys.percent", { share: formatPercent(share, of) }), raw: share });
  return {
    columns: [{ title: t("journeys.landmark_first_days") }, { title: t("nav.people"), end }, { title: t("journeys.landmark_reached"), end }, { title: t("journeys.low"), end }, { title: t("journeys.high"), end }],
    rows: sides(answer).map(({ did, share }) => [
      { text: landmarkWhoTitle({ did }, undefined) },
      { text: formatCount(share.of), raw: share.of, who: { did } },
      { ...part(share.share, share.of), who: { did, reached: true } },
      part(share.low, share.of),
      part(share.high, share.of),
    ]),
  };
}

/** Parts by how many of those reach it who did it, and of those who did not. */
export function landmarkCompare(search: JourneySearch): Compare<Landmark, LandmarkWho> {
  return {
    title: () => cameTitle(earlyOf(search)),
    rate: (answer) => (answer.did.of > 0 ? { rate: answer.did, who: { did: true, reached: true } } : null),
    column: t("journeys.landmark_reached"),
    rows: (answers, whole) =>
      sides(whole).map(({ did }) => ({
        name: landmarkWhoTitle({ did }, undefined),
        cells: answers.map((answer) => {
          const share = did ? answer.did : answer.did_not;
          return share.of > 0 ? { rate: share, who: { did, reached: true } } : null;
        }),
      })),
  };
}
