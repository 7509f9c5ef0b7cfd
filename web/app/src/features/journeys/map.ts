/** A process map's question from the address, and its answer in words and as tables. Pure. */
import type { ProcessMap, ProcessMapQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { chosen } from "./events";
import { sessionMs } from "./paths";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";
import type { Compare } from "./Parts";
import type { Sheet } from "./sheet";
import { formatPercent, nodeTitle, people, shareOf, took } from "./words";

export interface MapWho {
  kind: "node" | "start" | "end" | "rework" | "edge" | "variant";
  node?: number;
  to?: number;
  nodes?: number[];
}

export const usualNodes = 25;
export const usualLinks = 10;
const variants = 10;

/** Which steps there are, of a map and of its replay. */
export function stepsQuestion(search: JourneySearch, range: TimeRange | undefined) {
  return {
    ...chosen("events", search.events),
    ...((search.cases ?? "session") === "session" ? { session_ms: sessionMs } : {}),
    collapse_repeats: true,
    ...(range ? { range } : {}),
  };
}

/** Parts are compared arrow by arrow: then all arrows are asked for, and the page chooses what it draws. */
export function mapQuestion(search: JourneySearch, range: TimeRange | undefined, split: boolean): ProcessMapQuestion {
  return {
    ...stepsQuestion(search, range),
    nodes_share: split ? 1 : (search.nodes ?? usualNodes) / 100,
    edges_share: split ? 1 : (search.links ?? usualLinks) / 100,
    variants,
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

export function nodeSheet(answer: ProcessMap): Sheet<MapWho> {
  const end = true;
  const cell = (kind: MapWho["kind"], node: number, count: number) => ({ text: formatCount(count), raw: count, ...(count > 0 ? { who: { kind, node } } : {}) });
  return {
    columns: [
      { title: t("journeys.event") },
      { title: t("nav.people"), end },
      { title: t("journeys.times"), end },
      { title: t("journeys.map_starts"), end },
      { title: t("journeys.map_ends"), end },
      { title: t("journeys.map_rework"), end },
    ],
    rows: [...answer.nodes]
      .sort((a, b) => b.people - a.people)
      .map((node) => [
        { text: nodeTitle(node) },
        cell("node", node.id, node.people),
        { text: formatCount(node.events), raw: node.events },
        cell("start", node.id, node.starts),
        cell("end", node.id, node.ends),
        cell("rework", node.id, node.rework_cases),
      ]),
  };
}

/** Arrows that parts are compared by. */
const comparedMax = 20;

/** Parts by the share of their people who went along each arrow. */
export const mapCompare: Compare<ProcessMap, MapWho> = {
  rate: (answer, whole) => {
    const [best] = busiest(whole);
    return best ? along(answer, best) : null;
  },
  title: (whole) => {
    const [best] = busiest(whole);
    return best ? t("journeys.map_compared", { arrow: arrowTitle(whole, best) }) : t("journeys.map_compared_rows");
  },
  column: t("journeys.map_compared_rows"),
  rows: (answers, whole) => busiest(whole).slice(0, comparedMax).map((edge) => ({ name: arrowTitle(whole, edge), cells: answers.map((answer) => along(answer, edge)) })),
};

type Edge = ProcessMap["edges"][number];
const busiest = (answer: ProcessMap) => [...answer.edges].sort((a, b) => b.people - a.people || b.count - a.count);
const arrowTitle = (answer: ProcessMap, edge: Edge) => mapWhoTitle({ kind: "edge", node: edge.from, to: edge.to }, answer);

/** A part may show fewer arrows than the whole: what it does not show is not known. */
function along(answer: ProcessMap, { from, to }: Edge) {
  const own = answer.edges.find((edge) => edge.from === from && edge.to === to);
  if (!own && answer.edges.length < answer.all_edges) return null;
  return { rate: shareOf(own?.people ?? 0, answer.note.people), who: { kind: "edge" as const, node: from, to } };
}
