/** Retention's question from the address, and its answer in words and as a table. Pure. */
import type { Retention, RetentionQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { locale, t } from "@/lib/i18n";

import { criteriaAsked, criteriaTitle, isDimension } from "./cohorts";
import type { Compare } from "./Parts";
import { periodShort, periodTitle, type Unit } from "./periods";
import type { TimeRange } from "./range";
import type { JourneySearch, Part } from "./search";
import type { Sheet } from "./sheet";
import { byTitle, differenceOf, partTitle } from "./split";
import { formatPercent, rateOf, type Share, shareOf } from "./words";

export interface RetentionWho {
  /** Of a cohort, or */
  period?: number;
  /** of a row by values. */
  row?: Part;
  /** Everybody of it without. */
  offset?: number;
  back?: boolean;
}
type Cell = Retention["cohorts"][number]["offsets"][number];

/** What all rows of a table have in common, whether they are periods or values. */
export interface CohortRow {
  key: string;
  title: string;
  short: string;
  raw: string;
  people: number;
  cells: Cell[];
  /** Everybody in it. */
  all: RetentionWho;
}

/** How the figures of a table are to be read. */
export interface TableKind {
  unit: Unit;
  churn: boolean;
  around: boolean;
  byValue: boolean;
}

export const kindOf = (search: JourneySearch): TableKind => ({
  unit: search.unit ?? "week",
  churn: search.shows === "churn",
  around: search.sides === "around",
  byValue: search.rows !== undefined,
});

const offsets: Record<Unit, number> = { day: 15, week: 13, month: 13 };
const offsetsAround: Record<Unit, number> = { day: 8, week: 7, month: 7 };
const rowsShown = 12;

/** Null while a property or a trait must still be chosen. */
export function retentionQuestion(search: JourneySearch, range: TimeRange | undefined): RetentionQuestion | null {
  const { unit, churn, around } = kindOf(search);
  const { rows } = search;
  if (rows && !isDimension(rows)) return null;
  return {
    ...criteriaAsked(search, "included"),
    ...criteriaAsked(search, "returned"),
    unit,
    offsets: (around ? offsetsAround : offsets)[unit],
    kind: search.counted ?? "bounded",
    cohort: rows ? "first_start" : (search.cohort ?? "first_start"),
    ...(around ? { direction: "around" } : {}),
    ...(churn ? { measure: "churn" } : {}),
    ...(rows ? { rows: { ...rows, limit: rowsShown } } : {}),
    ...(range ? { range } : {}),
  };
}

export function rowsOf(answer: Retention, unit: Unit): CohortRow[] {
  if (answer.rows.length === 0) {
    return answer.cohorts.map(({ period, begins_on, people, offsets: cells }) => ({
      key: String(period), title: periodTitle(begins_on, unit), short: periodShort(begins_on, unit), raw: begins_on, people, cells, all: { period },
    }));
  }
  return answer.rows.map(({ row, people, offsets: cells }) => {
    const part = { kind: row.kind, value: row.value ?? null };
    const title = partTitle(part);
    return { key: `${row.kind} ${JSON.stringify(part.value)}`, title, short: title, raw: title, people, cells, all: { row: part } };
  });
}

/** The figure that a cell shows. */
export const figureOf = (cell: Cell, churn: boolean): Share => (churn ? (cell.gone ?? shareOf(cell.back.of - cell.back.count, cell.back.of)) : cell.back);
export const whoIn = (row: CohortRow, offset: number, { churn }: TableKind): RetentionWho => ({ ...row.all, offset, ...(churn ? { back: false } : {}) });

/** How many columns have begun for any row; the others are empty. */
export function columnsShown(answer: Retention): number {
  return [...answer.cohorts, ...answer.rows].reduce((most, row) => Math.max(most, row.offsets.filter((each) => each.completeness !== "not_begun").length), 0);
}
/** Where the column of an offset is. */
const columnOf = (answer: Retention, offset: number) => offset - answer.first_offset;

/**
 * All rows for which an offset is over, together; where none is over, those for which it has begun. Rows by values
 * have only those for whom it is.
 */
export function together(answer: Retention, offset: number, churn = false): Share & { complete: boolean } {
  const column = columnOf(answer, offset);
  const add = (rows: { offsets: Cell[] }[], states: string[]) =>
    rows.reduce(
      (sum, row) => {
        const cell = row.offsets[column];
        if (!cell || !states.includes(cell.completeness)) return sum;
        const { count, of } = figureOf(cell, churn);
        return { count: sum.count + count, of: sum.of + of };
      },
      { count: 0, of: 0 },
    );
  const over = answer.rows.length > 0 ? add(answer.rows, ["complete", "partial"]) : add(answer.cohorts, ["complete"]);
  const found = over.of > 0 ? over : add(answer.cohorts, ["partial"]);
  return { ...shareOf(found.count, found.of), complete: over.of > 0 };
}

const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero" });
/** With its sign, where there are some before zero. */
export const offsetShort = (offset: number, around: boolean) => (around ? signed.format(offset).replace("-", "\u2212") : formatCount(offset));
export const offsetTitle = (unit: Unit, offset: number, around = false) => t(`journeys.offset.${unit}`, { number: offsetShort(offset, around) });

function beginning(search: JourneySearch, answer: Retention) {
  const again = criteriaTitle(search, "returned", "") === "" || criteriaTitle(search, "returned") === criteriaTitle(search, "included");
  const name = criteriaTitle(search, "returned");
  return { count: together(answer, 0).of, start: criteriaTitle(search, "included"), again, name };
}

/** Which values have most and least of a period, where that is no chance. */
function extremes(answer: Retention, offset: number, churn: boolean): string {
  const column = columnOf(answer, offset);
  const named = answer.rows.flatMap(({ row, offsets: cells }) => {
    const cell = cells[column];
    return row.kind === "value" && cell && cell.back.of > 0 ? [{ name: partTitle({ kind: row.kind, value: row.value ?? null }), rate: figureOf(cell, churn) }] : [];
  });
  const sorted = named.sort((one, other) => other.rate.share - one.rate.share);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least || most === least) return "";
  if ((differenceOf(least.rate, most.rate)?.low ?? 0) <= 0) return t("journeys.retention_rows_unclear");
  return t("journeys.retention_rows", { most: most.name, most_rate: rateOf(most.rate), least: least.name, least_rate: rateOf(least.rate) });
}

