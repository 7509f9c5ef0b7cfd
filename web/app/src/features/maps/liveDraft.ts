/**
 * A draft that several people draw at once, as one page holds it: what the server has carried out, what
 * was done here and is on its way there, and what of it can be undone here. Pure.
 */
import type { MapOperation, MapOperationsTold } from "@/api/types";

import type { Draft } from "./draft";
import { applyAll, operationsBetween, subjectOf, touches } from "./operations";

export interface Batch {
  id: string;
  operations: MapOperation[];
  sent: boolean;
  /** In which the server says that it is. */
  revision?: number;
}
interface Step {
  undo: MapOperation[];
  redo: MapOperation[];
}
export interface LiveDraft {
  client: string;
  confirmed: Draft;
  revision: number;
  pending: Batch[];
  /** Told, but something before them is missing. */
  waiting: MapOperationsTold[];
  /** What is confirmed with what is on its way. */
  shown: Draft;
  past: Step[];
  future: Step[];
  /** What the last change was of; another of the same goes into it. */
  of: string | null;
  batches: number;
}

const pastMax = 200;

export const beginLive = (client: string, confirmed: Draft, revision: number): LiveDraft => ({
  client, confirmed, revision, pending: [], waiting: [], shown: confirmed, past: [], future: [], of: null, batches: 0,
});

/** Of what is set twice only the last counts. */
function joined(operations: MapOperation[], more: MapOperation[]): MapOperation[] {
  const set = new Set(more.filter((each) => each.kind.startsWith("set_")).map(subjectOf));
  return [...operations.filter((each) => !each.kind.startsWith("set_") || !set.has(subjectOf(each))), ...more];
}

function withPending(live: LiveDraft, operations: MapOperation[]): LiveDraft {
  const last = live.pending.at(-1);
  const shown = applyAll(live.shown, operations);
  if (last && !last.sent) return { ...live, shown, pending: [...live.pending.slice(0, -1), { ...last, operations: joined(last.operations, operations) }] };
  const number = live.batches + 1;
  return { ...live, shown, batches: number, pending: [...live.pending, { id: String(number), operations, sent: false }] };
}

/** `of` joins changes that are made in one go, such as the letters of a word. */
export function changeLive(live: LiveDraft, next: Draft, of: string | null = null): LiveDraft {
  const redo = operationsBetween(live.shown, next);
  if (redo.length === 0) return live;
  const undo = operationsBetween(next, live.shown);
  const last = live.past.at(-1);
  const changed = { ...withPending(live, redo), shown: next, future: [], of };
  if (of === null || of !== live.of || !last) return { ...changed, past: [...live.past, { undo, redo }].slice(-pastMax) };
  const known = new Set(last.undo.map(subjectOf));
  const step = { undo: [...undo.filter((each) => !known.has(subjectOf(each))), ...last.undo], redo: joined(last.redo, redo) };
  return { ...changed, past: [...live.past.slice(0, -1), step] };
}

/** The next change is undone by itself. */
export const settleLive = (live: LiveDraft): LiveDraft => (live.of === null ? live : { ...live, of: null });

export function undoLive(live: LiveDraft): LiveDraft {
  const step = live.past.at(-1);
  return step ? { ...withPending(live, step.undo), past: live.past.slice(0, -1), future: [step, ...live.future], of: null } : live;
}

export function redoLive(live: LiveDraft): LiveDraft {
  const step = live.future[0];
  return step ? { ...withPending(live, step.redo), past: [...live.past, step], future: live.future.slice(1), of: null } : live;
}

/** Undoing must not undo what somebody else has done since. */
function withTheirs(live: LiveDraft, theirs: MapOperation[]): LiveDraft {
  const { document } = live.confirmed;
  const mine = (operations: MapOperation[]) => operations.filter((each) => !theirs.some((other) => touches(document, other, each)));
  const kept = (steps: Step[]) => steps.map(({ undo, redo }) => ({ undo: mine(undo), redo: mine(redo) })).filter(({ undo, redo }) => undo.length > 0 && redo.length > 0);
  return theirs.length === 0 ? live : { ...live, past: kept(live.past), future: kept(live.future) };
}

