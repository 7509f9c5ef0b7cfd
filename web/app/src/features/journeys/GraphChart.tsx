/**
 * A journey graph: boxes are its nodes, with how many reached them and, as stripes at their foot, who went
 * no further; arrows are its edges, wide as they are taken. Each opens. A handle is drawn from box to box to join them.
 */
import { type PointerEvent, useMemo, useState } from "react";

import type { JourneyGraph } from "@/api/types";
import { formatCompact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Chart, Mark, Stripes } from "@/ui/Chart";

import { edgeLabel, type GraphWho, graphWhoTitle, nodeLabel, nodeName } from "./graph";
import { type Layout, layOut } from "./mapLayout";
import type { Point } from "./mapWays";
import type { GraphDraft } from "./search";
import { cut, formatPercent, people } from "./words";

interface Props {
  answer: JourneyGraph;
  draft: GraphDraft;
  onOpen: (who: GraphWho) => void;
  /** Where nodes can be joined. */
  onJoin?: ((from: string, to: string) => void) | undefined;
}

type Node = JourneyGraph["nodes"][number];
type Edge = JourneyGraph["edges"][number];

const foot = 6;
const handle = 6;

export function GraphChart({ answer, draft, onOpen, onJoin }: Props) {
  const layoutIn = useMemo(() => layouts(answer), [answer]);
  const [pull, setPull] = useState<{ from: number; to: Point } | null>(null);
  const most = answer.edges.reduce((max, edge) => Math.max(max, edge.people), 1);
  const placeOf = new Map(answer.nodes.map((node, place) => [node.id, place]));
  const edgeAt = new Map(answer.edges.map((edge) => [`${placeOf.get(edge.from)}-${placeOf.get(edge.to)}`, edge]));
  return (
    <Chart label={t("journeys.graph_chart")} height={(width) => layoutIn(width).height + foot + handle} minWidth={(room) => layoutIn(room).width}>
      {(width) => {
        const { ways, places, box } = layoutIn(width);
        const over = (point: Point) => answer.nodes.findIndex((_, at) => isIn(point, places.get(at), box));
        const drop = (to: Point) => {
          const [from, target] = [answer.nodes[pull?.from ?? -1], answer.nodes[over(to)]];
          setPull(null);
          if (from && target && from !== target) onJoin?.(from.id, target.id);
        };
        const begun = pull && places.get(pull.from);
        return (
          <>
            <Stripes />
            <Tip />
            {ways.map(({ link, path }) => {
              const edge = edgeAt.get(`${link.from}-${link.to}`);
              return (
                edge && (
                  <Mark key={path} label={edgeLabel(edge, draft)} onOpen={() => onOpen({ kind: "taken", from: edge.from, to: edge.to })}>
                    <path d={path} fill="none" stroke="transparent" strokeWidth={14} />
                    <path d={path} fill="none" stroke="var(--tl-accent)" strokeOpacity={0.8} strokeWidth={1.2 + 5 * Math.sqrt(edge.people / most)} markerEnd="url(#graphtip)" />
                  </Mark>
                )
              );
            })}
            {ways.map(({ link, label }) => {
              const edge = edgeAt.get(`${link.from}-${link.to}`);
              return (
                edge &&
                label && (
                  <text key={`${link.from}-${link.to}`} x={label.x} y={label.y + 4} textAnchor="middle" fontSize={11} stroke="var(--mantine-color-body)" strokeWidth={3} paintOrder="stroke">
                    {edgeText(edge)}
                  </text>
                )
              );
            })}
            {answer.nodes.map((node, at) => {
              const place = places.get(at);
              return (
                place && (
                  <g key={node.id} transform={`translate(${place.x - box.width / 2} ${place.y - box.height / 2})`}>
                    <Box node={node} draft={draft} width={box.width} height={box.height} onOpen={onOpen} />
                    {onJoin && (
                      <circle
                        data-tool
                        data-join={node.id}
                        cx={box.width / 2}
                        cy={box.height + foot / 2}
                        r={handle}
                        fill="var(--mantine-color-body)"
                        stroke="var(--tl-accent)"
                        style={{ cursor: "crosshair", touchAction: "none" }}
                        onPointerDown={(event) => {
                          event.currentTarget.setPointerCapture(event.pointerId);
                          setPull({ from: at, to: pointOf(event) });
                        }}
                        onPointerMove={(event) => pull && setPull({ from: pull.from, to: pointOf(event) })}
                        onPointerUp={(event) => pull && drop(pointOf(event))}
                        onPointerCancel={() => setPull(null)}
                      />
                    )}
                  </g>
                )
              );
            })}
            {begun && <line x1={begun.x} y1={begun.y + box.height / 2 + foot / 2} x2={pull.to.x} y2={pull.to.y} stroke="var(--tl-accent)" strokeWidth={2} strokeDasharray="4 3" pointerEvents="none" />}
          </>
        );
      }}
    </Chart>
  );
}

