/** What all parts of the canvas are given. */
import type { JourneyMapDocument, MapFigures, MapOverlayCell, MapOverlayQuestion, MapStage, MapStageFigures, MapVisitor } from "@/api/types";

export interface CanvasView {
  /** Its id. */
  map: string;
  /** What is laid over it; null: nothing is. */
  question: MapOverlayQuestion | null;
  /** What the other side of a comparison is called. */
  other: string;
  document: JourneyMapDocument;
  editable: boolean;
  /** The others who have it open. */
  here: MapVisitor[];
  /** What people do, where it is laid over. */
  figures: MapFigures | undefined;
  compared: MapFigures | undefined;
  edit: (to: (document: JourneyMapDocument) => JourneyMapDocument, of?: string) => void;
  /** The next change is undone by itself. */
  settle: () => void;
  /** Says to who cannot see it what has moved. */
  announce: (text: string) => void;
  onOpen: (cell: MapOverlayCell, compared?: boolean) => void;
  onTouchpoint: (id: string) => void;
}

export interface StageProps {
  view: CanvasView;
  stage: MapStage;
  figures: MapStageFigures | undefined;
}

/** What is dragged; the browser keeps it as text under a type of its own. */
export const dragTypes = { stage: "application/x-throughline-stage", touchpoint: "application/x-throughline-touchpoint" } as const;

/** Gives the focus back to what has moved, once it is drawn in its new place. */
export function refocus(selector: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus()));
}
