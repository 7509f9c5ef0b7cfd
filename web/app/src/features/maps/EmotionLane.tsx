/** How people should feel in each stage, as drawn, and how they say they do, with how sure that is. */
import type { KeyboardEvent, PointerEvent } from "react";

import type { MapFigures, MapStage } from "@/api/types";
import { t } from "@/lib/i18n";
import { Chart, Mark } from "@/ui/Chart";

import type { CanvasView } from "./view";
import { changeStage } from "./document";
import { emotionPoints, levelAt, meanY, yOfLevel } from "./emotion";
import { formatMean, stageFigures } from "./figures";
import style from "./maps.module.css";
import { cellAt } from "./place";

const height = 132;
const step = 0.5;

interface Props {
  view: CanvasView;
  stages: MapStage[];
}

export function EmotionLane({ view, stages }: Props) {
  const { figures, compared } = view;
  return (
    <Chart label={t("maps.emotion_chart")} height={height} minWidth={60}>
      {(width) => (
        <>
          {[-2, 0, 2].map((level) => (
            <line key={level} x1={0} x2={width} y1={yOfLevel(level, height)} y2={yOfLevel(level, height)} stroke="var(--tl-line)" strokeDasharray={level === 0 ? undefined : "2 4"} />
          ))}
          <path d={lineOf(emotionPoints(stages, width, height))} fill="none" stroke="var(--tl-dim)" strokeWidth={1.5} strokeDasharray="5 4" />
          {compared && <Measured view={view} stages={stages} figures={compared} width={width} other />}
          {figures && <Measured view={view} stages={stages} figures={figures} width={width} />}
          {stages.map((stage, index) => (
            <Handle key={stage.id} view={view} stage={stage} x={((index + 0.5) * width) / stages.length} />
          ))}
        </>
      )}
    </Chart>
  );
}

const lineOf = (points: { x: number; y: number }[]) => (points.length > 1 ? `M${points.map(({ x, y }) => `${x} ${y}`).join("L")}` : "");

function Measured({ view, stages, figures, width, other = false }: { view: CanvasView; stages: MapStage[]; figures: MapFigures; width: number; other?: boolean }) {
  const colour = other ? "var(--tl-moving)" : "var(--tl-accent)";
  const points = stages.flatMap((stage, index) => {
    const found = stageFigures(figures, stage.id)?.emotion;
    if (!found || !figures.emotion_scale) return [];
    const y = (value: number) => meanY(value, figures.emotion_scale ?? { lowest: 0, highest: 0 }, height);
    return [{ stage, found, x: ((index + 0.5) * width) / stages.length + (other ? 7 : 0), y: y(found.mean), low: y(found.low ?? found.mean), high: y(found.high ?? found.mean) }];
  });
  return (
    <>
      <path d={lineOf(points)} fill="none" stroke={colour} strokeWidth={2} strokeOpacity={other ? 0.7 : 1} />
      {points.map(({ stage, found, x, y, low, high }) => (
        <Mark
          key={stage.id}
          label={t(found.low === null || found.low === undefined ? "maps.emotion_one" : "maps.emotion_measured", {
            name: stage.name, mean: formatMean(found.mean), low: formatMean(found.low ?? found.mean), high: formatMean(found.high ?? found.mean), people: t("journeys.people", { count: found.people }), answers: t("maps.emotion_answers", { count: found.answers }),
          })}
          onOpen={() => view.onOpen({ kind: "scored", stage: stage.id }, other)}
        >
          <line x1={x} x2={x} y1={low} y2={high} stroke={colour} strokeWidth={6} strokeOpacity={0.28} strokeLinecap="round" />
          <circle cx={x} cy={y} r={5} fill={colour} stroke="var(--mantine-color-body)" />
        </Mark>
      ))}
      {!other &&
        points.map(({ stage, found, x, y }) => (
          <text key={stage.id} x={x + 11} y={y + 4} fontSize={11} stroke="var(--mantine-color-body)" strokeWidth={3} paintOrder="stroke">
            {formatMean(found.mean)}
          </text>
        ))}
    </>
  );
}

/** The drawn point of a stage: up and down by the keyboard or by dragging; Delete takes it away. */
function Handle({ view, stage, x }: { view: CanvasView; stage: MapStage; x: number }) {
  const level = stage.emotion ?? null;
  const y = yOfLevel(level ?? 0, height);
  const set = (next: number | undefined, of?: string) => view.edit((before) => changeStage(before, stage.id, { emotion: next }), of);
  const text = level === null ? t("maps.emotion_none") : t(`maps.emotion.${String(Math.round(level)) as "-2" | "-1" | "0" | "1" | "2"}`);
  if (!view.editable) return level === null ? null : <circle cx={x} cy={y} r={4.5} fill="var(--mantine-color-body)" stroke="var(--tl-dim)" strokeWidth={1.5} />;
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowUp: step, ArrowRight: step, ArrowDown: -step, ArrowLeft: -step }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") set(undefined);
    else if (by !== undefined && !event.altKey) set(Math.min(2, Math.max(-2, (level ?? 0) + by)), `emotion ${stage.id}`);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onMove = (event: PointerEvent<SVGGElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    if (!box) return;
    set(levelAt(event.clientY - box.top, height, step), `drag ${stage.id}`);
  };
  return (
    <g
      className={style.handle}
      data-cell={cellAt(stage.id, "emotion")}
      role="slider"
      tabIndex={0}
      aria-label={t("maps.emotion_of", { name: stage.name })}
      aria-valuemin={-2}
      aria-valuemax={2}
      aria-valuenow={level ?? 0}
      aria-valuetext={text}
      onKeyDown={onKey}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onMove}
      onPointerUp={view.settle}
      onBlur={view.settle}
    >
      <circle cx={x} cy={y} r={14} fill="transparent" stroke="none" />
      <circle cx={x} cy={y} r={5.5} fill="var(--mantine-color-body)" stroke="var(--tl-dim)" strokeWidth={1.5} strokeDasharray={level === null ? "2 2" : undefined} />
    </g>
  );
}
