/** How much its frictions take from a journey, by weights that are learned from the outcome. */
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Chart } from "@/ui/Chart";

import { BarRows } from "./BarRows";
import type { FrictionWho } from "./friction";
import { barLabel, barName, barWho, type Index, indexSays, indexSheet, kindName, weighed, type Weighed, weightText } from "./frictionIndex";
import style from "./journeys.module.css";
import { SheetTable } from "./SheetTable";
import { cut } from "./words";

export function FrictionIndex({ index, outcome, onOpen }: { index: Index; outcome: string; onOpen: (who: FrictionWho) => void }) {
  const title = t("journeys.friction_index");
  const weights = weighed(index);
  const distribution = t("journeys.friction_index_people");
  return (
    <div className={style.group} role="group" aria-label={title} data-caption={title}>
      <h2>{title}</h2>
      {indexSays(index, outcome).map((says) => (
        <p key={says}>{says}</p>
      ))}
      {weights.length > 0 && <Weights kinds={weights} />}
      {index.learned && (
        <>
          <h3 className={style.label}>{distribution}</h3>
          <BarRows
            label={distribution}
            rows={index.bars.map((bar) => ({
              key: String(bar.from),
              name: barName(bar),
              value: bar.people,
              text: formatCount(bar.people),
              label: barLabel(bar),
              onOpen: () => onOpen(barWho(bar)),
            }))}
          />
        </>
      )}
      <SheetTable label={t("journeys.friction_index_table")} sheet={indexSheet(index)} onOpen={onOpen} repeated />
    </div>
  );
}

const tall = 44;
const widest = 720;
const edge = 6;

/** A bar from zero, and a line as long as it is unsure. */
function Weights({ kinds }: { kinds: Weighed[] }) {
  const label = t("journeys.friction_index_weights");
  const from = Math.min(0, ...kinds.map((kind) => kind.low));
  const until = Math.max(0, ...kinds.map((kind) => kind.high));
  return (
    <>
      <h3 className={style.label}>{label}</h3>
      <Chart label={label} height={kinds.length * tall}>
        {(width) => {
          const room = Math.min(width, widest);
          const x = (value: number) => edge + ((value - from) / (until - from || 1)) * (room - 2 * edge);
          return (
            <>
              <line x1={x(0)} x2={x(0)} y1={0} y2={kinds.length * tall} stroke="var(--tl-line-strong)" />
              {kinds.map((kind, at) => (
                <g key={kind.kind} transform={`translate(0 ${at * tall})`}>
                  <text y={14}>{cut(`${kindName(kind)}: ${weightText(kind)}`, room, 6.7)}</text>
                  <rect x={Math.min(x(0), x(kind.weight))} y={20} width={Math.max(2, Math.abs(x(kind.weight) - x(0)))} height={14} rx={3} fill={kind.weight < 0 ? "#d55e00" : "var(--tl-accent)"} />
                  <line x1={x(kind.low)} x2={x(kind.high)} y1={27} y2={27} stroke="var(--mantine-color-text)" />
                </g>
              ))}
            </>
          );
        }}
      </Chart>
    </>
  );
}
