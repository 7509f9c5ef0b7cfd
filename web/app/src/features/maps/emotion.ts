/** Where feelings stand in the lane of emotion: drawn ones from -2 to 2, measured ones over the scale of all answers. Pure. */
import type { MapStage } from "@/api/types";

const margin = 16;

export interface Point {
  x: number;
  y: number;
}

/** The best is above. */
export const yOfLevel = (level: number, height: number): number => margin + ((2 - level) / 4) * (height - 2 * margin);

export function levelAt(y: number, height: number, step: number): number {
  const level = 2 - ((y - margin) / (height - 2 * margin)) * 4;
  return Math.min(2, Math.max(-2, Math.round(level / step) * step));
}

/** Answers that are all the same stand in the middle. */
export function meanY(value: number, scale: { lowest: number; highest: number }, height: number): number {
  const share = scale.highest > scale.lowest ? (value - scale.lowest) / (scale.highest - scale.lowest) : 0.5;
  return yOfLevel(Math.min(1, Math.max(0, share)) * 4 - 2, height);
}

export function emotionPoints(stages: MapStage[], width: number, height: number): Point[] {
  return stages.flatMap((stage, index) =>
    stage.emotion === null || stage.emotion === undefined ? [] : [{ x: ((index + 0.5) * width) / stages.length, y: yOfLevel(stage.emotion, height) }],
  );
}
