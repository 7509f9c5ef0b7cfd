/** With how many it has not ended yet, from the start on: steps downwards, and how sure they are. Each step opens who ended there. */
import type { Survival } from "@/api/types";
import { colourNumber } from "@/lib/colour";
import { t } from "@/lib/i18n";
import { Axis, Chart, Mark } from "@/ui/Chart";

import style from "./journeys.module.css";
import type { PartAnswer } from "./Parts";
import type { Part } from "./search";
import { partTitle } from "./split";
import { survivalLabel, type SurvivalPoint, type SurvivalWho, timeWords } from "./survival";
import { cut, formatPercent } from "./words";

const axis = 44;
const foot = 24;
const head = 10;
const height = 260;
/** More marks than this could not be told apart. */
const marksMax = 60;
const curvesMax = 8;
const dashes = ["", "7 3", "2 3", "9 3 2 3"];

interface Scale {
  xOf: (time: number) => number;
  yOf: (share: number) => number;
  width: number;
}

function scaleIn(width: number, longest: number): Scale {
  const end = Math.max(1, longest);
  return { width, xOf: (time) => axis + (time / end) * (width - axis - 12), yOf: (share) => head + (1 - share) * (height - head - foot) };
}

const longestOf = (answer: Survival) => answer.points.at(-1)?.time ?? 0;

/** Flat until something ends, then down. */
function steps(points: { time: number; share: number }[], { xOf, yOf }: Scale, before = 1): string {
  let share = before;
  return points.reduce((path, point) => {
    const flat = `${path}H${xOf(point.time)}`;
    if (point.share === share) return flat;
    share = point.share;
    return `${flat}V${yOf(share)}`;
  }, `M${xOf(0)} ${yOf(before)}`);
}

/** The band as one shape: its upper edge there, its lower edge back. */
function bandOf(points: SurvivalPoint[], scale: Scale): string {
  const known = points.filter((point) => typeof point.low === "number" && typeof point.high === "number");
  if (known.length < 2) return "";
  const edges = known.map((point, at) => {
    const until = scale.xOf(known[at + 1]?.time ?? point.time);
    return { from: scale.xOf(point.time), until, high: scale.yOf(point.high ?? 1), low: scale.yOf(point.low ?? 0) };
  });
  const upper = edges.map((edge) => `${edge.from} ${edge.high}L${edge.until} ${edge.high}`);
  const lower = [...edges].reverse().map((edge) => `${edge.until} ${edge.low}L${edge.from} ${edge.low}`);
  return `M${[...upper, ...lower].join("L")}Z`;
}

function Lines({ scale, unit, longest }: { scale: Scale; unit: string; longest: number }) {
  const most = Math.max(1, longest);
  const shown = scale.width < 480 ? [0, most] : [0, most / 2, most];
  return (
    <>
      {[0, 0.5, 1].map((share) => (
        <line key={share} x1={axis} x2={scale.width} y1={scale.yOf(share)} y2={scale.yOf(share)} stroke="var(--tl-line)" />
      ))}
      {shown.map((time, at) => (
        <text key={time} x={scale.xOf(time)} y={height - 6} textAnchor={at === 0 ? "start" : at === shown.length - 1 ? "end" : "middle"} data-dim>
          {timeWords(Math.round(time), unit)}
        </text>
      ))}
    </>
  );
}

function Shares({ scale }: { scale: Scale }) {
  return (
    <Axis width={axis - 2} height={height}>
      {[0, 0.5, 1].map((share) => (
        <text key={share} x={axis - 8} y={scale.yOf(share) + 4} textAnchor="end" data-dim>
          {t("journeys.percent", { share: formatPercent(share, 1) })}
        </text>
      ))}
    </Axis>
  );
}

/** Points of one mark each: neighbours together where there are too many. */
function marksOf(points: SurvivalPoint[]): { first: SurvivalPoint; last: SurvivalPoint; ended: number }[] {
  const ending = points.filter((point) => point.ended > 0);
  const each = Math.max(1, Math.ceil(ending.length / marksMax));
  const marks = [];
  for (let at = 0; at < ending.length; at += each) {
    const together = ending.slice(at, at + each);
    const [first] = together;
    const last = together.at(-1);
    if (first && last) marks.push({ first, last, ended: together.reduce((sum, point) => sum + point.ended, 0) });
  }
  return marks;
}

export function SurvivalChart({ answer, longest, onOpen }: { answer: Survival; longest: number; onOpen: (who: SurvivalWho) => void }) {
  return (
    <Chart label={t("journeys.survival_chart")} height={height}>
      {(width) => {
        const scale = scaleIn(width, longest);
        const band = bandOf(answer.points, scale);
        const median = answer.median;
        return (
          <>
            <Lines scale={scale} unit={answer.unit} longest={longest} />
            {band && <path d={band} fill="var(--tl-accent)" fillOpacity={0.14} />}
            {typeof median === "number" && <line x1={scale.xOf(median)} x2={scale.xOf(median)} y1={scale.yOf(0.5)} y2={scale.yOf(0)} stroke="var(--tl-dim)" strokeDasharray="3 3" />}
            <path d={steps(answer.points.map(({ time, survival }) => ({ time, share: survival })), scale)} fill="none" stroke="var(--tl-accent)" strokeWidth={2} />
            {marksOf(answer.points).map(({ first, last, ended }) => (
              <Mark key={first.time} label={survivalLabel(answer, { ...last, ended })} onOpen={() => onOpen({ from: first.time, below: last.time + 1, ended: true })}>
                <circle cx={scale.xOf(last.time)} cy={scale.yOf(last.survival)} r={4} fill="var(--tl-accent)" stroke="var(--mantine-color-body)" />
              </Mark>
            ))}
            <Shares scale={scale} />
          </>
        );
      }}
    </Chart>
  );
}

export const longestIn = (answers: Survival[]): number => Math.max(0, ...answers.map(longestOf));

/** All parts in one picture, told apart by colour, by dashes and by name. */
export function SurvivalCurves({ parts, onOpen }: { parts: PartAnswer<Survival>[]; onOpen: (cell: { who: SurvivalWho; part: Part }) => void }) {
  const shown = parts.filter(({ answer }) => answer.people > 0).slice(0, curvesMax);
  const longest = longestIn(shown.map(({ answer }) => answer));
  const unit = shown[0]?.answer.unit ?? "day";
  const line = (at: number) => ({ stroke: colourNumber(at), strokeWidth: 2, strokeDasharray: dashes[at % dashes.length], fill: "none" });
  return (
    <div className={style.group} data-caption={t("journeys.survival_chart")}>
      <h2>{t("journeys.survival_chart")}</h2>
      <ul className={style.legend}>
        {shown.map(({ part }, at) => (
          <li key={at}>
            <svg width={26} height={10} aria-hidden>
              <path d="M0 5H26" {...line(at)} />
            </svg>
            <b>{cut(partTitle(part), 220)}</b>
          </li>
        ))}
      </ul>
      <Chart label={t("journeys.survival_chart")} height={height}>
        {(width) => {
          const scale = scaleIn(width, longest);
          return (
            <>
              <Lines scale={scale} unit={unit} longest={longest} />
              {shown.map(({ part, answer }, at) => (
                <Mark key={at} label={`${partTitle(part)}: ${t("journeys.survival_who_ended", { time: "" })}`} onOpen={() => onOpen({ who: { ended: true }, part })}>
                  <path d={steps(answer.points.map(({ time, survival }) => ({ time, share: survival })), scale)} {...line(at)} />
                </Mark>
              ))}
              <Shares scale={scale} />
            </>
          );
        }}
      </Chart>
    </div>
  );
}
