/** How segments overlap: up to three as circles, more as bars over dots that say which. Each region opens. */
import type { SegmentOverlap } from "@/api/types";
import { peopleWords } from "@/features/journeys";
import { colourNumber } from "@/lib/colour";
import { formatCompact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Axis, Chart, Mark } from "@/ui/Chart";

import { circles, circlesMax, ordered, placeOf, type Region, regionTitle } from "./overlap";

interface Props {
  overlap: SegmentOverlap;
  onOpen: (region: string[]) => void;
}

export function OverlapChart(props: Props) {
  return props.overlap.segments.length <= circlesMax ? <Circles {...props} /> : <Dots {...props} />;
}

const labelOf = (region: Region, overlap: SegmentOverlap) => `${regionTitle(region.in, overlap)}: ${peopleWords(region.people)}`;
const cut = (text: string, letters: number) => ([...text].length <= letters ? text : `${[...text].slice(0, Math.max(1, letters - 1)).join("")}…`);

const tall = 340;
const spot = 22;

function Circles({ overlap, onOpen }: Props) {
  const { segments, regions } = overlap;
  return (
    <Chart label={t("segments.overlap_chart")} height={tall}>
      {(width) => {
        const all = circles(segments.length, width, tall - 40);
        return (
          <>
            {all.map(({ x, y, r }, at) => (
              <circle key={at} cx={x} cy={y + 20} r={r} fill={colourNumber(at)} fillOpacity={0.14} stroke={colourNumber(at)} strokeWidth={1.5} />
            ))}
            {segments.map((segment, at) => {
              const place = all[at];
              const up = segments.length === 2 || at === 0;
              return (
                place && (
                  <text key={segment.id} x={place.x + (segments.length === 2 ? (at === 0 ? -1 : 1) * place.r * 0.4 : 0)} y={up ? place.y + 20 - place.r - 6 : place.y + 20 + place.r + 16} textAnchor="middle" fontSize={12} fontWeight={500}>
                    {cut(segment.name, Math.floor(place.r / 3.6))}
                  </text>
                )
              );
            })}
            {regions.map((region) => {
              const { x, y } = placeOf(region.in.map((id) => segments.findIndex((segment) => segment.id === id)), all);
              return (
                <g key={region.in.join()}>
                  <Mark label={labelOf(region, overlap)} onOpen={() => onOpen(region.in)}>
                    <circle cx={x} cy={y + 20} r={spot} fill="var(--mantine-color-body)" fillOpacity={0.75} stroke="var(--tl-line-strong)" />
                  </Mark>
                  <text x={x} y={y + 24} textAnchor="middle" fontSize={12} pointerEvents="none">
                    {formatCompact(region.people)}
                  </text>
                </g>
              );
            })}
          </>
        );
      }}
    </Chart>
  );
}

const bars = 180;
const row = 26;
const names = 170;

function Dots({ overlap, onOpen }: Props) {
  const { segments } = overlap;
  const regions = ordered(overlap.regions);
  const most = Math.max(1, ...regions.map((region) => region.people));
  return (
    <Chart label={t("segments.overlap_chart")} height={bars + segments.length * row + 10} minWidth={names + regions.length * 26}>
      {(width) => {
        const step = Math.min(56, (width - names) / Math.max(1, regions.length));
        return (
          <>
            {segments.map((segment, at) => (
              <rect key={segment.id} x={0} y={bars + at * row} width={width} height={row} fill={at % 2 === 0 ? "var(--tl-raised)" : "transparent"} />
            ))}
            {regions.map((region, at) => {
              const x = names + (at + 0.5) * step;
              const height = Math.max(2, (region.people / most) * (bars - 34));
              const inside = segments.map((segment, place) => (region.in.includes(segment.id) ? place : -1)).filter((place) => place >= 0);
              const yOf = (place: number) => bars + (place + 0.5) * row;
              return (
                <g key={region.in.join()}>
                  <Mark label={labelOf(region, overlap)} onOpen={() => onOpen(region.in)}>
                    <rect x={x - step / 2} y={0} width={step} height={bars + segments.length * row} fill="transparent" stroke="none" />
                    <rect x={x - Math.min(14, step * 0.38)} y={bars - 8 - height} width={Math.min(28, step * 0.76)} height={height} rx={2} fill="var(--tl-accent)" />
                    {inside.length > 1 && <line x1={x} x2={x} y1={yOf(inside[0] ?? 0)} y2={yOf(inside.at(-1) ?? 0)} stroke="var(--tl-accent)" strokeWidth={2} />}
                    {segments.map((segment, place) => (
                      <circle key={segment.id} cx={x} cy={yOf(place)} r={5} fill={inside.includes(place) ? "var(--tl-accent)" : "var(--tl-line-strong)"} />
                    ))}
                  </Mark>
                  <text x={x} y={bars - 14 - height} textAnchor="middle" fontSize={11} pointerEvents="none">
                    {formatCompact(region.people)}
                  </text>
                </g>
              );
            })}
            <Axis width={names - 8} height={bars + segments.length * row}>
              {segments.map((segment, at) => (
                <text key={segment.id} x={0} y={bars + at * row + row / 2 + 4} fontSize={12}>
                  {cut(segment.name, 22)}
                </text>
              ))}
            </Axis>
          </>
        );
      }}
    </Chart>
  );
}
