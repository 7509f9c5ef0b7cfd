/** What a touchpoint shows of itself, figure by figure: its words, its people and how it went over time. Pure. */
import type { MapAlert, MapOverlayCell, MapTouchpointFigures } from "@/api/types";
import { formatPercent, took } from "@/features/journeys";
import { formatCompact, formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

export const scoreKinds = ["nps", "ces", "satisfaction"] as const;
export const alertFigures = ["volume", "conversion", "wait", "score", "cost"] as const;
export const alertSides = ["below", "above"] as const;
export type AlertFigure = (typeof alertFigures)[number];

const hourMs = 3_600_000;
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const percent = (share: number) => t("journeys.percent", { share: number.format(Math.round(share * 1000) / 10) });

export interface Measure {
  figure: AlertFigure;
  name: string;
  text: string;
  /** With n and interval. */
  title: string;
  cell: MapOverlayCell | null;
  series: (number | null)[];
  format: (value: number) => string;
}

const interval = (low: number | null | undefined, high: number | null | undefined, format: (value: number) => string): string =>
  low === null || low === undefined || high === null || high === undefined ? "" : t("maps.interval", { low: format(low), high: format(high) });

export function measuresOf(figures: MapTouchpointFigures): Measure[] {
  const { touchpoint, series, went_on: wentOn, wait, score, cost } = figures;
  const opens = (kind: string, count: number): MapOverlayCell | null => (count > 0 ? { kind, touchpoint } : null);
  const found: Measure[] = [{
    figure: "volume", name: t("maps.measure.volume"), text: formatCompact(figures.events), title: t("maps.measure.volume_title", { times: formatCount(figures.events), people: formatCount(figures.people.count) }),
    cell: opens("touchpoint", figures.people.count), series: series.map((each) => each.events), format: formatCount,
  }];
  if (wentOn && wentOn.of > 0)
    found.push({
      figure: "conversion", name: t("maps.measure.conversion"), text: t("journeys.percent", { share: formatPercent(wentOn.share, wentOn.of) }), title: t("maps.measure.n", { interval: interval(wentOn.low, wentOn.high, percent), n: formatCount(wentOn.of) }),
      cell: opens("went_on", wentOn.count), series: series.map((each) => each.went_on ?? null), format: percent,
    });
  if (wait)
    found.push({
      figure: "wait", name: t("maps.measure.wait"), text: took(wait.median_ms), title: t("maps.measure.n", { interval: interval(wait.low_ms, wait.high_ms, took), n: formatCount(wait.people) }),
      cell: opens("waited", wait.people), series: series.map((each) => each.wait_ms ?? null), format: took,
    });
  if (score)
    found.push({
      figure: "score", name: t(`maps.score.${score.kind}`), text: scoreText(score.kind, score.value), title: t("maps.measure.n", { interval: interval(score.low, score.high, (value) => scoreText(score.kind, value)), n: formatCount(score.people) }),
      cell: opens("rated", score.people), series: series.map((each) => each.score ?? null), format: (value) => scoreText(score.kind, value),
    });
  if (cost)
    found.push({
      figure: "cost", name: t("maps.measure.cost"), text: number.format(cost.mean), title: t("maps.measure.cost_title", { total: number.format(cost.total), n: formatCount(cost.people), interval: interval(cost.low, cost.high, (value) => number.format(value)) }),
      cell: opens("paid", cost.people), series: series.map((each) => each.cost ?? null), format: (value) => number.format(value),
    });
  return found;
}

const scoreText = (kind: string, value: number): string => (kind === "satisfaction" ? t("journeys.percent", { share: number.format(Math.round(value)) }) : number.format(kind === "nps" ? Math.round(value) : value));

/** In the unit of the threshold: hours of a wait, percent of a conversion. */
export function alertValue(figure: string, value: number): string {
  if (figure === "wait") return took(value * hourMs);
  return figure === "conversion" ? t("journeys.percent", { share: number.format(value) }) : number.format(value);
}

export function alertWords({ figure, is, value }: Pick<MapAlert, "figure" | "is" | "value">): string {
  return t(`maps.alert.${is}`, { figure: t(`maps.measure.${figure}`), value: alertValue(figure, value) });
}
