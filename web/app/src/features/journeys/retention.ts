/** Retention's question from the address, and its answer in words and as a table. Pure. */
import type { Retention, RetentionQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { chosen } from "./events";
import { periodTitle, type Unit } from "./periods";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";
import type { Compare } from "./Parts";
import type { Sheet } from "./sheet";
import { formatPercent, namesTitle, rateOf, type Share, shareOf } from "./words";

export interface RetentionWho {
  period: number;
  offset: number;
  back?: boolean;
  /** Everybody of the cohort, back or not. */
  all?: boolean;
}
export type Cohort = Retention["cohorts"][number];

const offsets: Record<Unit, number> = { day: 15, week: 13, month: 13 };

export function retentionQuestion(search: JourneySearch, range: TimeRange | undefined): RetentionQuestion {
  const unit = search.unit ?? "week";
  return {
    ...chosen("starts", search.starts),
    ...chosen("returns", search.returns),
    unit,
    offsets: offsets[unit],
    kind: search.counted ?? "bounded",
    cohort: search.cohort ?? "first_start",
    ...(range ? { range } : {}),
  };
}

/** How many offsets have begun for any cohort; the others are empty columns. */
export function offsetsShown(answer: Retention): number {
  return answer.cohorts.reduce((most, cohort) => Math.max(most, cohort.offsets.filter((each) => each.completeness !== "not_begun").length), 0);
}

/** All cohorts for which an offset is over, together; where none is over, those for which it has begun. */
export function together(answer: Retention, offset: number): Share & { complete: boolean } {
  const add = (state: string) =>
    answer.cohorts.reduce(
      (sum, cohort) => {
        const cell = cohort.offsets[offset];
        return cell?.completeness === state ? { count: sum.count + cell.back.count, of: sum.of + cell.back.of } : sum;
      },
      { count: 0, of: 0 },
    );
  const over = add("complete");
  const found = over.of > 0 ? over : add("partial");
  return { ...shareOf(found.count, found.of), complete: over.of > 0 };
}

export const offsetTitle = (unit: Unit, offset: number) => t(`journeys.offset.${unit}`, { number: offset });

export function retentionSays(answer: Retention, search: JourneySearch): string {
  const unit = search.unit ?? "week";
  const next = together(answer, 1);
  const far = Math.min(4, offsetsShown(answer) - 1);
  const later = far > 1 ? together(answer, far) : null;
  const again = !search.returns || JSON.stringify(search.returns) === JSON.stringify(search.starts);
  const values = {
    count: next.of,
    start: namesTitle(search.starts),
    back: again ? t("journeys.came_back") : t("journeys.did", { name: namesTitle(search.returns) }),
    when: t(`journeys.later.${unit}`, { count: 1 }),
    rate: rateOf(next),
  };
  if (next.of === 0) return t("journeys.retention_too_early");
  const said = t("journeys.retention_says", values);
  return later && later.of > 0 ? said + t("journeys.retention_later", { rate: rateOf(later), when: t(`journeys.later.${unit}`, { count: far }) }) : `${said}.`;
}

export function retentionWhoTitle(who: RetentionWho, answer: Retention | undefined, unit: Unit): string {
  const cohort = answer?.cohorts.find((each) => each.period === who.period);
  const begun = cohort ? periodTitle(cohort.begins_on, unit) : "";
  if (who.all) return t("journeys.retention_all", { cohort: begun });
  return t(who.back === false ? "journeys.retention_gone" : "journeys.retention_back", { cohort: begun, offset: offsetTitle(unit, who.offset) });
}

export const everybodyOf = (cohort: Cohort): RetentionWho => ({ period: cohort.period, offset: 0, all: true });

/** A cohort is who comes back at once with what they began with, which everybody does. */
export function retentionAsk({ all, ...cell }: RetentionWho, question: RetentionQuestion): { question: RetentionQuestion; cell: RetentionWho } {
  if (!all) return { question, cell };
  const everybody: RetentionQuestion = { ...question, kind: "bounded" };
  if (question.starts) everybody.returns = question.starts;
  else delete everybody.returns;
  return { question: everybody, cell };
}

export function retentionSheet(answer: Retention, unit: Unit): Sheet<RetentionWho> {
  const shown = offsetsShown(answer);
  const columns = Array.from({ length: shown }, (_, offset) => ({ title: offsetTitle(unit, offset), end: true }));
  return {
    columns: [{ title: t("journeys.cohort_name") }, { title: t("nav.people"), end: true }, ...columns],
    rows: answer.cohorts.map((cohort) => [
      { text: periodTitle(cohort.begins_on, unit), raw: cohort.begins_on },
      { text: formatCount(cohort.people), raw: cohort.people, who: everybodyOf(cohort) },
      ...cohort.offsets.slice(0, shown).map((cell, offset) => {
        if (cell.completeness === "not_begun") return { text: "", raw: null };
        return {
          text: t("journeys.percent", { share: formatPercent(cell.back.share, cell.back.of) }),
          raw: cell.back.count,
          who: { period: cohort.period, offset },
          heat: cell.back.share,
          unsure: cell.completeness === "partial",
        };
      }),
    ]),
  };
}

export function cellLabel(cohort: Cohort, offset: number, unit: Unit): string {
  const cell = cohort.offsets[offset];
  if (!cell) return "";
  const label = t("journeys.retention_cell", {
    cohort: periodTitle(cohort.begins_on, unit), offset: offsetTitle(unit, offset), rate: rateOf(cell.back), count: cell.back.count, of: cell.back.of,
  });
  return cell.completeness === "partial" ? `${label} ${t("journeys.not_over")}` : label;
}

/** Parts by how many came back after one period, and after each, all cohorts together. The cells of their charts open people. */
export function retentionCompare(unit: Unit): Compare<Retention, RetentionWho> {
  const cell = (answer: Retention, offset: number) => {
    const rate = together(answer, offset);
    return rate.of > 0 ? { rate } : null;
  };
  return {
    rate: (answer) => cell(answer, 1),
    title: () => t("journeys.retention_compared", { offset: offsetTitle(unit, 1) }),
    column: t("journeys.retention_compared_rows"),
    rows: (answers, whole) => Array.from({ length: offsetsShown(whole) }, (_, offset) => ({ name: offsetTitle(unit, offset), cells: answers.map((answer) => cell(answer, offset)) })),
  };
}
