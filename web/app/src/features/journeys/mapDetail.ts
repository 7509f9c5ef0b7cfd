/** How much of a map is shown, chosen as the server does: where parts stand side by side, all of them show the same. Pure. */
import type { ProcessMap } from "@/api/types";

type Edge = ProcessMap["edges"][number];

const part = (count: number, share: number) => Math.ceil(Math.min(1, Math.max(0, share)) * count);
const keyOf = ({ from, to }: Pick<Edge, "from" | "to">) => `${from}-${to}`;

/** The nodes with most events, the busiest edges between them, and each node's busiest edge in and out. */
export function detailOf(answer: ProcessMap, nodesShare: number, edgesShare: number): ProcessMap {
  const nodes = [...answer.nodes].sort((a, b) => b.events - a.events || a.id - b.id).slice(0, Math.max(1, part(answer.nodes.length, nodesShare)));
  const shown = new Set(nodes.map((node) => node.id));
  const edges = answer.edges.filter((edge) => shown.has(edge.from) && shown.has(edge.to)).sort((a, b) => b.count - a.count || a.from - b.from || a.to - b.to);
  const kept = new Set(edges.slice(0, part(edges.length, edgesShare)).map(keyOf));
  const [entered, left] = [new Set<number>(), new Set<number>()];
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    if (!left.has(edge.from) || !entered.has(edge.to)) kept.add(keyOf(edge));
    left.add(edge.from);
    entered.add(edge.to);
  }
  return { ...answer, nodes, edges: edges.filter((edge) => kept.has(keyOf(edge))) };
}

/** Of one map what another shows. */
export function likewise(answer: ProcessMap, other: ProcessMap): ProcessMap {
  const nodes = new Set(other.nodes.map((node) => node.id));
  const edges = new Set(other.edges.map(keyOf));
  return { ...answer, nodes: answer.nodes.filter((node) => nodes.has(node.id)), edges: answer.edges.filter((edge) => edges.has(keyOf(edge))) };
}
