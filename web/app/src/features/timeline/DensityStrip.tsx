/** How much happened when, over the whole of a line: one bar per day, week or month. A click jumps there. */
import { useElementSize } from "@mantine/hooks";
import { useMemo } from "react";

import type { DayCount } from "@/api/types";
import { formatDate, formatMonth } from "@/lib/format";
import { t } from "@/lib/i18n";

import { type Bar, barsOf } from "./density";
import style from "./timeline.module.css";

const height = 48;
const labelHeight = 13;
const barWidth = 5;
const labelGap = 76;
const labelRoom = 50;

/** Months named under the first bar that begins in them, as far as there is room. */
function labelsOf(bars: Bar[], width: number, step: number): Map<string, string> {
  const labels = new Map<string, string>();
  let last = -labelGap;
  let month = "";
  bars.forEach((bar, index) => {
    const x = index * step;
    const name = formatMonth(`${bar.from}T12:00:00Z`);
    if (name === month || x - last < labelGap || width - x < labelRoom) return;
    labels.set(bar.from, name);
    last = x;
    month = name;
  });
  return labels;
}

interface Props {
  days: DayCount[];
  /** The day to which the line is set back. */
  until: string | undefined;
  onJump: (day: string) => void;
}

export function DensityStrip({ days, until, onJump }: Props) {
  const { ref, width } = useElementSize();
  const bars = useMemo(() => barsOf(days, Math.max(12, Math.floor(width / barWidth))), [days, width]);
  const most = Math.max(1, ...bars.map((bar) => bar.events));
  const step = bars.length ? width / bars.length : 0;
  const room = height - labelHeight;
  const labels = labelsOf(bars, width, step);
  const total = days.reduce((sum, day) => sum + day.events, 0);
  return (
    <div ref={ref}>
      <svg className={style.strip} role="img" aria-label={t("timeline.density", { count: total, days: t("condition.days", { count: days.length }) })}>
      {bars.map((bar, index) => {
        const x = index * step;
        // The root keeps quiet days visible beside a loud one.
        const tall = bar.events === 0 ? 0 : Math.max(2, Math.sqrt(bar.events / most) * (room - 4));
        const label = labels.get(bar.from);
        const on = until !== undefined && until >= bar.from && until <= bar.until;
        const span = bar.from === bar.until ? formatDate(`${bar.from}T12:00:00Z`) : `${formatDate(`${bar.from}T12:00:00Z`)} – ${formatDate(`${bar.until}T12:00:00Z`)}`;
        return (
          <g key={bar.from} data-on={on || undefined} onClick={() => bar.events > 0 && onJump(bar.until)}>
            <title>{`${span}: ${t("timeline.events", { count: bar.events })}`}</title>
            <rect x={x} y={0} width={step} height={room} />
            {label !== undefined && (
              <text x={x} y={height - 1}>
                {label}
              </text>
            )}
            <rect x={x + 0.5} y={room - tall} width={Math.max(1, step - 1.5)} height={tall} rx={1} />
          </g>
        );
      })}
      </svg>
    </div>
  );
}
