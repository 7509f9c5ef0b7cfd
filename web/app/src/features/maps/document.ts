/** What a journey map says, and every change that the canvas can make to it. Pure. */
import type { JourneyMapDocument, MapPain, MapStage, MapTouchpoint } from "@/api/types";

export const textLanes = ["goal", "channel", "evidence", "opportunity"] as const;
export type TextLane = (typeof textLanes)[number];

/** The rows of the canvas, from the top. */
export const lanes = ["touchpoints", "goal", "emotion", "pain", "channel", "owner", "evidence", "opportunity"] as const;
export type Lane = (typeof lanes)[number];

export const painStatuses = ["open", "planned", "in_progress", "done"] as const;
export type PainStatus = (typeof painStatuses)[number];

/** As the server has them. */
export const stagesMax = 30;
export const stageTouchpointsMax = 20;
export const cellTextsMax = 20;
export const emotionMax = 2;

export const emptyDocument: JourneyMapDocument = { stages: [] };

export const textsOf = (stage: MapStage, lane: TextLane): string[] => stage[lane] ?? [];
export const painsOf = (stage: MapStage): MapPain[] => stage.pain ?? [];
export const hasAlerts = (document: JourneyMapDocument): boolean => document.stages.some((stage) => stage.touchpoints.some((each) => (each.alerts?.length ?? 0) > 0));
export const isMeasured = (touchpoint: MapTouchpoint): boolean => Boolean(touchpoint.events);

/** An id that nobody gives to something else, even where two draw at once. */
export const newId = (kind: "stage" | "touchpoint"): string => `${kind}-${[...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

export const newStage = (name: string): MapStage => ({ id: newId("stage"), name, touchpoints: [] });

export function findTouchpoint(document: JourneyMapDocument, id: string): { stage: MapStage; touchpoint: MapTouchpoint } | null {
  for (const stage of document.stages) {
    const touchpoint = stage.touchpoints.find((each) => each.id === id);
    if (touchpoint) return { stage, touchpoint };
  }
  return null;
}

function put<Item>(list: Item[], at: number, item: Item): Item[] {
  const place = Math.min(list.length, Math.max(0, at));
  return [...list.slice(0, place), item, ...list.slice(place)];
}

/** `at` is the place among the stages without a new one; the end by default. */
export function addStage(document: JourneyMapDocument, stage: MapStage, at = document.stages.length): JourneyMapDocument {
  return { ...document, stages: put(document.stages, at, stage) };
}

export const removeStage = (document: JourneyMapDocument, id: string): JourneyMapDocument => ({ ...document, stages: document.stages.filter((stage) => stage.id !== id) });

/** To a place among the others; the document itself where nothing moves. */
export function moveStage(document: JourneyMapDocument, id: string, to: number): JourneyMapDocument {
  const from = document.stages.findIndex((stage) => stage.id === id);
  const stage = document.stages[from];
  const place = Math.min(document.stages.length - 1, Math.max(0, to));
  if (!stage || place === from) return document;
  return { ...document, stages: put(document.stages.filter((each) => each.id !== id), place, stage) };
}

/** A field that is emptied goes away. */
export function changeStage(document: JourneyMapDocument, id: string, change: { [Key in keyof MapStage]?: MapStage[Key] | undefined }): JourneyMapDocument {
  return { ...document, stages: document.stages.map((stage) => (stage.id === id ? withChange(stage, change) : stage)) };
}

function withChange<Of extends object>(value: Of, change: { [Key in keyof Of]?: Of[Key] | undefined }): Of {
  const entries = Object.entries({ ...value, ...change }).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries) as Of;
}

export function setTexts(document: JourneyMapDocument, id: string, lane: TextLane, texts: string[]): JourneyMapDocument {
  return changeStage(document, id, { [lane]: texts.filter((text) => text.trim() !== "") });
}

export function setPains(document: JourneyMapDocument, id: string, pains: MapPain[]): JourneyMapDocument {
  return changeStage(document, id, { pain: pains.filter((pain) => pain.text.trim() !== "") });
}

export const changePain = (pain: MapPain, change: { [Key in keyof MapPain]?: MapPain[Key] | undefined }): MapPain => withChange(pain, change);

export function addTouchpoint(document: JourneyMapDocument, stage: string, touchpoint: MapTouchpoint, at = Infinity): JourneyMapDocument {
  return { ...document, stages: document.stages.map((each) => (each.id === stage ? { ...each, touchpoints: put(each.touchpoints, at, touchpoint) } : each)) };
}

export function removeTouchpoint(document: JourneyMapDocument, id: string): JourneyMapDocument {
  return { ...document, stages: document.stages.map((stage) => ({ ...stage, touchpoints: stage.touchpoints.filter((each) => each.id !== id) })) };
}

export function changeTouchpoint(document: JourneyMapDocument, id: string, change: { [Key in keyof MapTouchpoint]?: MapTouchpoint[Key] | undefined }): JourneyMapDocument {
  return {
    ...document,
    stages: document.stages.map((stage) => ({ ...stage, touchpoints: stage.touchpoints.map((each) => (each.id === id ? withChange(each, change) : each)) })),
  };
}

/** To a place among the others of a stage. */
export function moveTouchpoint(document: JourneyMapDocument, id: string, stage: string, at: number): JourneyMapDocument {
  const found = findTouchpoint(document, id);
  if (!found || !document.stages.some((each) => each.id === stage)) return document;
  const moved = addTouchpoint(removeTouchpoint(document, id), stage, found.touchpoint, at);
  return JSON.stringify(moved) === JSON.stringify(document) ? document : moved;
}

export type Direction = "left" | "right" | "up" | "down";

/** One place on: up and down in its stage, left and right to the end of the stage beside. The document itself at the edges. */
export function nudgeTouchpoint(document: JourneyMapDocument, id: string, direction: Direction): JourneyMapDocument {
  const at = document.stages.findIndex((stage) => stage.touchpoints.some((each) => each.id === id));
  const stage = document.stages[at];
  if (!stage) return document;
  if (direction === "left" || direction === "right") {
    const beside = document.stages[at + (direction === "left" ? -1 : 1)];
    return beside ? moveTouchpoint(document, id, beside.id, Infinity) : document;
  }
  const place = stage.touchpoints.findIndex((each) => each.id === id) + (direction === "up" ? -1 : 1);
  return place < 0 || place >= stage.touchpoints.length ? document : moveTouchpoint(document, id, stage.id, place);
}

/** Two documents that say the same, whatever empty fields they write out. */
export const sameDocument = (one: JourneyMapDocument, other: JourneyMapDocument): boolean => JSON.stringify(plain(one)) === JSON.stringify(plain(other));

/** In one order, and without what says nothing. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key, each]) => each !== null && each !== undefined && (key === "stages" || key === "touchpoints" || !Array.isArray(each) || each.length > 0) && !(each === false));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, plain(each)]));
}
