/**
 * A map as a drawing: rectangles, lines and texts with their places, from which the picture in a file and
 * the page that is printed are both made. Nothing in it comes from the screen. Pure.
 */
import type { JourneyMapDocument, MapFigures, MapStage } from "@/api/types";
import { formatPercent, namesTitle, took } from "@/features/journeys";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { bandsOf } from "./bands";
import { lanes, type Lane, painsOf, textsOf } from "./document";
import { emotionPoints, meanY, yOfLevel } from "./emotion";
import { formatMean, stageFigures } from "./figures";
import { eventsOfTouchpoint } from "./touchpointEvents";

export const ink = { text: "#1a1d21", dim: "#5c636b", line: "#d2d6db", accent: "#0f766e", soft: "#e3f4f1", moving: "#d55e00", warn: "#93590a", paper: "#ffffff" } as const;
type Colour = (typeof ink)[keyof typeof ink];

export type Shape =
  | { sort: "rect"; x: number; y: number; width: number; height: number; fill: Colour; stroke?: Colour; radius?: number }
  | { sort: "path"; path: string; fill?: Colour; stroke?: Colour; opacity?: number; width?: number; dashes?: string }
  | { sort: "circle"; x: number; y: number; radius: number; fill: Colour; stroke?: Colour }
  | { sort: "text"; x: number; y: number; text: string; size: number; fill: Colour; bold?: boolean; anchor?: "middle" | "end" };

export interface Drawing {
  width: number;
  height: number;
  shapes: Shape[];
}

const side = 24;
const lead = 104;
const column = 208;
const pad = 10;
const size = 12;
const lineTall = 16;
const emotionTall = 120;
const bandsTall = 110;

/** Letters of most scripts are about so wide; those of some are twice as wide. */
const wideOf = (text: string, size: number): number => [...text].reduce((sum, letter) => sum + (/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]|\p{Extended_Pictographic}/u.test(letter) ? 1 : 0.56), 0) * size;

/** Lines that fit; a word that does not fit at all is cut where it must be. */
export function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    let rest = word;
    const last = lines.at(-1);
    if (last !== undefined && wideOf(`${last} ${rest}`, size) <= width) {
      lines[lines.length - 1] = `${last} ${rest}`;
      continue;
    }
    while (wideOf(rest, size) > width && rest.length > 1) {
      const letters = [...rest];
      let fits = letters.length;
      while (fits > 1 && wideOf(letters.slice(0, fits).join(""), size) > width) fits--;
      lines.push(letters.slice(0, fits).join(""));
      rest = letters.slice(fits).join("");
    }
    lines.push(rest);
  }
  return lines;
}

interface Line {
  text: string;
  fill: Colour;
  bold?: boolean;
  /** Where a new point begins. */
  gap?: boolean;
}

const lined = (text: string, fill: Colour, bold = false): Line[] => wrapped(text, column - 2 * pad, size).map((each, index) => ({ text: each, fill, bold, gap: index === 0 }));

function cellLines(stage: MapStage, lane: Exclude<Lane, "emotion">, figures: MapFigures | undefined): Line[] {
  switch (lane) {
    case "touchpoints":
      return stage.touchpoints.flatMap((touchpoint) => {
        const events = eventsOfTouchpoint(touchpoint);
        const found = stageFigures(figures, stage.id)?.touchpoints.find((each) => each.touchpoint === touchpoint.id);
        const share = found?.measured ? ` · ${t("journeys.percent", { share: formatPercent(found.people.share, found.people.of) })}` : "";
        const bound = events ? namesTitle(events) : "";
        return [...lined(`${touchpoint.name}${share}`, ink.text, true), ...(bound && bound !== touchpoint.name ? lined(bound, ink.dim).map((line) => ({ ...line, gap: false })) : [])];
      });
    case "pain":
      return painsOf(stage).flatMap((pain) => {
        const state = [pain.status ? t(`maps.pain.${pain.status}`) : "", pain.owner, pain.initiative].filter(Boolean).join(" · ");
        return [...lined(pain.text, ink.text), ...(state ? lined(state, ink.dim).map((line) => ({ ...line, gap: false })) : [])];
      });
    case "owner":
      return [...lined(stage.owner || t("maps.no_owner"), stage.owner ? ink.text : ink.warn), ...(stage.sla_hours ? lined(t("maps.within", { count: stage.sla_hours }), ink.dim) : [])];
    default:
      return textsOf(stage, lane).flatMap((text) => lined(text, ink.text));
  }
}

