/** Bars over time: each period's parts on each other, and below the line those that were lost. Each part opens. */
import { formatCompact } from "@/lib/format";
import { Chart, Mark } from "@/ui/Chart";

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
const nameRoom = 68;
const nameHalf = 30;

/** Under the middle of its bar, but never over the edge. */
function nameAt(x: number, step: number, width: number): { x: number; textAnchor: "start" | "middle" | "end" } {
  const middle = x + step / 2;
  if (middle - nameHalf < axis) return { x, textAnchor: "start" };
  return middle + nameHalf > width ? { x: width, textAnchor: "end" } : { x: middle, textAnchor: "middle" };
}

const heightOf = (bar: Bar, below: boolean) => bar.parts.reduce((sum, part) => (Boolean(part.below) === below ? sum + part.value : sum), 0);

export function PeriodBars({ label, bars, height = 280, most }: Props) {
  const up = most ?? Math.max(1, ...bars.map((bar) => heightOf(bar, false)));
  const down = Math.max(0, ...bars.map((bar) => heightOf(bar, true)));
  return (
    <Chart label={label} height={height} minWidth={axis + bars.length * 10}>
      {(width) => {
        const step = Math.min(72, (width - axis) / Math.max(1, bars.length));
        const scale = (height - foot - head) / (up + down);
        const zero = head + up * scale;
        const every = Math.ceil(nameRoom / step);
        return (
          <>
            {[...new Set([up, 0, ...(down > 0 ? [-down] : [])])].map((value) => (
              <g key={value}>
                <line x1={axis} x2={width} y1={zero - value * scale} y2={zero - value * scale} stroke="var(--tl-line)" />
                <text x={axis - 6} y={zero - value * scale + 4} textAnchor="end" data-dim>
                  {formatCompact(Math.abs(value))}
                </text>
              </g>
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
                  {index % every === 0 && (
                    <text {...nameAt(x, step, width)} y={height - 5} data-dim>
                      {bar.name}
                    </text>
                  )}
                </g>
              );
            })}
          </>
        );
      }}
    </Chart>
  );
}