const shownAgain = (live: LiveDraft): LiveDraft => ({ ...live, shown: applyAll(live.confirmed, live.pending.flatMap((batch) => batch.operations)) });

/** What the server told: in the order of the revisions, each once. */
export function receive(live: LiveDraft, told: MapOperationsTold): LiveDraft {
  if (told.revision <= live.revision) return live;
  if (told.revision > live.revision + 1) return { ...live, waiting: [...live.waiting, told] };
  const own = told.client === live.client;
  const pending = own ? live.pending.filter((batch) => batch.id !== told.batch) : live.pending;
  let next = own ? live : withTheirs(live, told.operations);
  next = { ...next, pending, revision: told.revision, confirmed: applyAll(live.confirmed, told.operations) };
  return drained(shownAgain(next));
}

function drained(live: LiveDraft): LiveDraft {
  const waiting = live.waiting.filter((each) => each.revision > live.revision);
  const next = waiting.find((each) => each.revision === live.revision + 1);
  const rest = { ...live, waiting: waiting.filter((each) => each !== next) };
  return next ? receive(rest, next) : rest;
}

/** The whole draft, read anew after something may have been missed. */
export function resync(live: LiveDraft, draft: Draft, revision: number): LiveDraft {
  if (revision < live.revision) return live;
  const pending = live.pending.filter((batch) => batch.revision === undefined || batch.revision > revision);
  const own = live.pending.filter((batch) => !pending.includes(batch)).flatMap((batch) => batch.operations);
  const theirs = operationsBetween(applyAll(live.confirmed, own), draft);
  return drained(shownAgain({ ...withTheirs(live, theirs), pending, revision, confirmed: draft }));
}

export const missesSomething = (live: LiveDraft): boolean => live.waiting.length > 0 || live.pending.some((batch) => batch.revision !== undefined);

/** What is to be sent now: one batch at a time. */
export const toSend = (live: LiveDraft): Batch | undefined => (live.pending[0]?.sent ? undefined : live.pending[0]);

/** As it was when it went; what has been added to it since goes with the next. */
export function markSent(live: LiveDraft, { id, operations }: Batch): LiveDraft {
  const at = live.pending.findIndex((each) => each.id === id);
  const now = live.pending[at];
  if (!now) return live;
  const rest = live.pending.slice(at + 1);
  const gone = { ...now, operations, sent: true };
  if (now.operations === operations) return { ...live, pending: [...live.pending.slice(0, at), gone, ...rest] };
  const number = live.batches + 1;
  return { ...live, batches: number, pending: [...live.pending.slice(0, at), gone, { ...now, id: String(number), sent: false }, ...rest] };
}
export const markUnsent = (live: LiveDraft, id: string): LiveDraft => ({ ...live, pending: live.pending.map((batch) => (batch.id === id ? { ...batch, sent: false } : batch)) });

/** The server has it: it is confirmed as soon as its revision is told, or is known already. */
export function accepted(live: LiveDraft, id: string, revision: number): LiveDraft {
  if (revision <= live.revision) return shownAgain({ ...live, pending: live.pending.filter((batch) => batch.id !== id) });
  const batch = live.pending.find((each) => each.id === id);
  if (batch && revision === live.revision + 1) {
    return drained(shownAgain({ ...live, revision, confirmed: applyAll(live.confirmed, batch.operations), pending: live.pending.filter((each) => each !== batch) }));
  }
  return { ...live, pending: live.pending.map((each) => (each.id === id ? { ...each, revision } : each)) };
}

/** The server would not take it: it is gone, with what could be undone of it. */
export const refused = (live: LiveDraft, id: string): LiveDraft => shownAgain({ ...live, pending: live.pending.filter((batch) => batch.id !== id), past: [], future: [] });
