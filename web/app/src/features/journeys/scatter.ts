/** Two numbers of each person: the question, and its answer in words and as a table. Pure. */
import type { Scatter, ScatterQuestion } from "@/api/types";
import { formatCount, formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { betweenWords, figure, isWhole, numberOf, numberTitle } from "./numbers";
import type { Compare } from "./Parts";
import type { TimeRange } from "./range";
import type { JourneySearch, NumberChoice } from "./search";
import type { Sheet } from "./sheet";
import { people } from "./words";

export type ScatterWho = { x?: number; y?: number; x_from?: number; x_below?: number; y_from?: number; y_below?: number };

export interface Two {
  x: NumberChoice;
  y: NumberChoice;
}

const ofPeople = (choice: NumberChoice | undefined): NumberChoice => (choice && choice.of !== "property" ? choice : { of: "count" });
export const numbersIn = ({ x, y }: JourneySearch): Two => ({ x: ofPeople(x), y: ofPeople(y) });

export function scatterQuestion(search: JourneySearch, range: TimeRange | undefined): ScatterQuestion | null {
  const { x, y } = numbersIn(search);
  // Two times the same says nothing.
  if (!isWhole(x) || !isWhole(y) || JSON.stringify(numberOf(x)) === JSON.stringify(numberOf(y))) return null;
  return { x: numberOf(x), y: numberOf(y), ...(range ? { range } : {}) };
}

export type Point = Scatter["points"][number];
export type Cell = Scatter["cells"][number];

export const pointWho = ({ x, y }: Point): ScatterWho => ({ x, y });
export const cellWho = ({ x_from, x_below, y_from, y_below }: Cell): ScatterWho => ({ x_from, x_below, y_from, y_below });

export const pointLabel = (point: Point, { x, y }: Two): string =>
  t("journeys.scatter_point", { x: numberTitle(x), xs: figure(point.x), y: numberTitle(y), ys: figure(point.y), people: people(point.people) });
export const cellLabel = (cell: Cell, { x, y }: Two): string =>
  t("journeys.scatter_point", { x: numberTitle(x), xs: betweenWords(cell.x_from, cell.x_below), y: numberTitle(y), ys: betweenWords(cell.y_from, cell.y_below), people: people(cell.people) });

export function scatterWhoTitle(who: ScatterWho, { x, y }: Two): string {
  const [xs, ys] = who.x === undefined ? [betweenWords(who.x_from, who.x_below), betweenWords(who.y_from, who.y_below)] : [figure(who.x), figure(who.y)];
  return `${numberTitle(x)}: ${xs}; ${numberTitle(y)}: ${ys}`;
}

const two = (value: number) => formatNumber(Math.round(value * 100) / 100);

export function scatterSays(answer: Scatter, { x, y }: Two): string {
  const said = t("journeys.scatter_says", { count: answer.people, x: numberTitle(x), y: numberTitle(y) });
  const found = answer.correlation;
  if (!found) return said;
  const values = { value: two(found.value), low: two(found.low), high: two(found.high) };
  const way = found.low <= 0 && found.high >= 0 ? "none" : found.value > 0 ? "up" : "down";
  return said + t(`journeys.scatter_goes.${way}`, values);
}

export function scatterSheet(answer: Scatter, numbers: Two): Sheet<ScatterWho> {
  const end = true;
  const row = (xs: string, ys: string, count: number, who: ScatterWho) => [{ text: xs }, { text: ys }, { text: formatCount(count), raw: count, who }];
  return {
    columns: [{ title: numberTitle(numbers.x) }, { title: numberTitle(numbers.y), end }, { title: t("nav.people"), end }],
    rows: [
      ...answer.cells.map((cell) => row(betweenWords(cell.x_from, cell.x_below), betweenWords(cell.y_from, cell.y_below), cell.people, cellWho(cell))),
      ...answer.points.map((point) => row(figure(point.x), figure(point.y), point.people, pointWho(point))),
    ],
  };
}

export const scatterCompare: Compare<Scatter, ScatterWho> = {
  title: () => t("journeys.scatter_compared"),
  amount: (answer) => ({ value: answer.people, text: people(answer.people), ...(answer.people > 0 ? { who: {} } : {}) }),
};
