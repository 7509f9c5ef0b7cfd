/** What directly follows what: boxes are events, arrows lead to what came next, wide as they are frequent. */
import { type ReactNode, useMemo } from "react";

import type { ProcessMap } from "@/api/types";
import { formatCompact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Chart, Mark } from "@/ui/Chart";

import { type MapWho, titlesOf } from "./map";
import { type Layout, layOut } from "./mapLayout";
import { cut, people, took } from "./words";

interface Props {
  answer: ProcessMap;
  /** The map that has the places; the same, or the whole of which this is a part. */
  layout: ProcessMap;
  onArrows: "count" | "median";
  onOpen: (who: MapWho) => void;
  /** What is drawn over the map. */
  over?: (layout: Layout) => ReactNode;
}

type Edge = ProcessMap["edges"][number];

export function MapChart({ answer, layout, onArrows, onOpen, over }: Props) {
  const titles = titlesOf(answer);
  const most = answer.edges.reduce((max, edge) => Math.max(max, edge.count), 1);
  const mostEvents = answer.nodes.reduce((max, node) => Math.max(max, node.events), 1);
  const layoutIn = useMemo(() => layouts(answer, layout, onArrows), [answer, layout, onArrows]);
  const edgeOf = new Map(answer.edges.map((edge) => [`${edge.from}-${edge.to}`, edge]));
  return (
    <Chart label={t("journeys.map_chart")} height={(width) => layoutIn(width).height} minWidth={(room) => layoutIn(room).width}>
      {(width) => {
        const found = layoutIn(width);
        const { ways, places, box } = found;
        return (
          <>
            <Tips />
            {ways.map(({ link, path }) => {
              const edge = edgeOf.get(`${link.from}-${link.to}`);
              if (!edge) return null;
              return (
                <Mark key={`${link.from}-${link.to}`} label={edgeLabel(edge, titles)} onOpen={() => onOpen({ kind: "edge", node: edge.from, to: edge.to })}>
                  <path d={path} fill="none" stroke="transparent" strokeWidth={14} />
                  <path d={path} fill="none" stroke="var(--tl-accent)" strokeOpacity={0.35 + 0.5 * (edge.count / most)} strokeWidth={1.2 + 5 * Math.sqrt(edge.count / most)} markerEnd="url(#tip)" />
                </Mark>
              );
            })}
            {ways.map(({ link, label }) => {
              const edge = edgeOf.get(`${link.from}-${link.to}`);
              return (
                edge &&
                label && (
                  <text key={`${link.from}-${link.to}`} x={label.x} y={label.y + 4} textAnchor="middle" fontSize={11} stroke="var(--mantine-color-body)" strokeWidth={3} paintOrder="stroke">
                    {arrowText(edge, onArrows)}
                  </text>
                )
              );
            })}
            {answer.nodes.map((node) => {
              const place = places.get(node.id);
              const name = titles.get(node.id) ?? "";
              if (!place) return null;
              const strength = Math.round(6 + 30 * Math.sqrt(node.events / mostEvents));
              return (
                <g key={node.id}>
                  <Mark label={t("journeys.map_node", { name, people: people(node.people), events: node.events })} onOpen={() => onOpen({ kind: "node", node: node.id })}>
                    <rect
                      x={place.x - box.width / 2}
                      y={place.y - box.height / 2}
                      {...box}
                      rx={6}
                      fill={`color-mix(in srgb, var(--tl-accent) ${strength}%, var(--mantine-color-body))`}
                      stroke="var(--tl-line-strong)"
                    />
                  </Mark>
                  <text x={place.x} y={place.y - 3} textAnchor="middle" fontWeight={500}>
                    {cut(name, box.width - 12, 6.7)}
                  </text>
                  <text x={place.x} y={place.y + 12} textAnchor="middle" fontSize={11}>
                    {people(node.people)}
                  </text>
                </g>
              );
            })}
            {over?.(found)}
          </>
        );
      }}
    </Chart>
  );
}

const arrowText = (edge: Edge, onArrows: Props["onArrows"]) => (onArrows === "count" ? formatCompact(edge.count) : took(edge.median_ms));

/** The layout for each width that is asked for, made once. */
function layouts(answer: ProcessMap, layout: ProcessMap, onArrows: Props["onArrows"]): (room: number) => Layout {
  const edges = new Map(answer.edges.map((edge) => [`${edge.from}-${edge.to}`, edge]));
  const known = new Map<number, Layout>();
  const textOf = ({ from, to }: { from: number; to: number }) => {
    const edge = edges.get(`${from}-${to}`);
    return edge ? arrowText(edge, onArrows) : "";
  };
  return (room) => {
    const found = known.get(room) ?? layOut(layout.nodes.map((node) => node.id), layout.edges, room, textOf);
    // The chart is as wide as the map needs, and then asks with that width.
    known.set(room, found).set(found.width, found);
    return found;
  };
}

function edgeLabel(edge: Edge, titles: Map<number, string>): string {
  return t("journeys.map_edge", {
    from: titles.get(edge.from) ?? "", to: titles.get(edge.to) ?? "", people: people(edge.people), times: edge.count, time: took(edge.median_ms),
  });
}

function Tips() {
  return (
    <defs>
      <marker id="tip" viewBox="0 0 8 8" refX="3" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">
        <path d="M0 0L8 4L0 8Z" fill="var(--tl-accent)" stroke="none" />
      </marker>
    </defs>
  );
}
