/** Where the bars and bands of people stand above the stages. Pure. */
import type { MapFigures, MapStageFigures } from "@/api/types";

export interface Bar {
  figures: MapStageFigures;
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Band {
  from: MapStageFigures;
  to: MapStageFigures;
  converted: NonNullable<MapStageFigures["converted"]>;
  /** From the one bar to the other. */
  path: string;
  /** Those who went no further, falling away from the one bar. */
  lost: string;
  /** The middle of its label. */
  x: number;
  y: number;
}

const barWidth = 14;
const head = 22;
const foot = 4;

/** `stages` are the columns; those without measured touchpoints have no bar, and a band leads over them. */
export function bandsOf(figures: MapFigures, stages: string[], width: number, height: number): { bars: Bar[]; bands: Band[] } {
  const room = height - head - foot;
  const most = Math.max(1, ...figures.stages.map((stage) => Math.max(stage.reached.count, stage.converted?.of ?? 0)));
  const tall = (count: number) => (count / most) * room;
  const column = width / Math.max(1, stages.length);
  const bars = stages.flatMap((id, index): Bar[] => {
    const found = figures.stages.find((stage) => stage.stage === id);
    if (!found?.measured) return [];
    const high = tall(found.reached.count);
    return [{ figures: found, x: (index + 0.5) * column - barWidth / 2, y: head, width: barWidth, height: high }];
  });
  const bands = bars.slice(1).flatMap((bar, index): Band[] => {
    const before = bars[index];
    const { converted } = bar.figures;
    if (!before || !converted) return [];
    const [left, right] = [before.x + barWidth, bar.x];
    const middle = (left + right) / 2;
    const went = tall(converted.count);
    const curve = (a: number, b: number) => `C${round(middle)} ${round(a)} ${round(middle)} ${round(b)}`;
    const bottom = before.y + went;
    const path = `M${round(left)} ${before.y}L${round(right)} ${bar.y}L${round(right)} ${round(bar.y + went)}${curve(bar.y + went, bottom)} ${round(left)} ${round(bottom)}Z`;
    const away = Math.min(26, (right - left) / 3);
    const low = before.y + tall(converted.of);
    const lost = `M${round(left)} ${round(bottom)}L${round(left)} ${round(low)}C${round(left + away / 2)} ${round(low)} ${round(left + away)} ${round(low)} ${round(left + away)} ${round(Math.min(height, low + 4))}C${round(left + away)} ${round((bottom + low) / 2)} ${round(left + away / 2)} ${round(bottom)} ${round(left)} ${round(bottom)}Z`;
    return [{ from: before.figures, to: bar.figures, converted, path, lost, x: middle, y: head + Math.max(14, Math.min(went / 2 + 4, room)) }];
  });
  return { bars, bands };
}

const round = (value: number): number => Math.round(value * 10) / 10;
