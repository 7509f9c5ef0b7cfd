/** What people do on a map, in words and by stage; and who is behind each figure. Pure. */
import type { JourneyMapDocument, MapDeviation, MapFigures, MapMoment, MapOverlay, MapOverlayCell, MapOverlayQuestion, MapStage, MapStageFigures } from "@/api/types";
import { formatPercent, type JourneySearch, peopleWords, rateOf, type Sheet, type TimeRange, took } from "@/features/journeys";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { lanes, painsOf, textsOf } from "./document";
import type { MapSearch } from "./search";

export const everybody = "everybody";

/** Which question the address asks. `document` is what is edited, where it is not what was saved. */
export function overlayQuestion(
  search: MapSearch & Pick<JourneySearch, "people">,
  times: { range: TimeRange | undefined; before: TimeRange | undefined },
  segment: string,
  document: JourneyMapDocument | undefined,
): MapOverlayQuestion {
  const { whose, scores, goal, amounts, people, version, others } = search;
  const chosen = whose ?? (segment || everybody);
  return {
    ...(document ? { document } : version ? { version } : {}),
    ...(times.range ? { range: times.range } : {}),
    ...(people ? { people } : {}),
    ...(chosen === everybody ? { everybody: true } : { segment: chosen }),
    ...(times.before ? { compare: { range: times.before } } : others ? { compare: others === everybody ? { everybody: true } : { segment: others } } : {}),
    series: true,
    ...(scores?.property ? { emotion: { event: { names: [scores.event] }, property: scores.property } } : {}),
    ...(goal ? { outcome: { names: [goal] } } : {}),
    ...(amounts?.property ? { worth: { event: { names: [amounts.event] }, property: amounts.property } } : {}),
  };
}

export const stageFigures = (figures: MapFigures | undefined, stage: string): MapStageFigures | undefined => figures?.stages.find((each) => each.stage === stage);

/** "Of 412 people on the map 63 % fit it; most left after Trial." */
export function overlaySays({ shown }: MapOverlay): string {
  const { conformance, on_map: onMap, stages } = shown;
  const measured = stages.filter((stage) => stage.measured);
  const last = measured.at(-1);
  if (onMap.count === 0 || !last) return t("maps.says_nobody");
  const worst = measured.filter((stage) => stage.converted && stage.converted.of > 0).sort((a, b) => (a.converted?.share ?? 1) - (b.converted?.share ?? 1))[0];
  const before = worst && measured[measured.indexOf(worst) - 1];
  const says = t("maps.says", { count: onMap.count, reached: rateOf(last.reached), last: last.name, fits: rateOf(conformance.fits) });
  return worst?.converted && before ? `${says} ${t("maps.says_worst", { from: before.name, to: worst.name, share: formatPercent(worst.converted.share, worst.converted.of) })}` : says;
}

export const cellOf = (who: Record<string, unknown> | undefined): MapOverlayCell | null => (who && typeof who.kind === "string" ? (who as unknown as MapOverlayCell) : null);

/** As a segment lives by it: with the map as it is drawn now. */
export const figureAsked = (question: MapOverlayQuestion, cell: MapOverlayCell, compared: boolean) => ({
  kind: "journey_map", question, cell, ...(compared ? { part: { kind: "compared", value: "compared" } } : {}),
});

/** Above the people of a figure. */
export function cellTitle(cell: MapOverlayCell, document: JourneyMapDocument): string {
  const stageName = (id: string | null | undefined) => document.stages.find((stage) => stage.id === id)?.name || t("maps.unnamed");
  const touchpoint = document.stages.flatMap((stage) => stage.touchpoints).find((each) => each.id === cell.touchpoint)?.name || t("maps.unnamed");
  const names = { stage: stageName(cell.stage), from: stageName(cell.from), touchpoint };
  switch (cell.kind) {
    case "deviation":
      return deviationWords({ kind: cell.deviation ?? "", ...names, hasFrom: Boolean(cell.from) });
    case "moment":
      return t(cell.met === false ? "maps.who.not_met" : "maps.who.met", { name: cell.touchpoint ? touchpoint : names.stage });
    case "reached": case "not_reached": case "converted": case "lost": case "repeated": case "returned": case "ended": case "beyond_sla": case "scored": case "touchpoint": case "went_on": case "waited": case "rated": case "paid":
    case "fits": case "on_the_way": case "deviates": case "on_map":
      return t(`maps.who.${cell.kind}`, names);
    case "handoff":
      return t("maps.who.handoff", { from: cell.from_owner ?? "", to: cell.to_owner ?? "" });
    default:
      return cell.kind;
  }
}

function deviationWords({ kind, stage, from, touchpoint, hasFrom }: { kind: string; stage: string; from: string; touchpoint: string; hasFrom: boolean }): string {
  switch (kind) {
    case "skipped": return t("maps.deviation.skipped", { stage });
    case "missing": return t("maps.deviation.missing", { touchpoint, stage });
    case "back": return t("maps.deviation.back", { from, stage });
    case "early": return hasFrom ? t("maps.deviation.early", { from, stage }) : t("maps.deviation.early_first", { stage });
    case "repeated": return t("maps.deviation.repeated", { touchpoint, stage });
    case "left": return t("maps.deviation.left", { from });
    default: return kind;
  }
}

