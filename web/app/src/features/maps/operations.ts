/**
 * What somebody does to a map as small operations on its cells, as the server carries them out: two who
 * change different cells both keep what they did, of two on one cell the later stays. Pure.
 */
import type { JourneyMapDocument, MapOperation, MapStage, MapTouchpoint } from "@/api/types";

import { findTouchpoint } from "./document";
import type { Draft } from "./draft";

type Stages = MapStage[];
interface HasId {
  id: string;
}

/** Behind `after`: first without, at the end where that is gone. */
function putBehind<Item extends HasId>(items: Item[], after: string | null | undefined, item: Item): Item[] {
  const found = after ? items.findIndex((each) => each.id === after) : -1;
  const place = !after ? 0 : found < 0 ? items.length : found + 1;
  return [...items.slice(0, place), item, ...items.slice(place)];
}
const without = <Item extends HasId>(items: Item[], id: string): Item[] => items.filter((each) => each.id !== id);

function withField<Of extends object>(of: Of, field: string, value: unknown): Of {
  const rest = Object.fromEntries(Object.entries(of).filter(([key]) => key !== field));
  return (value === null || value === undefined ? rest : { ...rest, [field]: value }) as Of;
}

const withStages = (draft: Draft, stages: Stages): Draft => ({ ...draft, document: { ...draft.document, stages } });
const inStage = (stages: Stages, id: string, to: (stage: MapStage) => MapStage): Stages => stages.map((stage) => (stage.id === id ? to(stage) : stage));
const takenOut = (stages: Stages, touchpoint: string): Stages => stages.map((stage) => (stage.touchpoints.some((each) => each.id === touchpoint) ? { ...stage, touchpoints: without(stage.touchpoints, touchpoint) } : stage));

/** What is of something that is gone changes nothing. */
export function applyOperation(draft: Draft, operation: MapOperation): Draft {
  const { stages } = draft.document;
  const { after } = operation;
  const id = operation.stage ?? "";
  const stage = stages.find((each) => each.id === id);
  const touchpoint = operation.touchpoint ? findTouchpoint(draft.document, operation.touchpoint)?.touchpoint : undefined;
  switch (operation.kind) {
    case "set_map":
      return { ...draft, [operation.field ?? ""]: operation.value ?? "" };
    case "add_stage": {
      const added = operation.value as MapStage;
      return stages.some((each) => each.id === added.id) ? draft : withStages(draft, putBehind(stages, after, added));
    }
    case "move_stage":
      return stage ? withStages(draft, putBehind(without(stages, id), after, stage)) : draft;
    case "remove_stage":
      return stage ? withStages(draft, without(stages, id)) : draft;
    case "set_stage":
      return stage ? withStages(draft, inStage(stages, id, (each) => withField(each, operation.field ?? "", operation.value))) : draft;
    case "add_touchpoint": {
      const added = operation.value as MapTouchpoint;
      if (!stage || findTouchpoint(draft.document, added.id)) return draft;
      return withStages(draft, inStage(stages, id, (each) => ({ ...each, touchpoints: putBehind(each.touchpoints, after, added) })));
    }
    case "move_touchpoint":
      if (!stage || !touchpoint) return draft;
      return withStages(draft, inStage(takenOut(stages, touchpoint.id), id, (each) => ({ ...each, touchpoints: putBehind(each.touchpoints, after, touchpoint) })));
    case "remove_touchpoint":
      return touchpoint ? withStages(draft, takenOut(stages, touchpoint.id)) : draft;
    case "set_touchpoint":
      if (!touchpoint) return draft;
      return withStages(draft, stages.map((each) => ({ ...each, touchpoints: each.touchpoints.map((one) => (one.id === touchpoint.id ? withField(one, operation.field ?? "", operation.value) : one)) })));
  }
}

export const applyAll = (draft: Draft, operations: MapOperation[]): Draft => operations.reduce(applyOperation, draft);

/** Ids in both lists that are outside a longest run that kept its order. */
function movedIds(before: HasId[], after: HasId[]): Set<string> {
  const places = new Map(before.map((each, place) => [each.id, place]));
  const both = after.filter((each) => places.has(each.id)).map((each) => ({ id: each.id, place: places.get(each.id) ?? 0 }));
  const runs: { length: number; from: number }[] = [];
  let last = -1;
  both.forEach(({ place }, index) => {
    const best = { length: 1, from: -1 };
    for (let other = 0; other < index; other++) {
      const run = runs[other];
      if (run && (both[other]?.place ?? 0) < place && run.length + 1 > best.length) Object.assign(best, { length: run.length + 1, from: other });
    }
    runs.push(best);
    if (last < 0 || best.length > (runs[last]?.length ?? 0)) last = index;
  });
  const moved = new Set(both.map((each) => each.id));
  for (let at = last; at >= 0; at = runs[at]?.from ?? -1) moved.delete(both[at]?.id ?? "");
  return moved;
}