function timeLines(stage: MapStage, figures: MapFigures): Line[] {
  const found = stageFigures(figures, stage.id);
  if (!found?.time_in_stage) return [];
  const { median_ms: median, p90_ms: p90 } = found.time_in_stage;
  const beyond = found.beyond_sla?.count ? lined(t("maps.beyond_sla", { share: formatPercent(found.beyond_sla.share, found.beyond_sla.of) }), ink.warn) : [];
  return [...lined(`${t("maps.median")}: ${took(median)}`, ink.text), ...lined(`${t("maps.p90")}: ${took(p90)}`, ink.dim), ...beyond];
}

interface Pen {
  shapes: Shape[];
  y: number;
  width: number;
}

const tallOf = (lines: Line[]): number => lines.reduce((sum, line, index) => sum + lineTall + (line.gap && index > 0 ? 4 : 0), 0);

/** A lane: its name, and in every column what stands there. */
function lane(pen: Pen, name: string, cells: Line[][]): void {
  const tall = Math.max(lineTall, ...cells.map(tallOf)) + 2 * pad;
  rule(pen);
  label(pen, name);
  cells.forEach((lines, index) => {
    let y = pen.y + pad + size;
    lines.forEach((line, at) => {
      if (line.gap && at > 0) y += 4;
      pen.shapes.push({ sort: "text", x: side + lead + index * column + pad, y, text: line.text, size, fill: line.fill, ...(line.bold ? { bold: true } : {}) });
      y += lineTall;
    });
  });
  pen.y += tall;
}

const rule = (pen: Pen) => pen.shapes.push({ sort: "path", path: `M${side} ${pen.y}L${pen.width - side} ${pen.y}`, stroke: ink.line });
const label = (pen: Pen, name: string) => pen.shapes.push({ sort: "text", x: side, y: pen.y + pad + size, text: name, size: 11, fill: ink.dim, bold: true });

/** Something that spans all columns, drawn as if its corner were the origin. */
function across(pen: Pen, name: string, tall: number, shapes: (x: number, y: number) => Shape[]): void {
  rule(pen);
  label(pen, name);
  pen.shapes.push(...shapes(side + lead, pen.y));
  pen.y += tall;
}

function emotionShapes(stages: MapStage[], figures: MapFigures | undefined, x: number, y: number): Shape[] {
  const width = stages.length * column;
  const lineOf = (points: { x: number; y: number }[]) => `M${points.map((point) => `${x + point.x} ${y + point.y}`).join("L")}`;
  const drawn = emotionPoints(stages, width, emotionTall);
  const scale = figures?.emotion_scale;
  const measured = stages.flatMap((stage, index) => {
    const found = stageFigures(figures, stage.id)?.emotion;
    if (!found || !scale) return [];
    const at = (value: number) => meanY(value, scale, emotionTall);
    return [{ x: (index + 0.5) * column, y: at(found.mean), low: at(found.low ?? found.mean), high: at(found.high ?? found.mean), mean: found.mean }];
  });
  return [
    { sort: "path", path: `M${x} ${y + yOfLevel(0, emotionTall)}L${x + width} ${y + yOfLevel(0, emotionTall)}`, stroke: ink.line, dashes: "2 4" },
    ...(drawn.length > 1 ? [{ sort: "path", path: lineOf(drawn), stroke: ink.dim, width: 1.5, dashes: "5 4" } as const] : []),
    ...drawn.map((point) => ({ sort: "circle", x: x + point.x, y: y + point.y, radius: 4.5, fill: ink.paper, stroke: ink.dim }) as const),
    ...(measured.length > 1 ? [{ sort: "path", path: lineOf(measured), stroke: ink.accent, width: 2 } as const] : []),
    ...measured.flatMap((point): Shape[] => [
      { sort: "path", path: `M${x + point.x} ${y + point.low}L${x + point.x} ${y + point.high}`, stroke: ink.accent, width: 6, opacity: 0.28 },
      { sort: "circle", x: x + point.x, y: y + point.y, radius: 5, fill: ink.accent },
      { sort: "text", x: x + point.x + 11, y: y + point.y + 4, text: formatMean(point.mean), size: 11, fill: ink.text },
    ]),
  ];
}

