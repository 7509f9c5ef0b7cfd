/** Amounts as bars below each other, each with its name and its figure. */
import { Chart, Mark } from "@/ui/Chart";

import { cut } from "./words";

export interface BarRow {
  key: string;
  name: string;
  value: number;
  text: string;
  label: string;
  onOpen?: (() => void) | undefined;
}

const row = 28;
const figure = 110;

export function BarRows({ label, rows }: { label: string; rows: BarRow[] }) {
  const most = Math.max(1, ...rows.map((each) => each.value));
  return (
    <Chart label={label} height={rows.length * row}>
      {(width) => {
        const room = Math.min(width, 720);
        const names = Math.min(220, room * 0.4);
        const scale = (room - names - figure) / most;
        return rows.map((each, index) => (
          <g key={each.key} transform={`translate(0 ${index * row})`}>
            <text y={18}>{cut(each.name, names - 10, 6.7)}</text>
            {each.onOpen ? (
              <Mark label={each.label} onOpen={each.onOpen}>
                <rect x={names} y={5} width={Math.max(2, each.value * scale)} height={18} rx={3} fill="var(--tl-accent)" />
              </Mark>
            ) : (
              <rect x={names} y={5} width={Math.max(2, each.value * scale)} height={18} rx={3} fill="var(--tl-accent)" />
            )}
            <text x={names + each.value * scale + 8} y={18} data-dim>
              {each.text}
            </text>
          </g>
        ));
      }}
    </Chart>
  );
}