const same = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** The fields that `after` has otherwise; what it has not is null. */
function differences(before: object, after: object, leftOut: string[]): [string, unknown][] {
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const fields = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...fields].filter((field) => !leftOut.includes(field) && !same(was[field], is[field])).map((field) => [field, is[field] ?? null]);
}

const before = <Item extends HasId>(items: Item[], index: number): string | null => items[index - 1]?.id ?? null;

/** Operations that make `to` of `from`. */
export function operationsBetween(from: Draft, to: Draft): MapOperation[] {
  if (from === to) return [];
  const found: MapOperation[] = differences(from, to, ["document"]).map(([field, value]) => ({ kind: "set_map", field, value }));
  return from.document === to.document ? found : [...found, ...documentOperations(from.document, to.document)];
}

function documentOperations(from: JourneyMapDocument, to: JourneyMapDocument): MapOperation[] {
  const found: MapOperation[] = [];
  const movedStages = movedIds(from.stages, to.stages);
  to.stages.forEach((stage, index) => {
    const after = before(to.stages, index);
    if (!from.stages.some((each) => each.id === stage.id)) found.push({ kind: "add_stage", after, value: { ...stage, touchpoints: [] } });
    else if (movedStages.has(stage.id)) found.push({ kind: "move_stage", stage: stage.id, after });
  });
  for (const stage of to.stages) {
    const was = from.stages.find((each) => each.id === stage.id);
    if (was?.touchpoints === stage.touchpoints) continue;
    const moved = movedIds(was?.touchpoints ?? [], stage.touchpoints);
    stage.touchpoints.forEach((touchpoint, index) => {
      const after = before(stage.touchpoints, index);
      const place = findTouchpoint(from, touchpoint.id);
      if (!place) found.push({ kind: "add_touchpoint", stage: stage.id, after, value: touchpoint });
      else if (place.stage.id !== stage.id || moved.has(touchpoint.id)) found.push({ kind: "move_touchpoint", touchpoint: touchpoint.id, stage: stage.id, after });
    });
  }
  for (const stage of from.stages) {
    if (!to.stages.some((each) => each.id === stage.id)) found.push({ kind: "remove_stage", stage: stage.id });
    else for (const touchpoint of stage.touchpoints) if (!findTouchpoint(to, touchpoint.id)) found.push({ kind: "remove_touchpoint", touchpoint: touchpoint.id });
  }
  return [...found, ...settings(from, to)];
}

function settings(from: JourneyMapDocument, to: JourneyMapDocument): MapOperation[] {
  const found: MapOperation[] = [];
  for (const stage of to.stages) {
    const was = from.stages.find((each) => each.id === stage.id);
    if (was && was !== stage) for (const [field, value] of differences(was, stage, ["id", "touchpoints"])) found.push({ kind: "set_stage", stage: stage.id, field, value });
    for (const touchpoint of stage.touchpoints) {
      const old = findTouchpoint(from, touchpoint.id)?.touchpoint;
      if (old && old !== touchpoint) for (const [field, value] of differences(old, touchpoint, ["id"])) found.push({ kind: "set_touchpoint", touchpoint: touchpoint.id, field, value });
    }
  }
  return found;
}

/** What an operation is of: of two on the same the later stays. */
export function subjectOf({ kind, stage, touchpoint, field, value }: MapOperation): string {
  const added = (value as HasId | null | undefined)?.id;
  switch (kind) {
    case "set_map": return `map ${field}`;
    case "set_stage": return `stage ${stage} ${field}`;
    case "set_touchpoint": return `touchpoint ${touchpoint} ${field}`;
    case "add_stage": return `stage ${added}`;
    case "add_touchpoint": return `touchpoint ${added}`;
    case "move_stage": case "remove_stage": return `stage ${stage}`;
    case "move_touchpoint": case "remove_touchpoint": return `touchpoint ${touchpoint}`;
  }
}

const removes = ({ kind }: MapOperation): boolean => kind === "remove_stage" || kind === "remove_touchpoint";

/** Whether `other` is of something that `removal` takes away. */
function isInside(document: JourneyMapDocument, removal: MapOperation, other: MapOperation): boolean {
  if (!removes(removal)) return false;
  const touchpoint = other.touchpoint ?? (other.kind === "add_touchpoint" ? (other.value as HasId).id : undefined);
  if (removal.kind === "remove_touchpoint") return touchpoint === removal.touchpoint;
  const stage = other.stage ?? (touchpoint ? findTouchpoint(document, touchpoint)?.stage.id : undefined);
  return stage === removal.stage;
}

/** Whether doing `mine` now would undo `theirs`, or has no meaning any more after it. */
export const touches = (document: JourneyMapDocument, theirs: MapOperation, mine: MapOperation): boolean =>
  subjectOf(theirs) === subjectOf(mine) || isInside(document, mine, theirs) || isInside(document, theirs, mine);
