/** A journey graph: how it is drawn up, its question, and its answer in words and as a table. Pure. */
import type { JourneyGraph, JourneyGraphQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { choiceOf, type Events, isChosen } from "./events";
import { windowMs } from "./funnel";
import type { Compare } from "./Parts";
import type { TimeRange } from "./range";
import type { GraphDraft, GraphEdge, GraphNode, JourneySearch } from "./search";
import type { Sheet, SheetCell } from "./sheet";
import { formatPercent, namesTitle, people, rateOf, type Share, took } from "./words";

export type GraphWho = { kind: "started" | "not_started" } | { kind: "reached" | "missed" | "stopped"; node: string } | { kind: "taken" | "left"; from: string; to: string };

export const graphNodesMax = 20;

/** What is drawn up so far: two nodes, one after the other, to begin with. */
export const draftOf = (search: JourneySearch): GraphDraft => search.graph ?? { nodes: [{ id: "A" }, { id: "B" }], edges: [{ from: "A", to: "B" }] };

const letters = Array.from({ length: graphNodesMax }, (_, at) => String.fromCharCode("A".charCodeAt(0) + at));

/** Whether a way leads from one node to another. */
function leads(edges: readonly GraphEdge[], from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === to) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...edges.filter((edge) => edge.from === node).map((edge) => edge.to));
  }
  return false;
}

/** Whether they can be joined: once, and never in a circle. */
export const canJoin = ({ edges }: GraphDraft, from: string, to: string): boolean => !leads(edges, to, from) && !edges.some((edge) => edge.from === from && edge.to === to);

export const join = (draft: GraphDraft, from: string, to: string): GraphDraft => (canJoin(draft, from, to) ? { ...draft, edges: [...draft.edges, { from, to }] } : draft);

export const part = (draft: GraphDraft, from: string, to: string): GraphDraft => ({ ...draft, edges: draft.edges.filter((edge) => edge.from !== from || edge.to !== to) });

/** One more node, after the last one. */
export function addNode(draft: GraphDraft): GraphDraft {
  const id = letters.find((letter) => !draft.nodes.some((node) => node.id === letter));
  const last = draft.nodes.at(-1);
  if (id === undefined || draft.nodes.length >= graphNodesMax) return draft;
  return { nodes: [...draft.nodes, { id }], edges: last ? [...draft.edges, { from: last.id, to: id }] : draft.edges };
}

export const removeNode = ({ nodes, edges }: GraphDraft, id: string): GraphDraft => ({
  nodes: nodes.filter((node) => node.id !== id),
  edges: edges.filter((edge) => edge.from !== id && edge.to !== id),
});

export const changeNode = (draft: GraphDraft, id: string, next: Partial<GraphNode>): GraphDraft => ({
  ...draft,
  nodes: draft.nodes.map((node) => (node.id === id ? { ...node, ...next } : node)),
});

export const changeEdge = (draft: GraphDraft, from: string, to: string, within: GraphEdge["within"]): GraphDraft => ({
  ...draft,
  edges: draft.edges.map((edge) => (edge.from === from && edge.to === to ? { from, to, ...(within ? { within } : {}) } : edge)),
});

const eventsOf = (node: GraphNode | undefined): Events | undefined => node?.events;

export function graphQuestion(search: JourneySearch, range: TimeRange | undefined): JourneyGraphQuestion | null {
  const draft = draftOf(search);
  const nodes = draft.nodes.filter((node) => isChosen(node.events));
  const known = new Set(nodes.map((node) => node.id));
  const edges = draft.edges.filter((edge) => known.has(edge.from) && known.has(edge.to));
  if (nodes.length < 2 || edges.length === 0) return null;
  return {
    nodes: nodes.map((node) => ({ id: node.id, events: choiceOf(node.events ?? []), ...(node.all ? { needs: "all" } : {}) })),
    edges: edges.map(({ from, to, within }) => ({ from, to, ...(within ? { within_ms: windowMs(within) } : {}) })),
    ...(range ? { range } : {}),
  };
}

export const nodeName = (draft: GraphDraft, id: string): string => {
  const events = eventsOf(draft.nodes.find((node) => node.id === id));
  return isChosen(events) ? namesTitle(events) : id;
};

type Answer = JourneyGraph;
export type AnsweredNode = Answer["nodes"][number];
export type AnsweredEdge = Answer["edges"][number];

/** Where the graph ends: of the nodes from which no edge leads on, the one that most people reached. */
export function endOf(answer: Answer): AnsweredNode | undefined {
  const ends = answer.nodes.filter((node) => !answer.edges.some((edge) => edge.from === node.id));
  return ends.reduce<AnsweredNode | undefined>((most, node) => (!most || node.people > most.people ? node : most), undefined);
}

export function graphSays(answer: Answer, draft: GraphDraft): string {
  const end = endOf(answer);
  const worst = answer.nodes.reduce<AnsweredNode | undefined>((most, node) => ((node.stopped?.count ?? 0) > (most?.stopped?.count ?? 0) ? node : most), undefined);
  const said = t("journeys.graph_says", { count: answer.started.count, last: end ? nodeName(draft, end.id) : "", rate: end ? rateOf(end.of_start) : "" });
  return worst?.stopped ? said + t("journeys.graph_worst", { name: nodeName(draft, worst.id), count: worst.stopped.count }) : `${said}.`;
}

