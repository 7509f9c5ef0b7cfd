/** Where somebody is on a map, as pages tell each other: a stage and one of its cells. Pure. */
import type { JourneyMapDocument, MapVisitor } from "@/api/types";
import { t } from "@/lib/i18n";

import { type Lane, lanes } from "./document";

export const cellAt = (stage: string, cell: Lane | "name"): string => `${stage}/${cell}`;

/** "Goal of Trial"; nothing where that is not on the map any more. */
export function placeWords(at: string, document: JourneyMapDocument): string | null {
  const [id, cell] = at.split("/");
  const stage = document.stages.find((each) => each.id === id);
  if (!stage) return null;
  const lane = lanes.find((each) => each === cell);
  const name = stage.name || t("maps.unnamed");
  return lane ? t("maps.of", { lane: t(`maps.lane.${lane}`), name }) : name;
}

export function visitorWords(visitor: MapVisitor, document: JourneyMapDocument): string {
  const name = visitor.name || t("maps.here.somebody");
  const where = placeWords(visitor.at, document);
  if (!where) return name;
  return t(visitor.editing ? "maps.here.edits" : "maps.here.at", { name, where });
}
