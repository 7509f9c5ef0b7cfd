/** What directly follows what: boxes are events, arrows lead to what came next, wide as they are frequent. */
import type { ProcessMap } from "@/api/types";
import { formatCompact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Chart, Mark } from "@/ui/Chart";

import { type MapWho, titlesOf } from "./map";
import { layOut, type Spot } from "./mapLayout";
import { cut, people, took } from "./words";

const box = { width: 138, height: 40 };
const gap = { x: 22, y: 62 };
const cell = { x: box.width + gap.x, y: box.height + gap.y };
const side = 30;
const columnsMin = 2;
/** Labels on more arrows than this cover each other. */
const labelled = 24;

interface Props {
  answer: ProcessMap;
  onArrows: "count" | "median";
  onOpen: (who: MapWho) => void;
}

type Edge = ProcessMap["edges"][number];
interface Point {
  x: number;
  y: number;
}

export function MapChart({ answer, onArrows, onOpen }: Props) {
  const titles = titlesOf(answer);
  const most = answer.edges.reduce((max, edge) => Math.max(max, edge.count), 1);
  const mostEvents = answer.nodes.reduce((max, node) => Math.max(max, node.events), 1);
  const rankOf = new Map([...answer.edges].sort((a, b) => b.count - a.count).map((edge, rank) => [edge, rank]));
  const ids = answer.nodes.map((node) => node.id);
  const spotsIn = (width: number) => layOut(ids, answer.edges, Math.max(columnsMin, Math.floor((width - 2 * side) / cell.x)));
  const heightIn = (width: number) => (1 + Math.max(0, ...spotsIn(width).map((spot) => spot.row))) * cell.y + 20;
  return (
    <Chart label={t("journeys.map_chart")} height={heightIn} minWidth={columnsMin * cell.x + 2 * side}>
      {(width) => {
        const spots = spotsIn(width);
        const inRow = (row: number) => spots.filter((spot) => spot.row === row).length;
        const placeOf = (spot: Spot): Point => {
          const step = Math.min(cell.x * 1.4, (width - 2 * side) / Math.max(1, inRow(spot.row)));
          return { x: width / 2 + (spot.column - (inRow(spot.row) - 1) / 2) * step, y: 10 + spot.row * cell.y + box.height / 2 };
        };
        const places = new Map(spots.map((spot) => [spot.id, placeOf(spot)]));
        const arrows = answer.edges.flatMap((edge) => {
          const [from, to] = [places.get(edge.from), places.get(edge.to)];
          return from && to ? [{ edge, ...arrowOf(from, to) }] : [];
        });
        return (
          <>
            <Tips />
            {arrows.map(({ edge, path }) => (
              <Mark key={`${edge.from}-${edge.to}`} label={edgeLabel(edge, titles)} onOpen={() => onOpen({ kind: "edge", node: edge.from, to: edge.to })}>
                <path d={path} fill="none" stroke="transparent" strokeWidth={14} />
                <path d={path} fill="none" stroke="var(--tl-accent)" strokeOpacity={0.35 + 0.5 * (edge.count / most)} strokeWidth={1.2 + 5 * Math.sqrt(edge.count / most)} markerEnd="url(#tip)" />
              </Mark>
            ))}
            {arrows
              .filter(({ edge }) => (rankOf.get(edge) ?? 0) < labelled)
              .map(({ edge, label }) => (
                <text key={`${edge.from}-${edge.to}`} x={label.x} y={label.y} textAnchor="middle" fontSize={11} stroke="var(--mantine-color-body)" strokeWidth={3} paintOrder="stroke">
                  {onArrows === "count" ? formatCompact(edge.count) : took(edge.median_ms)}
                </text>
              ))}
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
          </>
        );
      }}
    </Chart>
  );
}

function edgeLabel(edge: Edge, titles: Map<number, string>): string {
  return t("journeys.map_edge", {
    from: titles.get(edge.from) ?? "", to: titles.get(edge.to) ?? "", people: people(edge.people), times: edge.count, time: took(edge.median_ms),
  });
}

/** Down from box to box; up or across past the side, so that both directions are seen. */
function arrowOf(from: Point, to: Point): { path: string; label: Point } {
  const [halfX, halfY] = [box.width / 2, box.height / 2];
  if (from === to) {
    const x = from.x + halfX;
    return { path: `M${x} ${from.y - 8}C${x + 26} ${from.y - 22} ${x + 26} ${from.y + 22} ${x + 3} ${from.y + 9}`, label: { x: x + 20, y: from.y - 14 } };
  }
  if (to.y > from.y) {
    const [a, b] = [from.y + halfY, to.y - halfY - 5];
    const bend = Math.min(70, (b - a) / 2 + 8);
    const shift = Math.max(-halfX + 14, Math.min(halfX - 14, (to.x - from.x) / 6));
    const [x1, x2] = [from.x + shift, to.x - shift];
    return { path: `M${x1} ${a}C${x1} ${a + bend} ${x2} ${b - bend} ${x2} ${b}`, label: { x: x1 * 0.42 + x2 * 0.58, y: a * 0.42 + b * 0.58 + 4 } };
  }
  if (to.y === from.y) {
    const right = to.x > from.x ? 1 : -1;
    const [x1, x2] = [from.x + right * halfX, to.x - right * (halfX + 5)];
    // There one way above the middle, back the other way below it.
    const y = from.y - right * 8;
    return { path: `M${x1} ${y}C${x1 + right * 20} ${y - right * 12} ${x2 - right * 20} ${y - right * 12} ${x2} ${y}`, label: { x: (x1 + x2) / 2, y: y - right * 14 } };
  }
  const right = to.x >= from.x ? 1 : -1;
  const [x1, x2] = [from.x + right * halfX, to.x + right * (halfX + 5)];
  const out = Math.max(x1 * right, x2 * right) * right + right * 30;
  return { path: `M${x1} ${from.y}C${out} ${from.y} ${out} ${to.y} ${x2} ${to.y}`, label: { x: (x1 + x2) / 8 + out * 0.75, y: (from.y + to.y) / 2 } };
}

function Tips() {
  return (
    <defs>
      <marker id="tip" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">
        <path d="M0 0L8 4L0 8Z" fill="var(--tl-accent)" stroke="none" />
      </marker>
    </defs>
  );
}
