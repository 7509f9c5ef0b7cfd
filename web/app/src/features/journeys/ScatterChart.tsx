/** Points for people with two numbers; where there are many, cells shaded by how many are in them, and what lies far out. */
import type { Scatter } from "@/api/types";
import { formatCompact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Chart, Mark } from "@/ui/Chart";

import { ticks } from "./numbers";
import { cellLabel, cellWho, pointLabel, pointWho, type ScatterWho, type Two } from "./scatter";
import { numberTitle } from "./numbers";
import { cut } from "./words";

interface Props {
  answer: Scatter;
  /** That has the scales: the same, or the whole of which this is a part. */
  whole: Scatter;
  numbers: Two;
  onOpen: (who: ScatterWho) => void;
}

const axis = 52;
const foot = 40;
const head = 24;
const side = 12;
const height = 420;

/** From the least to the greatest, with a little room, and cells in full. */
function spanOf(of: Scatter["x"]): [number, number] {
  if (!of) return [0, 1];
  const from = Math.min(of.least, ...of.bounds);
  const to = Math.max(of.greatest, ...of.bounds);
  const room = (to - from || Math.abs(to) || 1) * 0.03;
  return [from >= 0 && from - room < 0 ? Math.min(0, from) : from - room, to + room];
}

export function ScatterChart({ answer, whole, numbers, onOpen }: Props) {
  const [left, right] = spanOf(whole.x);
  const [low, high] = spanOf(whole.y);
  const most = answer.cells.reduce((max, cell) => Math.max(max, cell.people), 1);
  return (
    <Chart label={t("journeys.scatter_chart", { x: numberTitle(numbers.x), y: numberTitle(numbers.y) })} height={height}>
      {(width) => {
        const xOf = (value: number) => axis + ((value - left) / (right - left)) * (width - axis - side);
        const yOf = (value: number) => height - foot - ((value - low) / (high - low)) * (height - foot - head);
        return (
          <>
            {ticks(low, high, 5).map((value) => (
              <g key={value}>
                <line x1={axis} x2={width} y1={yOf(value)} y2={yOf(value)} stroke="var(--tl-line)" />
                <text x={axis - 6} y={yOf(value) + 4} textAnchor="end" data-dim>
                  {formatCompact(value)}
                </text>
              </g>
            ))}
            {ticks(left, right, Math.max(2, Math.floor(width / 90))).map((value) => (
              <text key={value} x={xOf(value)} y={height - foot + 16} textAnchor="middle" data-dim>
                {formatCompact(value)}
              </text>
            ))}
            {answer.cells.map((cell) => (
              <Mark key={`${cell.x_from} ${cell.y_from}`} label={cellLabel(cell, numbers)} onOpen={() => onOpen(cellWho(cell))}>
                <rect
                  x={xOf(cell.x_from)}
                  y={yOf(cell.y_below)}
                  width={Math.max(1, xOf(cell.x_below) - xOf(cell.x_from) - 0.5)}
                  height={Math.max(1, yOf(cell.y_from) - yOf(cell.y_below) - 0.5)}
                  fill="var(--tl-accent)"
                  fillOpacity={0.12 + 0.88 * Math.sqrt(cell.people / most)}
                />
              </Mark>
            ))}
            {answer.points.map((point) => (
              <Mark key={`${point.x} ${point.y}`} label={pointLabel(point, numbers)} onOpen={() => onOpen(pointWho(point))}>
                <circle cx={xOf(point.x)} cy={yOf(point.y)} r={Math.min(12, 3 + Math.sqrt(point.people))} fill="var(--tl-accent)" fillOpacity={0.45} stroke="var(--tl-accent)" />
              </Mark>
            ))}
            <text x={width - side} y={height - 6} textAnchor="end" data-dim>
              {cut(`${numberTitle(numbers.x)} →`, width - axis, 6.4)}
            </text>
            <text x={0} y={14} data-dim>
              {cut(`↑ ${numberTitle(numbers.y)}`, width - axis, 6.4)}
            </text>
          </>
        );
      }}
    </Chart>
  );
}
