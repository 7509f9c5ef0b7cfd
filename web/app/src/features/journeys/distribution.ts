/** The distribution of a number: its question, and its answer in words and as a table. Pure. */
import type { Distribution, DistributionQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { above, betweenWords, isWhole, numberOf, numberTitle, rounded } from "./numbers";
import type { Compare } from "./Parts";
import type { TimeRange } from "./range";
import type { JourneySearch, NumberChoice } from "./search";
import type { Sheet, SheetCell } from "./sheet";
import { people } from "./words";

export interface DistributionWho {
  from?: number;
  below?: number;
}

export const numberIn = (search: JourneySearch): NumberChoice => search.number ?? { of: "count" };

export function distributionQuestion(search: JourneySearch, range: TimeRange | undefined): DistributionQuestion | null {
  const number = numberIn(search);
  return isWhole(number) ? { number: numberOf(number), ...(range ? { range } : {}) } : null;
}

type Bin = Distribution["bins"][number];

export const binWho = ({ from, below }: Bin): DistributionWho => ({ ...(from === null || from === undefined ? {} : { from }), ...(below === null || below === undefined ? {} : { below }) });

export const numbersWords = (count: number, number: NumberChoice): string => (number.of === "property" ? t("journeys.events", { count }) : people(count));

export const binLabel = (bin: Bin, number: NumberChoice): string =>
  number.of === "property"
    ? t("journeys.bin_of_events", { range: betweenWords(bin.from, bin.below), events: t("journeys.events", { count: bin.numbers }), people: people(bin.people) })
    : t("journeys.bin", { range: betweenWords(bin.from, bin.below), people: people(bin.people) });

export interface SummaryFigure {
  name: string;
  text: string;
  raw: number | null;
  who?: DistributionWho;
}

/** What there is to say in figures, each with whose they are. */
export function summaryOf(answer: Distribution, number: NumberChoice): SummaryFigure[] {
  const one = (name: string, value: number | null | undefined, who?: DistributionWho): SummaryFigure => ({ name, text: rounded(value), raw: value ?? null, ...(who && value !== null && value !== undefined ? { who } : {}) });
  const { least, greatest, median, p90 } = answer;
  return [
    { name: t(number.of === "property" ? "journeys.events_title" : "nav.people"), text: formatCount(answer.numbers), raw: answer.numbers, who: {} },
    ...(number.of === "property" ? [{ name: t("nav.people"), text: formatCount(answer.people), raw: answer.people, who: {} }] : []),
    one(t("journeys.number_mean"), answer.mean),
    one(t("journeys.number_median"), median, { from: median ?? 0 }),
    one(t("journeys.number_p90"), p90, { from: p90 ?? 0 }),
    one(t("journeys.number_least"), least, { below: above(least ?? 0) }),
    one(t("journeys.number_greatest"), greatest, { from: greatest ?? 0 }),
    one(t("journeys.number_sum"), answer.sum),
    ...(answer.without > 0 ? [{ name: t("journeys.number_without"), text: formatCount(answer.without), raw: answer.without }] : []),
  ];
}

export function distributionSays(answer: Distribution, number: NumberChoice): string {
  return t("journeys.distribution_says", {
    count: answer.numbers,
    numbers: numbersWords(answer.numbers, number),
    name: numberTitle(number),
    median: rounded(answer.median),
    longest: rounded(answer.p90),
    mean: rounded(answer.mean),
  });
}

export const distributionWhoTitle = ({ from, below }: DistributionWho, number: NumberChoice): string =>
  from === undefined && below === undefined ? numberTitle(number) : `${numberTitle(number)}: ${betweenWords(from, below)}`;

/** Bars first, then the summary: each row says which it is. */
export function distributionSheet(answer: Distribution, number: NumberChoice): Sheet<DistributionWho> {
  const end = true;
  const empty: SheetCell<DistributionWho> = { text: "", raw: null };
  const events = number.of === "property";
  return {
    columns: [{ title: numberTitle(number) }, ...(events ? [{ title: t("journeys.events_title"), end }] : []), { title: t("nav.people"), end }, { title: t("journeys.number_value"), end }],
    rows: [
      ...answer.bins.map((bin): SheetCell<DistributionWho>[] => [
        { text: betweenWords(bin.from, bin.below) },
        ...(events ? [{ text: formatCount(bin.numbers), raw: bin.numbers }] : []),
        { text: formatCount(bin.people), raw: bin.people, ...(bin.people > 0 ? { who: binWho(bin) } : {}) },
        empty,
      ]),
      ...summaryOf(answer, number).map(({ name, text, raw, who }): SheetCell<DistributionWho>[] => [{ text: name }, ...(events ? [empty] : []), empty, { text, raw, ...(who ? { who } : {}) }]),
    ],
  };
}

export const distributionCompare = (number: NumberChoice): Compare<Distribution, DistributionWho> => ({
  title: () => t("journeys.distribution_compared", { name: numberTitle(number) }),
  amount: (answer) => ({ value: Math.max(0, answer.median ?? 0), text: rounded(answer.median), ...(answer.median === null || answer.median === undefined ? {} : { who: { from: answer.median } }) }),
});
