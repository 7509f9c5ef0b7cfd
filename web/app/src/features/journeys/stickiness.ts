/** Stickiness' question from the address, and its answer in words and as a table. Pure. */
import type { Stickiness, StickinessQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { chosen } from "./events";
import type { Compare } from "./Parts";
import { periodTitle } from "./periods";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";
import type { Sheet } from "./sheet";
import { namesTitle, people, rateOf, shareOf } from "./words";

export interface StickinessWho {
  day?: number;
  window?: "day" | "week" | "month";
  active_days?: number;
}
export type StickyDay = Stickiness["days"][number];

export const monthDays = 28;

/** Without a range of days the server would show the last month; here the time that was chosen. */
export function stickinessQuestion(search: JourneySearch, range: TimeRange | undefined): StickinessQuestion {
  return { ...chosen("events", search.events), month_days: monthDays, ...(range ? { range } : {}) };
}

/** The latest day that is over: what is said is about it. */
export const lastDay = (answer: Stickiness) => answer.days.findLast((day) => day.completeness === "complete") ?? answer.days.at(-1);

const often = 4;

export function stickinessSays(answer: Stickiness, search: JourneySearch): string {
  const last = lastDay(answer);
  if (!last) return "";
  const all = answer.active_days.reduce((sum, each) => sum + each.people, 0);
  const frequent = answer.active_days.filter((each) => each.days >= often).reduce((sum, each) => sum + each.people, 0);
  const said = t("journeys.stickiness_says", { count: last.daily.of, name: namesTitle(search.events), day: periodTitle(last.begins_on, "day"), rate: rateOf(last.daily) });
  return all > 0 ? `${said} ${t("journeys.stickiness_often", { days: often, rate: rateOf(shareOf(frequent, all)) })}` : said;
}

export const dayLabel = (day: StickyDay) =>
  t("journeys.stickiness_label", { day: periodTitle(day.begins_on, "day"), people: people(day.daily.count), rate: rateOf(day.daily), of: people(day.daily.of) });
export const activeDaysLabel = (days: number, count: number) => t("journeys.active_days_label", { count: days, people: people(count) });

export function stickinessWhoTitle(who: StickinessWho, answer: Stickiness | undefined): string {
  if (who.active_days !== undefined) return t("journeys.active_days_who", { count: who.active_days });
  const day = answer?.days.find((each) => each.day === who.day);
  return t(`journeys.sticky_who.${who.window ?? "day"}`, { day: day ? periodTitle(day.begins_on, "day") : "" });
}

export function stickinessSheet(answer: Stickiness): Sheet<StickinessWho> {
  const end = true;
  return {
    columns: [
      { title: t("journeys.unit_title.day") },
      { title: t("journeys.sticky.day"), end },
      { title: t("journeys.sticky.week"), end },
      { title: t("journeys.sticky.month"), end },
      { title: t("journeys.sticky_share"), end },
    ],
    rows: answer.days.map((day) => {
      const cell = (window: "day" | "week" | "month", count: number) => ({
        text: formatCount(count), raw: count, unsure: day.completeness !== "complete", ...(count ? { who: { day: day.day, window } } : {}),
      });
      return [
        { text: periodTitle(day.begins_on, "day"), raw: day.begins_on },
        cell("day", day.daily.count),
        cell("week", day.weekly),
        cell("month", day.daily.of),
        { text: rateOf(day.daily), raw: day.daily.share, unsure: day.completeness !== "complete" },
      ];
    }),
  };
}

/** Parts by their own last day that is over. */
export const stickinessCompare = (): Compare<Stickiness, StickinessWho> => {
  const cell = (answer: Stickiness, window: "day" | "week") => {
    const day = lastDay(answer);
    return day && day.daily.of > 0 ? { rate: window === "day" ? day.daily : shareOf(day.weekly, day.daily.of), who: { day: day.day, window } } : null;
  };
  return {
    title: () => t("journeys.stickiness_compared"),
    rate: (answer) => cell(answer, "day"),
    column: t("journeys.stickiness_compared_rows"),
    rows: (answers) => (["day", "week"] as const).map((window) => ({ name: t(`journeys.sticky.${window}`), cells: answers.map((answer) => cell(answer, window)) })),
  };
};