export function retentionSays(answer: Retention, search: JourneySearch): string {
  const { unit, churn, around, byValue } = kindOf(search);
  const next = together(answer, 1, churn);
  const far = Math.min(4, answer.first_offset + columnsShown(answer) - 1);
  const later = far > 1 && !around ? together(answer, far, churn) : null;
  if (next.of === 0) return t("journeys.retention_too_early");
  const { start, again, name } = beginning(search, answer);
  const done = churn ? (again ? t("journeys.churn_came") : t("journeys.churn_did", { name })) : around ? t("journeys.did", { name }) : again ? t("journeys.came_back") : t("journeys.did", { name });
  const values = { count: next.of, start, back: done, when: t(`journeys.later.${unit}`, { count: 1 }), rate: rateOf(next) };
  const said = t(churn ? "journeys.churn_says" : "journeys.retention_says", values);
  const tail = around
    ? t("journeys.retention_before", { rate: rateOf(together(answer, -1, churn)), unit: t(`journeys.unit.${unit}`) })
    : later && later.of > 0
      ? t("journeys.retention_later", { rate: rateOf(later), when: t(`journeys.later.${unit}`, { count: far }) })
      : ".";
  return said + tail + (byValue ? extremes(answer, 1, churn) : "");
}

export function retentionWhoTitle(who: RetentionWho, answer: Retention | undefined, { unit, around }: TableKind): string {
  const same = JSON.stringify(who.row ?? who.period);
  const cohort = answer ? (rowsOf(answer, unit).find((row) => JSON.stringify(row.all.row ?? row.all.period) === same)?.title ?? "") : who.row ? partTitle(who.row) : "";
  if (who.offset === undefined) return t("journeys.retention_all", { cohort });
  const gone = who.back === false;
  const words = around ? (gone ? "journeys.retention_absent" : "journeys.retention_there") : gone ? "journeys.retention_gone" : "journeys.retention_back";
  return t(words, { cohort, offset: offsetTitle(unit, who.offset, around) });
}

const rowsTitle = ({ rows }: JourneySearch) => (!rows ? t("journeys.cohort_name") : "event" in rows ? t("journeys.rows_event") : byTitle(rows));

/** What the question has besides its beginning, its return and its periods. */
export function retentionSummary(search: JourneySearch): (string | undefined)[] {
  const { churn, around } = kindOf(search);
  return [around ? t("journeys.sides.around") : undefined, churn ? t("journeys.shows.churn") : undefined, search.rows && isDimension(search.rows) ? t("journeys.by", { name: rowsTitle(search) }) : undefined];
}

export function retentionSheet(answer: Retention, search: JourneySearch): Sheet<RetentionWho> {
  const kind = kindOf(search);
  const shown = columnsShown(answer);
  const first = answer.first_offset;
  const columns = Array.from({ length: shown }, (_, column) => ({ title: offsetTitle(kind.unit, first + column, kind.around), end: true }));
  return {
    columns: [{ title: rowsTitle(search) }, { title: t("nav.people"), end: true }, ...columns],
    rows: rowsOf(answer, kind.unit).map((row) => [
      { text: row.title, raw: row.raw },
      { text: formatCount(row.people), raw: row.people, who: row.all },
      ...row.cells.slice(0, shown).map((cell, column) => {
        if (cell.completeness === "not_begun") return { text: "", raw: null };
        const figure = figureOf(cell, kind.churn);
        return {
          text: t("journeys.percent", { share: formatPercent(figure.share, figure.of) }),
          raw: figure.count,
          who: whoIn(row, first + column, kind),
          heat: figure.share,
          unsure: cell.completeness === "partial",
        };
      }),
    ]),
  };
}

export function cellLabel(row: CohortRow, column: number, offset: number, kind: TableKind): string {
  const cell = row.cells[column];
  if (!cell) return "";
  const figure = figureOf(cell, kind.churn);
  const label = t("journeys.retention_cell", { cohort: row.title, offset: offsetTitle(kind.unit, offset, kind.around), rate: rateOf(figure), count: figure.count, of: figure.of });
  return cell.completeness === "partial" ? `${label} ${t(kind.byValue ? "journeys.not_over_for_all" : "journeys.not_over")}` : label;
}

/** Parts by how many came back after one period, and after each, all cohorts together. The cells of their charts open people. */
export function retentionCompare({ unit, churn, around }: TableKind): Compare<Retention, RetentionWho> {
  const cell = (answer: Retention, offset: number) => {
    const rate = together(answer, offset, churn);
    return rate.of > 0 ? { rate } : null;
  };
  return {
    rate: (answer) => cell(answer, 1),
    title: () => t(churn ? "journeys.churn_compared" : "journeys.retention_compared", { offset: offsetTitle(unit, 1) }),
    column: t(churn ? "journeys.churn_compared_rows" : "journeys.retention_compared_rows"),
    rows: (answers, whole) =>
      Array.from({ length: columnsShown(whole) }, (_, column) => whole.first_offset + column).map((offset) => ({
        name: offsetTitle(unit, offset, around),
        cells: answers.map((answer) => cell(answer, offset)),
      })),
  };
}