interface BoxProps {
  node: Node;
  draft: GraphDraft;
  width: number;
  height: number;
  onOpen: (who: GraphWho) => void;
}

function Box({ node, draft, width, height, onOpen }: BoxProps) {
  const strength = Math.round(6 + 30 * Math.sqrt(node.of_start.share));
  const stopped = node.stopped && node.stopped.count > 0 ? node.stopped : null;
  const needs = draft.edges.filter((edge) => edge.to === node.id).length > 1 && (draft.nodes.find((each) => each.id === node.id)?.all ? t("journeys.graph_and") : t("journeys.graph_or"));
  const lost: GraphWho = { kind: "stopped", node: node.id };
  return (
    <>
      <Mark label={nodeLabel(node, draft)} onOpen={() => onOpen({ kind: "reached", node: node.id })}>
        <rect width={width} height={height} rx={6} fill={`color-mix(in srgb, var(--tl-accent) ${strength}%, var(--mantine-color-body))`} stroke="var(--tl-line-strong)" />
      </Mark>
      {stopped && (
        <Mark label={`${graphWhoTitle(lost, draft)}: ${people(stopped.count)}`} onOpen={() => onOpen(lost)}>
          <rect x={width * (1 - stopped.share)} y={height - foot} width={Math.max(3, width * stopped.share)} height={foot} fill="url(#stripes)" stroke="var(--tl-line-strong)" strokeWidth={0.5} />
        </Mark>
      )}
      <text x={width / 2} y={15} textAnchor="middle" fontWeight={500} pointerEvents="none">
        {cut(nodeName(draft, node.id), width - 12, 6.7)}
      </text>
      <text x={width / 2} y={29} textAnchor="middle" fontSize={11} pointerEvents="none">
        {t("journeys.graph_box", { count: formatCompact(node.people), share: formatPercent(node.of_start.share, node.of_start.of) })}
      </text>
      {needs && (
        <text x={-5} y={height / 2 + 4} textAnchor="end" fontSize={11} fontWeight={500} stroke="var(--mantine-color-body)" strokeWidth={3} paintOrder="stroke" pointerEvents="none">
          {needs}
        </text>
      )}
    </>
  );
}

const edgeText = (edge: Edge) => t("journeys.graph_on_edge", { count: formatCompact(edge.people), share: formatPercent(edge.of_before.share, edge.of_before.of) });

function pointOf(event: PointerEvent<SVGElement>): Point {
  const frame = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
  return { x: event.clientX - (frame?.left ?? 0), y: event.clientY - (frame?.top ?? 0) };
}

const isIn = (point: Point, place: Point | undefined, box: Layout["box"]) =>
  place !== undefined && Math.abs(point.x - place.x) <= box.width / 2 && Math.abs(point.y - place.y) <= box.height / 2 + foot;

/** The layout for each width that is asked for, made once. */
function layouts(answer: JourneyGraph): (room: number) => Layout {
  const known = new Map<number, Layout>();
  const placeOf = new Map(answer.nodes.map((node, place) => [node.id, place]));
  const links = answer.edges.map((edge) => ({ from: placeOf.get(edge.from) ?? 0, to: placeOf.get(edge.to) ?? 0, count: edge.people }));
  const textOf = ({ from, to }: { from: number; to: number }) => {
    const edge = answer.edges.find((each) => placeOf.get(each.from) === from && placeOf.get(each.to) === to);
    return edge ? edgeText(edge) : "";
  };
  return (room) => {
    const found = known.get(room) ?? layOut(answer.nodes.map((_, place) => place), links, room, textOf);
    known.set(room, found).set(found.width, found);
    return found;
  };
}

function Tip() {
  return (
    <defs>
      <marker id="graphtip" viewBox="0 0 8 8" refX="3" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">
        <path d="M0 0L8 4L0 8Z" fill="var(--tl-accent)" stroke="none" />
      </marker>
    </defs>
  );
}
