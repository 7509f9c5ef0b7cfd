/** Boxes as large as what they stand for, by one value, and within by another. Each opens. */
import type { Treemap } from "@/api/types";
import { formatCompact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Chart, Mark } from "@/ui/Chart";

import { type Area, type Box, boxesIn, treemapLabel, type TreemapWho, whoOf } from "./treemap";
import { type Area as Place, squarify } from "./treemapLayout";
import { cut } from "./words";

interface Props {
  answer: Treemap;
  area: Area;
  onOpen: (who: TreemapWho) => void;
}

const height = 440;
const head = 20;
const gap = 2;
/** Smaller boxes bear no text. */
const room = { width: 44, height: 18 };

export function TreemapChart({ answer, area, onOpen }: Props) {
  const outer = boxesIn(answer, area);
  return (
    <Chart label={t("journeys.treemap_chart")} height={height}>
      {(width) => {
        const places = squarify(outer.map((box) => box.value), { x: 0, y: 0, width, height });
        return outer.map((box, at) => {
          const place = places[at];
          return place && <Outer key={at} box={box} place={place} answer={answer} area={area} onOpen={onOpen} />;
        });
      }}
    </Chart>
  );
}

type InProps = Props & { box: Box; place: Place };

function Outer({ box, place, answer, area, onOpen }: InProps) {
  const nested = box.within.length > 0 && place.height > 2 * head;
  const inside = { x: place.x + gap, y: place.y + head, width: place.width - 2 * gap, height: place.height - head - gap };
  const places = nested ? squarify(box.within.map((each) => each.value), inside) : [];
  return (
    <g>
      <Mark label={treemapLabel(box.group, answer, area)} onOpen={() => onOpen(whoOf(box.group))}>
        <rect {...inset(place)} rx={3} fill={`color-mix(in srgb, var(--tl-accent) ${nested ? 10 : 24}%, var(--mantine-color-body))`} stroke="var(--tl-line-strong)" />
      </Mark>
      <Words name={box.name} value={box.value} place={place} strong />
      {box.within.map((each, at) => {
        const own = places[at];
        return (
          own && (
            <g key={at}>
              <Mark label={treemapLabel(each.group, answer, area)} onOpen={() => onOpen(whoOf(each.group))}>
                <rect {...inset(own)} rx={2} fill="color-mix(in srgb, var(--tl-accent) 28%, var(--mantine-color-body))" stroke="none" />
              </Mark>
              <Words name={each.name} value={each.value} place={own} />
            </g>
          )
        );
      })}
    </g>
  );
}

const inset = ({ x, y, width, height: tall }: Place) => ({ x: x + gap / 2, y: y + gap / 2, width: Math.max(1, width - gap), height: Math.max(1, tall - gap) });

function Words({ name, value, place, strong = false }: { name: string; value: number; place: Place; strong?: boolean }) {
  if (place.width < room.width || place.height < room.height) return null;
  const figure = formatCompact(value);
  const letters = Math.floor((place.width - 12) / 6.7);
  const both = name.length + figure.length + 1 <= letters;
  return (
    <text x={place.x + 6} y={place.y + 14} fontSize={12} fontWeight={strong ? 500 : 400} pointerEvents="none">
      {both ? `${name} ${figure}` : cut(name, place.width - 12, 6.7)}
    </text>
  );
}
