/** A process map's question from the address, and its answer in words and as tables. Pure. */
import type { ProcessMap, ProcessMapQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { sessionMs } from "./paths";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";
import type { Sheet } from "./sheet";
import { formatPercent, nodeTitle, people, took } from "./words";

export interface MapWho {
  kind: "node" | "start" | "end" | "rework" | "edge" | "variant";
  node?: number;
  to?: number;
  nodes?: number[];
}

export const usualNodes = 25;
export const usualLinks = 10;
const variants = 10;

export function mapQuestion(search: JourneySearch, range: TimeRange | undefined): ProcessMapQuestion {
  return {
    ...(search.events ? { events: { names: search.events } } : {}),
    ...((search.cases ?? "session") === "session" ? { session_ms: sessionMs } : {}),
    collapse_repeats: true,
    nodes_share: (search.nodes ?? usualNodes) / 100,
    edges_share: (search.links ?? usualLinks) / 100,
    variants,
    ...(range ? { range } : {}),
  };
}

export const titlesOf = (answer: ProcessMap | undefined) => new Map(answer?.nodes.map((node) => [node.id, nodeTitle(node)]));

export function mapSays(answer: ProcessMap): string {
  const best = answer.edges.reduce<ProcessMap["edges"][number] | undefined>((most, edge) => (!most || edge.count > most.count ? edge : most), undefined);
  if (!best) return t("journeys.map_alone", { count: answer.note.people });
  const titles = titlesOf(answer);
  return t("journeys.map_says", {
    count: answer.note.people,
    from: titles.get(best.from) ?? "",
    to: titles.get(best.to) ?? "",
    times: best.count,
    people: people(best.people),
    time: took(best.median_ms),
  });
}

export function mapWhoTitle(who: MapWho, answer: ProcessMap | undefined): string {
  const titles = titlesOf(answer);
  const name = (id: number | undefined) => titles.get(id ?? -1) ?? t("journeys.unknown");
  if (who.kind === "edge") return `${name(who.node)} → ${name(who.to)}`;
  if (who.kind === "variant") return (who.nodes ?? []).map(name).join(" → ");
  return t(`journeys.map_who.${who.kind}`, { name: name(who.node) });
}

export function edgeSheet(answer: ProcessMap): Sheet<MapWho> {
  const titles = titlesOf(answer);
  const end = true;
  return {
    columns: [
      { title: t("journeys.map_from") },
      { title: t("journeys.map_to") },
      { title: t("journeys.times"), end },
      { title: t("nav.people"), end },
      { title: t("journeys.median_before"), end },
      { title: t("journeys.p90_before"), end },
      { title: t("journeys.map_mean"), end },
    ],
    rows: [...answer.edges]
      .sort((a, b) => b.count - a.count)
      .map((edge) => [
        { text: titles.get(edge.from) ?? "" },
        { text: titles.get(edge.to) ?? "" },
        { text: formatCount(edge.count), raw: edge.count },
        { text: formatCount(edge.people), raw: edge.people, who: { kind: "edge", node: edge.from, to: edge.to } },
        { text: took(edge.median_ms), raw: edge.median_ms },
        { text: took(edge.p90_ms), raw: edge.p90_ms },
        { text: took(edge.mean_ms), raw: edge.mean_ms },
      ]),
  };
}

export function variantSheet(answer: ProcessMap): Sheet<MapWho> {
  const titles = titlesOf(answer);
  const end = true;
  const part = (share: number) => ({ text: t("journeys.percent", { share: formatPercent(share, answer.cases) }), raw: share });
  // A variant may lead through events that the map does not show.
  return {
    columns: [
      { title: t("journeys.path") },
      { title: t("journeys.length"), end },
      { title: t("journeys.times"), end },
      { title: t("nav.people"), end },
      { title: t("journeys.variant_share"), end },
      { title: t("journeys.variant_coverage"), end },
    ],
    rows: answer.variants.map((each) => [
      { text: each.nodes.map((node) => titles.get(node) ?? "…").join(" → ") },
      { text: formatCount(each.nodes.length), raw: each.nodes.length },
      { text: formatCount(each.cases), raw: each.cases },
      { text: formatCount(each.people), raw: each.people, who: { kind: "variant", nodes: each.nodes } },
      part(each.share),
      part(each.coverage),
    ]),
  };
}
