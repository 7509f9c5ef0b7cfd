/** Bars over time: each period's parts on each other, and below the line those that were lost. Each part opens. */
import { formatCompact } from "@/lib/format";
import { Axis, Chart, Mark } from "@/ui/Chart";

import { TimeNames } from "./timeAxis";

export interface BarPart {
  key: string;
  value: number;
  /** Drawn below the line. */
  below?: boolean;
  fill: string;
  label: string;
  onOpen: () => void;
}
export interface Bar {
  key: number;
  /** In few letters. */
  name: string;
  /** It is not over: the bar may grow. */
  unsure: boolean;
  parts: BarPart[];
}

interface Props {
  label: string;
  bars: Bar[];
  height?: number;
  /** The value at the top, where several charts are compared. */
  most?: number;
}

const axis = 44;
const foot = 20;
const head = 10;

const heightOf = (bar: Bar, below: boolean) => bar.parts.reduce((sum, part) => (Boolean(part.below) === below ? sum + part.value : sum), 0);

export function PeriodBars({ label, bars, height = 280, most }: Props) {
  const up = most ?? Math.max(1, ...bars.map((bar) => heightOf(bar, false)));
  const down = Math.max(0, ...bars.map((bar) => heightOf(bar, true)));
  return (
    <Chart label={label} height={height} minWidth={axis + bars.length * 10} newestLast>
      {(width) => {
        const step = Math.min(72, (width - axis) / Math.max(1, bars.length));
        const scale = (height - foot - head) / (up + down);
        const zero = head + up * scale;
        const lines = [...new Set([up, 0, ...(down > 0 ? [-down] : [])])];
        const places = bars.map(({ key, name }, index) => ({ key, name, x: axis + (index + 0.5) * step }));
        return (
          <>
            {lines.map((value) => (
              <line key={value} x1={axis} x2={width} y1={zero - value * scale} y2={zero - value * scale} stroke="var(--tl-line)" />
            ))}
            {bars.map((bar, index) => {
              const x = axis + index * step;
              return (
                <g key={bar.key} opacity={bar.unsure ? 0.6 : 1}>
                  {bar.parts.map((part, place) => {
                    if (part.value === 0) return null;
                    const before = bar.parts.slice(0, place).reduce((sum, each) => (Boolean(each.below) === Boolean(part.below) ? sum + each.value : sum), 0);
                    const tall = Math.max(1.5, part.value * scale);
                    const y = part.below ? zero + before * scale : zero - before * scale - tall;
                    return (
                      <Mark key={part.key} label={part.label} onOpen={part.onOpen}>
                        <rect x={x + step * 0.12} y={y} width={step * 0.76} height={Math.max(1, tall - 0.75)} fill={part.fill} />
                      </Mark>
                    );
                  })}
                </g>
              );
            })}
            <TimeNames places={places} step={step} left={axis} right={width} y={height - 5} />
            <Axis width={axis - 2} height={height}>
              {lines.map((value) => (
                <text key={value} x={axis - 6} y={zero - value * scale + 4} textAnchor="end" data-dim>
                  {formatCompact(Math.abs(value))}
                </text>
              ))}
            </Axis>
          </>
        );
      }}
    </Chart>
  );
}