export function graphWhoTitle(who: GraphWho, draft: GraphDraft): string {
  if ("node" in who) return t(`journeys.graph_who.${who.kind}`, { name: nodeName(draft, who.node) });
  if ("from" in who) return t(`journeys.graph_who.${who.kind}`, { from: nodeName(draft, who.from), to: nodeName(draft, who.to) });
  return t(`journeys.graph_who.${who.kind}`);
}

export const nodeLabel = (node: AnsweredNode, draft: GraphDraft): string =>
  t("journeys.graph_node", { name: nodeName(draft, node.id), people: people(node.people), rate: rateOf(node.of_start) });
export const edgeLabel = (edge: AnsweredEdge, draft: GraphDraft): string =>
  t("journeys.graph_edge", { from: nodeName(draft, edge.from), to: nodeName(draft, edge.to), people: people(edge.people), rate: rateOf(edge.of_before), time: took(edge.median_ms) });

const shareCell = (share: Share | null | undefined): SheetCell<GraphWho> =>
  share ? { text: t("journeys.percent", { share: formatPercent(share.share, share.of) }), raw: share.share } : { text: "", raw: null };
const bound = (share: Share | null | undefined, end: "low" | "high"): SheetCell<GraphWho> =>
  share ? { text: t("journeys.percent", { share: formatPercent(share[end], share.of) }), raw: share[end] } : { text: "", raw: null };
const figure = (count: number | undefined, who: GraphWho): SheetCell<GraphWho> =>
  count === undefined ? { text: "", raw: null } : { text: formatCount(count), raw: count, ...(count > 0 ? { who } : {}) };

/** Nodes, then edges. The ranges are those of the share of the ones before. */
export function graphSheet(answer: Answer, draft: GraphDraft): Sheet<GraphWho> {
  const end = true;
  const missed = (share: Share | null | undefined) => (share ? share.of - share.count : undefined);
  return {
    columns: [
      { title: t("journeys.graph_part") },
      { title: t("nav.people"), end },
      { title: t("journeys.graph_of_all"), end },
      { title: t("journeys.graph_of_start"), end },
      { title: t("journeys.graph_of_before"), end },
      { title: t("journeys.low"), end },
      { title: t("journeys.high"), end },
      { title: t("journeys.graph_missed"), end },
      { title: t("journeys.graph_stopped"), end },
      { title: t("journeys.graph_median"), end },
      { title: t("journeys.graph_p90"), end },
    ],
    rows: [
      ...answer.nodes.map((node): SheetCell<GraphWho>[] => [
        { text: nodeName(draft, node.id) },
        figure(node.people, { kind: "reached", node: node.id }),
        shareCell(node.of_all),
        shareCell(node.of_start),
        shareCell(node.of_before),
        bound(node.of_before, "low"),
        bound(node.of_before, "high"),
        figure(missed(node.of_before), { kind: "missed", node: node.id }),
        figure(node.stopped?.count, { kind: "stopped", node: node.id }),
        { text: took(node.median_ms), raw: node.median_ms ?? null },
        { text: took(node.p90_ms), raw: node.p90_ms ?? null },
      ]),
      ...answer.edges.map((edge): SheetCell<GraphWho>[] => [
        { text: `${nodeName(draft, edge.from)} → ${nodeName(draft, edge.to)}` },
        figure(edge.people, { kind: "taken", from: edge.from, to: edge.to }),
        shareCell(edge.of_all),
        shareCell(edge.of_start),
        shareCell(edge.of_before),
        bound(edge.of_before, "low"),
        bound(edge.of_before, "high"),
        figure(missed(edge.of_before), { kind: "left", from: edge.from, to: edge.to }),
        { text: "", raw: null },
        { text: took(edge.median_ms), raw: edge.median_ms ?? null },
        { text: took(edge.p90_ms), raw: edge.p90_ms ?? null },
      ]),
      [{ text: t("journeys.graph_who.not_started") }, figure(answer.started.of - answer.started.count, { kind: "not_started" }), ...Array.from({ length: 9 }, () => ({ text: "", raw: null }))],
    ],
  };
}

/** Parts by how many reached the end, and each node, of those who began. */
export function graphCompare(draft: GraphDraft): Compare<Answer, GraphWho> {
  const rate = (node: AnsweredNode | undefined) => (node ? { rate: node.of_start, who: { kind: "reached", node: node.id } as GraphWho } : null);
  return {
    rate: (answer, whole) => rate(answer.nodes.find((node) => node.id === endOf(whole)?.id)),
    title: (whole) => t("journeys.graph_compared", { name: nodeName(draft, endOf(whole)?.id ?? "") }),
    column: t("journeys.graph_compared_rows"),
    rows: (answers, whole) => whole.nodes.map(({ id }) => ({ name: nodeName(draft, id), cells: answers.map((answer) => rate(answer.nodes.find((node) => node.id === id))) })),
  };
}
