/** Shares with their intervals, one below the other on one scale: a point, and a line as long as it is unsure. */
import { t } from "@/lib/i18n";
import { Chart, Mark } from "@/ui/Chart";

import { cut, formatPercent, rateOf, type Share } from "./words";

export interface RateBar {
  key: string;
  name: string;
  rate: Share;
  /** Never told by colour alone: the name stands beside it. */
  tone: "accent" | "bad" | "neutral";
  /** What stands below it, in a few words. */
  note?: string;
  onOpen?: (() => void) | undefined;
}
export interface RateGroup {
  key: string;
  title?: string;
  note?: string;
  bars: RateBar[];
}

const fills = { accent: "var(--tl-accent)", bad: "#d55e00", neutral: "var(--tl-dim)" };
const headTall = 22;
const noteTall = 18;
const barTall = 38;
const groupGap = 20;
const axisTall = 20;

const barOf = (bar: RateBar) => barTall + (bar.note ? noteTall : 0);
const tallOf = (group: RateGroup) => (group.title ? headTall : 0) + (group.note ? noteTall : 0) + group.bars.reduce((sum, bar) => sum + barOf(bar), 0);
/** Where each begins, when they stand below each other. */
const stacked = (heights: number[]) => heights.map((_, at) => heights.slice(0, at).reduce((sum, height) => sum + height, 0));

/** The end of the scale: the next round share above everything. */
export function scaleOf(groups: RateGroup[]): number {
  const most = Math.max(0.05, ...groups.flatMap((group) => group.bars.map((bar) => bar.rate.high)));
  return [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1].find((end) => end >= Math.min(1, most)) ?? 1;
}

export function RateChart({ label, groups }: { label: string; groups: RateGroup[] }) {
  const height = axisTall + groups.reduce((sum, group) => sum + tallOf(group) + groupGap, 0);
  const end = scaleOf(groups);
  return (
    <Chart label={label} height={height}>
      {(width) => {
        const room = Math.min(width, 720);
        const scale = (room - 10) / end;
        const xOf = (share: number) => 5 + Math.min(end, share) * scale;
        const tops = stacked(groups.map((group) => tallOf(group) + groupGap));
        return (
          <>
            {[0, end / 2, end].map((share) => (
              <g key={share}>
                <line x1={xOf(share)} x2={xOf(share)} y1={0} y2={height - axisTall} stroke="var(--tl-line)" />
                <text x={xOf(share)} y={height - 5} textAnchor={share === 0 ? "start" : share === end ? "end" : "middle"} data-dim>
                  {t("journeys.percent", { share: formatPercent(share, end < 0.1 ? 1000 : 1) })}
                </text>
              </g>
            ))}
            {groups.map((group, at) => (
              <Group key={group.key} group={group} top={tops[at] ?? 0} room={room} xOf={xOf} />
            ))}
          </>
        );
      }}
    </Chart>
  );
}

function Group({ group, top, room, xOf }: { group: RateGroup; top: number; room: number; xOf: (share: number) => number }) {
  const title = group.title ? headTall : 0;
  const head = top + title + (group.note ? noteTall : 0);
  const tops = stacked(group.bars.map(barOf));
  return (
    <g>
      {group.title && (
        <text y={top + title - 7} fontSize={13} fontWeight={500} {...halo}>
          {cut(group.title, room, 7.1)}
        </text>
      )}
      {group.note && (
        <text y={head - 5} data-dim {...halo}>
          {cut(group.note, room, 6.2)}
        </text>
      )}
      {group.bars.map((bar, at) => (
        <Bar key={bar.key} bar={bar} top={head + (tops[at] ?? 0)} room={room} xOf={xOf} />
      ))}
    </g>
  );
}

const halo = { stroke: "var(--mantine-color-body)", strokeWidth: 4, paintOrder: "stroke" };

function Bar({ bar, top, room, xOf }: { bar: RateBar; top: number; room: number; xOf: (share: number) => number }) {
  const { rate } = bar;
  const middle = top + 27;
  const words = rateOf(rate);
  const shown = (
    <>
      <rect x={xOf(0)} y={middle - 9} width={Math.max(0, room - 10)} height={18} fill="transparent" stroke="none" />
      <line x1={xOf(0)} x2={xOf(rate.share)} y1={middle} y2={middle} stroke={fills[bar.tone]} strokeOpacity={0.3} strokeWidth={7} strokeLinecap="round" />
      <line x1={xOf(rate.low)} x2={xOf(rate.high)} y1={middle} y2={middle} stroke={fills[bar.tone]} strokeWidth={1.5} />
      <circle cx={xOf(rate.share)} cy={middle} r={4.5} fill={fills[bar.tone]} />
    </>
  );
  return (
    <g>
      <text y={top + 14} {...halo}>
        {cut(bar.name, room - words.length * 6.6 - 24, 6.8)}
      </text>
      <text x={room} y={top + 14} textAnchor="end" {...halo}>
        {words}
      </text>
      {rate.of > 0 &&
        (bar.onOpen ? (
          <Mark label={`${bar.name}: ${words}`} onOpen={bar.onOpen}>
            {shown}
          </Mark>
        ) : (
          <g>{shown}</g>
        ))}
      {bar.note && (
        <text y={top + barTall + 9} data-dim {...halo}>
          {cut(bar.note, room, 6.2)}
        </text>
      )}
    </g>
  );
}
