/** Survival's question from the address, and its answer in words and as a table. Pure. */
import type { Survival, SurvivalQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { locale, t } from "@/lib/i18n";

import { chosen } from "./events";
import { windowMs } from "./funnel";
import type { Compare } from "./Parts";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";
import type { Sheet } from "./sheet";
import { formatPercent, namesTitle, people, shareOf } from "./words";

export interface SurvivalWho {
  ended?: boolean;
  from?: number;
  below?: number;
}
export type SurvivalPoint = Survival["points"][number];
export type Lasting = "minute" | "hour" | "day" | "week";

const usualSilence = "30d";

export function survivalQuestion(search: JourneySearch, range: TimeRange | undefined): SurvivalQuestion {
  return {
    ...chosen("starts", search.starts),
    ...(search.ends ? chosen("ends", search.ends) : { silence_ms: windowMs(search.silence ?? usualSilence) ?? 0 }),
    unit: search.lasting ?? "day",
    ...(range ? { range } : {}),
    ...(search.later && range ? { ends_after_range: true } : {}),
  };
}

const fine = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
export const timeWords = (time: number, unit: string) => t(`journeys.lasts.${unit as Lasting}`, { count: time });

const silence = (search: JourneySearch) => t(`journeys.silence.${search.silence ?? usualSilence}`);
/** What it is that ends, in a few words. */
export const endTitle = (search: JourneySearch) =>
  search.ends ? namesTitle(search.ends) : t("journeys.silent_for", { time: silence(search) });

/** What became of those with whom it ended. */
const came = (search: JourneySearch) =>
  search.ends ? t("journeys.survival_came", { event: namesTitle(search.ends) }) : t("journeys.survival_fell_silent", { time: silence(search) });

function medianWords(answer: Survival): string {
  const { median, median_low: low, median_high: high, unit } = answer;
  const last = answer.points.at(-1);
  if (typeof median !== "number") {
    return last ? t("journeys.survival_no_median", { rate: formatPercent(last.survival, answer.people), time: timeWords(last.time, unit) }) : "";
  }
  const band = typeof low === "number" ? t("journeys.survival_band", { low: fine.format(low), high: typeof high === "number" ? fine.format(high) : "…" }) : "";
  return t("journeys.survival_median", { time: timeWords(median, unit), band });
}

/** Whether parts differ by more than chance. */
function testWords(answer: Survival): string {
  const test = answer.log_rank;
  if (!test) return "";
  const p = test.p < 0.001 ? t("journeys.p_below") : `= ${test.p.toPrecision(2)}`;
  return ` ${t(test.p <= 0.05 ? "journeys.survival_differs" : "journeys.survival_alike", { p })}`;
}

export function survivalSays(answer: Survival, search: JourneySearch): string {
  const said = t("journeys.survival_says", { count: answer.people, start: namesTitle(search.starts, t("journeys.any_event")), ended: formatCount(answer.ended), came: came(search) });
  return `${said} ${medianWords(answer)}${testWords(answer)}`;
}

export const survivalLabel = (answer: Survival, point: SurvivalPoint) =>
  t("journeys.survival_label", {
    time: timeWords(point.time, answer.unit),
    rate: formatPercent(point.survival, answer.people),
    ended: people(point.ended),
    risk: formatCount(point.at_risk),
  });

export function survivalWhoTitle(who: SurvivalWho, answer: Survival | undefined): string {
  const key = who.ended === undefined ? "journeys.survival_who" : who.ended ? "journeys.survival_who_ended" : "journeys.survival_who_not";
  const unit = answer?.unit ?? "day";
  if (who.from === undefined) return t(key, { time: "" });
  return t(key, { time: who.below === undefined ? t("journeys.survival_from", { time: timeWords(who.from, unit) }) : t("journeys.survival_at", { time: timeWords(who.from, unit) }) });
}

export function survivalSheet(answer: Survival): Sheet<SurvivalWho> {
  const end = true;
  const share = (value: number | null | undefined) => (typeof value === "number" ? { text: t("journeys.percent", { share: formatPercent(value, answer.people) }), raw: value } : { text: "", raw: null });
  const count = (value: number, who: SurvivalWho) => ({ text: formatCount(value), raw: value, ...(value > 0 ? { who } : {}) });
  return {
    columns: [
      { title: t("journeys.survival_time") },
      { title: t("journeys.survival_risk"), end },
      { title: t("journeys.survival_ended"), end },
      { title: t("journeys.survival_censored"), end },
      { title: t("journeys.survival_left"), end },
      { title: t("journeys.low"), end },
      { title: t("journeys.high"), end },
    ],
    rows: answer.points.map((point) => {
      const at = { from: point.time, below: point.time + 1 };
      return [
        { text: timeWords(point.time, answer.unit), raw: point.time },
        count(point.at_risk, { from: point.time }),
        count(point.ended, { ...at, ended: true }),
        count(point.censored, { ...at, ended: false }),
        share(point.survival),
        share(point.low),
        share(point.high),
      ];
    }),
  };
}

/** Parts by with how many it has ended. */
export const survivalCompare = (search: JourneySearch): Compare<Survival, SurvivalWho> => ({
  title: () => t("journeys.survival_compared", { came: came(search) }),
  rate: (answer) => (answer.people > 0 ? { rate: shareOf(answer.ended, answer.people), who: { ended: true } } : null),
});