export const deviationCell = ({ kind, stage, from, touchpoint }: MapDeviation): MapOverlayCell => ({
  kind: "deviation", deviation: kind, ...(stage ? { stage } : {}), ...(from ? { from } : {}), ...(touchpoint ? { touchpoint } : {}),
});

/** As the map calls things, whatever the server's sentence says. */
export const deviationSays = (deviation: MapDeviation, document: JourneyMapDocument): string => cellTitle(deviationCell(deviation), document);

export const momentCell = ({ stage, touchpoint }: MapMoment, met: boolean): MapOverlayCell => ({ kind: "moment", stage, ...(touchpoint ? { touchpoint } : {}), met });

/** What may want attention in a stage, from the drawing and from what was measured. */
export interface Flag {
  kind: "owner" | "sla" | "unmeasured";
  text: string;
}
export function flagsOf(stage: MapStage, figures: MapStageFigures | undefined): Flag[] {
  const flags: Flag[] = [];
  if (!stage.owner) flags.push({ kind: "owner", text: t("maps.no_owner") });
  if (figures?.beyond_sla && figures.beyond_sla.count > 0) flags.push({ kind: "sla", text: t("maps.beyond_sla", { share: formatPercent(figures.beyond_sla.share, figures.beyond_sla.of) }) });
  if (figures && !figures.measured) flags.push({ kind: "unmeasured", text: t("maps.not_measured") });
  return flags;
}

/** "+4 points (1 to 7)". */
export function differenceSays({ difference, low, high }: { difference: number; low: number; high: number }): string {
  const points = (share: number) => new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(share * 100);
  return t("maps.points", { points: points(difference), low: points(low), high: points(high) });
}

/** Of what is large no fractions. */
const digits = (amount: number) => ({ maximumFractionDigits: Math.abs(amount) < 100 ? 2 : 0 });
export const formatAmount = (amount: number): string => new Intl.NumberFormat(undefined, digits(amount)).format(amount);
const signedAmount = (amount: number): string => new Intl.NumberFormat(undefined, { ...digits(amount), signDisplay: "exceptZero" }).format(amount);
/** "+12.5 (4 to 21)"; without the interval where too few say anything. */
export const worthDifferenceSays = ({ difference, low, high }: { difference: number; low?: number | null; high?: number | null }): string =>
  low == null || high == null ? signedAmount(difference) : t("maps.worth_between", { difference: signedAmount(difference), low: signedAmount(low), high: signedAmount(high) });

const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
export const formatMean = (value: number): string => number.format(value);

/** The canvas as a table: a row for each stage, what was drawn and what was measured beside each other. */
export function mapSheet(document: JourneyMapDocument, figures: MapFigures | undefined): Sheet<MapOverlayCell> {
  const end = true;
  const measured = figures
    ? [t("maps.reached"), t("maps.converted"), t("maps.median"), t("maps.p90"), t("maps.repeated"), t("maps.returned"), t("maps.ended"), t("maps.scored")].map((title) => ({ title, end }))
    : [];
  return {
    columns: [{ title: t("maps.stage") }, ...lanes.map((lane) => ({ title: t(`maps.lane.${lane}`) })), { title: t("maps.sla"), end }, ...measured],
    rows: document.stages.map((stage) => {
      const found = stageFigures(figures, stage.id);
      return [
        { text: stage.name },
        ...lanes.map((lane) => ({ text: laneText(stage, lane) })),
        { text: stage.sla_hours ? t("maps.hours", { count: stage.sla_hours }) : "", raw: stage.sla_hours ?? null },
        ...(figures ? figureCells(stage, found) : []),
      ];
    }),
  };
}

function laneText(stage: MapStage, lane: (typeof lanes)[number]): string {
  if (lane === "touchpoints") return stage.touchpoints.map((each) => each.name).join("; ");
  if (lane === "emotion") return stage.emotion === null || stage.emotion === undefined ? "" : formatMean(stage.emotion);
  if (lane === "pain") return painsOf(stage).map((pain) => pain.text).join("; ");
  if (lane === "owner") return stage.owner ?? "";
  return textsOf(stage, lane).join("; ");
}

function figureCells(stage: MapStage, found: MapStageFigures | undefined): Sheet<MapOverlayCell>["rows"][number] {
  if (!found?.measured) return Array.from({ length: 8 }, () => ({ text: "", raw: null }));
  const rate = (kind: string, share: MapStageFigures["reached"] | null | undefined) =>
    share ? { text: rateOf(share), raw: share.share, ...(share.count > 0 ? { who: { kind, stage: stage.id } } : {}) } : { text: "", raw: null };
  return [
    { text: formatCount(found.reached.count), raw: found.reached.count, who: { kind: "reached", stage: stage.id } },
    rate("converted", found.converted),
    { text: took(found.time_in_stage?.median_ms), raw: found.time_in_stage?.median_ms ?? null },
    { text: took(found.time_in_stage?.p90_ms), raw: found.time_in_stage?.p90_ms ?? null },
    rate("repeated", found.repeated),
    rate("returned", found.returned),
    rate("ended", found.ended),
    { text: found.emotion ? formatMean(found.emotion.mean) : "", raw: found.emotion?.mean ?? null },
  ];
}

export const reachedSays = (figures: MapStageFigures): string => t("maps.reached_by", { name: figures.name, people: peopleWords(figures.reached.count), rate: rateOf(figures.reached) });
