/** Cohorts as rows, by when people began or by a value, and periods as columns; the stronger a cell, the more. What is not over is dashed. */
import type { Retention } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Chart, Mark } from "@/ui/Chart";

import { cellLabel, type CohortRow, columnsShown, figureOf, offsetShort, offsetTitle, type RetentionWho, rowsOf, type TableKind, whoIn } from "./retention";
import { cut, formatPercent, people } from "./words";

const rowHeight = 30;
const headHeight = 24;
const periodWidth = 72;
const valueWidth = 132;
const countWidth = 52;
const cellMin = 46;

interface Props {
  answer: Retention;
  kind: TableKind;
  onOpen: (who: RetentionWho) => void;
}

const titles = { retention: "journeys.retention_chart", churn: "journeys.churn_chart", around: "journeys.retention_around_chart" } as const;

export function CohortChart({ answer, kind, onOpen }: Props) {
  const shown = columnsShown(answer);
  const first = answer.first_offset;
  const nameWidth = kind.byValue ? valueWidth : periodWidth;
  const left = nameWidth + countWidth + 10;
  const rows = rowsOf(answer, kind.unit);
  const height = headHeight + rows.length * rowHeight;
  return (
    <Chart label={t(titles[kind.churn ? "churn" : kind.around ? "around" : "retention"])} height={height} minWidth={left + shown * cellMin}>
      {(width) => {
        const cell = Math.min(96, (width - left) / Math.max(1, shown));
        return (
          <>
            <text x={nameWidth + countWidth} y={14} textAnchor="end" data-dim>
              {t("nav.people")}
            </text>
            {Array.from({ length: shown }, (_, column) => (
              <text key={column} x={left + (column + 0.5) * cell} y={14} textAnchor="middle" data-dim>
                {cell > 62 ? offsetTitle(kind.unit, first + column, kind.around) : offsetShort(first + column, kind.around)}
              </text>
            ))}
            {kind.around && <Beginning x={left - first * cell} height={height} />}
            {rows.map((row, at) => {
              const y = headHeight + at * rowHeight;
              return (
                <g key={row.key}>
                  <Mark label={t("journeys.retention_cohort", { cohort: row.title, people: people(row.people) })} onOpen={() => onOpen(row.all)}>
                    <rect x={0} y={y + 1} width={nameWidth + countWidth + 6} height={rowHeight - 2} rx={3} fill="var(--mantine-color-body)" />
                  </Mark>
                  <text x={2} y={y + 18}>
                    {cut(row.short, nameWidth)}
                  </text>
                  <text x={nameWidth + countWidth} y={y + 18} textAnchor="end" data-dim>
                    {formatCount(row.people)}
                  </text>
                  {row.cells.slice(0, shown).map((_, column) => (
                    <Cell key={column} row={row} column={column} offset={first + column} kind={kind} x={left + column * cell} y={y} width={cell} onOpen={onOpen} />
                  ))}
                </g>
              );
            })}
          </>
        );
      }}
    </Chart>
  );
}

/** What is left of it came before people began. */
function Beginning({ x, height }: { x: number; height: number }) {
  return <line x1={x} x2={x} y1={2} y2={height} stroke="var(--tl-line-strong)" />;
}

interface CellProps {
  row: CohortRow;
  column: number;
  offset: number;
  kind: TableKind;
  x: number;
  y: number;
  width: number;
  onOpen: (who: RetentionWho) => void;
}

function Cell({ row, column, offset, kind, x, y, width, onOpen }: CellProps) {
  const each = row.cells[column];
  if (!each || each.completeness === "not_begun") return null;
  const partial = each.completeness === "partial";
  const { share, of } = figureOf(each, kind.churn);
  return (
    <g>
      <Mark label={cellLabel(row, column, offset, kind)} onOpen={() => onOpen(whoIn(row, offset, kind))}>
        <rect
          x={x + 1}
          y={y + 1}
          width={width - 2}
          height={rowHeight - 2}
          rx={3}
          fill={`color-mix(in srgb, var(--tl-${kind.churn ? "bad" : "accent"}) ${Math.round(4 + share * 40)}%, var(--mantine-color-body))`}
          stroke={partial ? "var(--tl-dim)" : "none"}
          strokeOpacity={kind.byValue ? 0.6 : undefined}
          strokeDasharray={partial ? "3 3" : undefined}
        />
      </Mark>
      <text x={x + width / 2} y={y + 19} textAnchor="middle">
        {t("journeys.percent", { share: formatPercent(share, of) })}
      </text>
    </g>
  );
}
