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
const groupGap = 20;
const axisTall = 20;
/** From this room on a bar stands in one line with its name and its figure, else below them. */
const wideFrom = 560;
const widest = 820;
const nameWide = 210;
const figureWide = 118;
const barWide = 26;
const barNarrow = 40;

interface Frame {
  room: number;
  wide: boolean;
  xOf: (share: number) => number;
}

const barOf = (bar: RateBar, wide: boolean) => (wide ? barWide : barNarrow) + (bar.note ? noteTall : 0);
const tallOf = (group: RateGroup, wide: boolean) => (group.title ? headTall : 0) + (group.note ? noteTall + 4 : 0) + group.bars.reduce((sum, bar) => sum + barOf(bar, wide), 0);
/** Where each begins, when they stand below each other. */
const stacked = (heights: number[]) => heights.map((_, at) => heights.slice(0, at).reduce((sum, height) => sum + height, 0));

/** The end of the scale: the next round share above everything. */
export function scaleOf(groups: RateGroup[]): number {
  const most = Math.max(0.05, ...groups.flatMap((group) => group.bars.map((bar) => bar.rate.high)));
  return [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1].find((end) => end >= Math.min(1, most)) ?? 1;
}

function frameIn(width: number, end: number): Frame {
  const room = Math.min(width, widest);
  const wide = room >= wideFrom;
  const [from, until] = wide ? [nameWide, room - figureWide] : [5, room - 5];
  return { room, wide, xOf: (share) => from + (Math.min(end, share) / end) * (until - from) };
}

export function RateChart({ label, groups }: { label: string; groups: RateGroup[] }) {
  const heightIn = (width: number) => {
    const { wide } = frameIn(width, 1);
    return axisTall + groups.reduce((sum, group) => sum + tallOf(group, wide) + groupGap, 0) - groupGap + 8;
  };
  const end = scaleOf(groups);
  return (
    <Chart label={label} height={heightIn}>
      {(width) => {
        const frame = frameIn(width, end);
        const height = heightIn(width);
        const tops = stacked(groups.map((group) => tallOf(group, frame.wide) + groupGap));
        return (
          <>
            {[0, end / 2, end].map((share) => (
              <g key={share}>
                <line x1={frame.xOf(share)} x2={frame.xOf(share)} y1={0} y2={height - axisTall} stroke="var(--tl-line)" />
                <text x={frame.xOf(share)} y={height - 5} textAnchor={share === 0 ? "start" : share === end ? "end" : "middle"} data-dim>
                  {t("journeys.percent", { share: formatPercent(share, end < 0.1 ? 1000 : 1) })}
                </text>
              </g>
            ))}
            {groups.map((group, at) => (
              <Group key={group.key} group={group} top={tops[at] ?? 0} frame={frame} />
            ))}
          </>
        );
      }}
    </Chart>
  );
}

function Group({ group, top, frame }: { group: RateGroup; top: number; frame: Frame }) {
  const title = group.title ? headTall : 0;
  const head = top + title + (group.note ? noteTall + 4 : 0);
  const tops = stacked(group.bars.map((bar) => barOf(bar, frame.wide)));
  return (
    <g>
      {group.title && (
        <text y={top + title - 7} fontSize={13} fontWeight={500} {...halo}>
          {cut(group.title, frame.room, 7.1)}
        </text>
      )}
      {group.note && (
        <text y={top + title + noteTall - 6} data-dim {...halo}>
          {cut(group.note, frame.room, 6.2)}
        </text>
      )}
      {group.bars.map((bar, at) => (
        <Bar key={bar.key} bar={bar} top={head + (tops[at] ?? 0)} frame={frame} />
      ))}
    </g>
  );
}

const halo = { stroke: "var(--mantine-color-body)", strokeWidth: 4, paintOrder: "stroke" };

function Bar({ bar, top, frame: { room, wide, xOf } }: { bar: RateBar; top: number; frame: Frame }) {
  const { rate } = bar;
  const middle = top + (wide ? 13 : 28);
  const words = rateOf(rate);
  const text = top + (wide ? 17 : 15);
  const shown = (
    <>
      <rect x={xOf(0)} y={middle - 9} width={xOf(1) - xOf(0)} height={18} fill="transparent" stroke="none" />
      <line x1={xOf(0)} x2={xOf(rate.share)} y1={middle} y2={middle} stroke={fills[bar.tone]} strokeOpacity={0.3} strokeWidth={7} />
      <line x1={xOf(rate.low)} x2={xOf(rate.high)} y1={middle} y2={middle} stroke={fills[bar.tone]} strokeWidth={1.5} />
      <circle cx={xOf(rate.share)} cy={middle} r={4.5} fill={fills[bar.tone]} />
    </>
  );
  return (
    <g>
      <text y={text} {...halo}>
        {cut(bar.name, wide ? nameWide - 12 : room - words.length * 6.6 - 16, 6.7)}
      </text>
      <text x={room} y={text} textAnchor="end" {...halo}>
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
        <text x={wide ? nameWide : 0} y={top + barOf(bar, wide) - 7} data-dim {...halo}>
          {cut(bar.note, wide ? room - nameWide : room, 6.2)}
        </text>
      )}
    </g>
  );
}