/** Moves a path that begins at the origin. Its commands are M, L and C in absolute numbers. */
const movedPath = (path: string, x: number, y: number): string => {
  let odd = false;
  return path.replace(/-?\d+(\.\d+)?/g, (number) => {
    odd = !odd;
    return String(Math.round((Number(number) + (odd ? x : y)) * 10) / 10);
  });
};

function bandShapes(stages: MapStage[], figures: MapFigures, x: number, y: number): Shape[] {
  const { bars, bands } = bandsOf(figures, stages.map((stage) => stage.id), stages.length * column, bandsTall);
  return [
    ...bands.flatMap((band): Shape[] => [
      { sort: "path", path: movedPath(band.path, x, y), fill: ink.accent, opacity: 0.22 },
      { sort: "path", path: movedPath(band.lost, x, y), fill: ink.moving, opacity: 0.55 },
      { sort: "text", x: x + band.x, y: y + band.y, text: t("journeys.percent", { share: formatPercent(band.converted.share, band.converted.of) }), size: 11, fill: ink.text, anchor: "middle" },
    ]),
    ...bars.flatMap((bar): Shape[] => [
      { sort: "rect", x: x + bar.x, y: y + bar.y, width: bar.width, height: Math.max(2, bar.height), fill: ink.accent },
      { sort: "text", x: x + bar.x + bar.width / 2, y: y + 14, text: formatCount(bar.figures.reached.count), size, fill: ink.text, bold: true, anchor: "middle" },
    ]),
  ];
}

export interface Captions {
  title: string;
  says: string;
  foot: string;
}

export function drawMap(document: JourneyMapDocument, figures: MapFigures | undefined, captions: Captions): Drawing {
  const { stages } = document;
  const width = side * 2 + lead + Math.max(2, stages.length) * column;
  const pen: Pen = { shapes: [], y: side, width };
  const write = (text: string, letters: number, fill: Colour, bold = false) => {
    for (const line of wrapped(text, width - 2 * side, letters)) {
      pen.y += letters + 6;
      pen.shapes.push({ sort: "text", x: side, y: pen.y, text: line, size: letters, fill, ...(bold ? { bold } : {}) });
    }
  };
  write(captions.title, 18, ink.text, true);
  write(captions.says, 13, ink.dim);
  pen.y += 16;
  const heads = stages.map((stage) => wrapped(stage.name || t("maps.unnamed"), column - 2 * pad, 13));
  const headTall = Math.max(1, ...heads.map((lines) => lines.length)) * 18 + 2 * 8;
  heads.forEach((lines, index) => {
    const x = side + lead + index * column;
    pen.shapes.push({ sort: "rect", x: x + 3, y: pen.y, width: column - 6, height: headTall - 4, fill: ink.soft, radius: 5 });
    lines.forEach((line, at) => pen.shapes.push({ sort: "text", x: x + pad, y: pen.y + 20 + at * 18, text: line, size: 13, fill: ink.text, bold: true }));
  });
  pen.y += headTall;
  if (figures) {
    across(pen, t("maps.lane.people"), bandsTall, (x, y) => bandShapes(stages, figures, x, y));
    lane(pen, t("maps.lane.time"), stages.map((stage) => timeLines(stage, figures)));
  }
  for (const each of lanes) {
    if (each === "emotion") across(pen, t("maps.lane.emotion"), emotionTall, (x, y) => emotionShapes(stages, figures, x, y));
    else lane(pen, t(`maps.lane.${each}`), stages.map((stage) => cellLines(stage, each, figures)));
  }
  rule(pen);
  pen.y += 4;
  write(captions.foot, 11, ink.dim);
  return { width, height: Math.ceil(pen.y + side), shapes: pen.shapes };
}
