/** A share from day to day as a line, and how sure it is as a band around it. Each day opens. */
import { t } from "@/lib/i18n";
import { Axis, Chart, Mark } from "@/ui/Chart";

import { TimeNames } from "./timeAxis";
import { formatPercent, type Share } from "./words";

export interface LinePoint {
  key: number;
  name: string;
  rate: Share;
  label: string;
  /** It is not over: the share may grow. */
  unsure: boolean;
  onOpen: () => void;
}

const axis = 44;
const foot = 22;
const head = 10;
const height = 240;

export function ShareLine({ label, points }: { label: string; points: LinePoint[] }) {
  const known = points.filter((point) => point.rate.of > 0);
  const highest = Math.max(0.01, ...known.map((point) => point.rate.high));
  const end = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].find((each) => each >= highest) ?? 1;
  return (
    <Chart label={label} height={height} minWidth={axis + Math.min(points.length * 4, 600)} newestLast>
      {(width) => {
        const step = (width - axis) / Math.max(1, points.length);
        const lines = [0, end / 2, end];
        const xOf = (index: number) => axis + (index + 0.5) * step;
        const yOf = (share: number) => head + (1 - Math.min(end, share) / end) * (height - head - foot);
        const places = points.map((point, index) => ({ ...point, x: xOf(index) })).filter((point) => point.rate.of > 0);
        const sure = places.filter((point) => !point.unsure);
        const upper = sure.map((point) => `${point.x} ${yOf(point.rate.high)}`);
        const lower = sure.map((point) => `${point.x} ${yOf(point.rate.low)}`).reverse();
        return (
          <>
            {lines.map((share) => (
              <line key={share} x1={axis} x2={width} y1={yOf(share)} y2={yOf(share)} stroke="var(--tl-line)" />
            ))}
            {sure.length > 1 && <path d={`M${[...upper, ...lower].join("L")}Z`} fill="var(--tl-accent)" fillOpacity={0.14} />}
            {sure.length > 1 && <path d={`M${sure.map((point) => `${point.x} ${yOf(point.rate.share)}`).join("L")}`} fill="none" stroke="var(--tl-accent)" strokeWidth={2} strokeLinejoin="round" />}
            {places.map((point) => (
              <Mark key={point.key} label={point.label} onOpen={point.onOpen}>
                <rect x={point.x - step / 2} y={head} width={Math.max(2, step)} height={height - head - foot} fill="transparent" stroke="none" />
                <circle
                  cx={point.x}
                  cy={yOf(point.rate.share)}
                  r={Math.min(4, Math.max(1.5, step / 4))}
                  fill={point.unsure ? "var(--mantine-color-body)" : "var(--tl-accent)"}
                  stroke="var(--tl-accent)"
                />
              </Mark>
            ))}
            <TimeNames places={points.map(({ key, name }, index) => ({ key, name, x: xOf(index) }))} step={step} left={axis} right={width} y={height - 5} />
            <Axis width={axis - 2} height={height}>
              {lines.map((share) => (
                <text key={share} x={axis - 8} y={yOf(share) + 4} textAnchor="end" data-dim>
                  {t("journeys.percent", { share: formatPercent(share, end < 0.1 ? 1000 : 1) })}
                </text>
              ))}
            </Axis>
          </>
        );
      }}
    </Chart>
  );
}
