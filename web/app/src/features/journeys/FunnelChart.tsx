/** Steps from above: how many reached each as a bar, who was lost before it as stripes. Both open. */
import type { Funnel } from "@/api/types";
import { t } from "@/lib/i18n";
import { Chart, Mark, Stripes } from "@/ui/Chart";

import type { Events } from "./events";
import { type FunnelWho, funnelWhoTitle, lostBefore, reached, stepLabel } from "./funnel";
import { cut, formatPercent, namesTitle, people, rateOf, took } from "./words";

const row = 84;
const barTop = 24;
const bar = 28;
/** Where there is less room, the table alone says all. */
const roomy = 480;

interface Props {
  answer: Funnel;
  steps: Events[];
  onOpen: (who: FunnelWho) => void;
}

export function FunnelChart({ answer, steps, onOpen }: Props) {
  const first = Math.max(1, answer.steps[0]?.people ?? 1);
  return (
    <Chart label={t("journeys.funnel_chart")} height={answer.steps.length * row}>
      {(width) => (
        <>
          <Stripes />
          {answer.steps.map((step, index) => {
            const before = answer.steps[index - 1]?.people ?? step.people;
            const lost = step.of_before.of - step.of_before.count;
            const [done, end] = [(step.people / first) * width, (before / first) * width];
            return (
              <g key={index} transform={`translate(0 ${index * row})`}>
                <text y={15} fontSize={13} fontWeight={500}>
                  {cut(`${index + 1}. ${namesTitle(steps[index])}`, width - 110, 7.2)}
                </text>
                <text x={width} y={15} textAnchor="end" fontSize={13}>
                  {people(step.people)}
                </text>
                <rect y={barTop} width={width} height={bar} rx={3} fill="var(--tl-raised)" />
                <Mark label={`${stepLabel(answer, steps, index)} ${rateOf(step.of_first)}`} onOpen={() => onOpen(reached(index, answer.steps.length))}>
                  <rect y={barTop} width={Math.max(done, 3)} height={bar} rx={3} fill="var(--tl-accent)" />
                </Mark>
                {index > 0 && lost > 0 && (
                  <Mark label={`${funnelWhoTitle(lostBefore(index), steps)}: ${people(lost)}`} onOpen={() => onOpen(lostBefore(index))}>
                    <rect x={done + 1} y={barTop} width={Math.max(2, end - done - 1)} height={bar} rx={3} fill="url(#stripes)" />
                  </Mark>
                )}
                <text y={barTop + bar + 16} data-dim>
                  {cut(under(step, index, width < roomy), width, 6)}
                </text>
              </g>
            );
          })}
        </>
      )}
    </Chart>
  );
}

function under(step: Funnel["steps"][number], index: number, narrow: boolean): string {
  if (index === 0) return t("journeys.funnel_start");
  const parts = [t("journeys.rate_of_first", { rate: rateOf(step.of_first) })];
  if (index > 1 && !narrow) parts.push(t("journeys.rate_of_before", { share: formatPercent(step.of_before.share, step.of_before.of) }));
  if (step.median_ms !== null && step.median_ms !== undefined) parts.push(t("journeys.median_after", { time: took(step.median_ms) }));
  return parts.join(" · ");
}
