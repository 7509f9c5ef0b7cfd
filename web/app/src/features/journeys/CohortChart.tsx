/** Cohorts as rows and periods as columns; the stronger a cell, the more came back. What is not over is dashed. */
import type { Retention } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Chart, Mark } from "@/ui/Chart";

import { periodShort, periodTitle, type Unit } from "./periods";
import { cellLabel, everybodyOf, offsetsShown, offsetTitle, type RetentionWho } from "./retention";
import { formatPercent, people } from "./words";

const rowHeight = 30;
const headHeight = 24;
const nameWidth = 72;
const countWidth = 52;
const cellMin = 46;

interface Props {
  answer: Retention;
  unit: Unit;
  onOpen: (who: RetentionWho) => void;
}

export function CohortChart({ answer, unit, onOpen }: Props) {
  const shown = offsetsShown(answer);
  const left = nameWidth + countWidth + 10;
  return (
    <Chart label={t("journeys.retention_chart")} height={headHeight + answer.cohorts.length * rowHeight} minWidth={left + shown * cellMin}>
      {(width) => {
        const cell = Math.min(96, (width - left) / Math.max(1, shown));
        return (
          <>
            <text x={nameWidth + countWidth} y={14} textAnchor="end" data-dim>
              {t("nav.people")}
            </text>
            {Array.from({ length: shown }, (_, offset) => (
              <text key={offset} x={left + (offset + 0.5) * cell} y={14} textAnchor="middle" data-dim>
                {cell > 62 ? offsetTitle(unit, offset) : formatCount(offset)}
              </text>
            ))}
            {answer.cohorts.map((cohort, row) => {
              const y = headHeight + row * rowHeight;
              return (
                <g key={cohort.period}>
                  <Mark label={t("journeys.retention_cohort", { cohort: periodTitle(cohort.begins_on, unit), people: people(cohort.people) })} onOpen={() => onOpen(everybodyOf(cohort))}>
                    <rect x={0} y={y + 1} width={nameWidth + countWidth + 6} height={rowHeight - 2} rx={3} fill="var(--mantine-color-body)" />
                  </Mark>
                  <text x={2} y={y + 18}>{periodShort(cohort.begins_on, unit)}</text>
                  <text x={nameWidth + countWidth} y={y + 18} textAnchor="end" data-dim>
                    {formatCount(cohort.people)}
                  </text>
                  {cohort.offsets.slice(0, shown).map((each, offset) => {
                    if (each.completeness === "not_begun") return null;
                    const x = left + offset * cell;
                    const partial = each.completeness === "partial";
                    return (
                      <g key={offset}>
                        <Mark label={cellLabel(cohort, offset, unit)} onOpen={() => onOpen({ period: cohort.period, offset })}>
                          <rect
                            x={x + 1}
                            y={y + 1}
                            width={cell - 2}
                            height={rowHeight - 2}
                            rx={3}
                            fill={`color-mix(in srgb, var(--tl-accent) ${Math.round(4 + each.back.share * 40)}%, var(--mantine-color-body))`}
                            stroke={partial ? "var(--tl-dim)" : "none"}
                            strokeDasharray={partial ? "3 3" : undefined}
                          />
                        </Mark>
                        <text x={x + cell / 2} y={y + 19} textAnchor="middle">
                          {t("journeys.percent", { share: formatPercent(each.back.share, each.back.of) })}
                        </text>
                      </g>
                    );
                  })}
                </g>
              );
            })}
          </>
        );
      }}
    </Chart>
  );
}
