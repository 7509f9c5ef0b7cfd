/** The draft of a map while it is edited: changes, undo and redo, and saving with its conflicts. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";

import { get } from "@/api/client";
import type { JourneyMap, JourneyMapDetail, JourneyMapDocument } from "@/api/types";
import { t } from "@/lib/i18n";
import { say } from "@/ui/toast";

import { changesOf, type Draft, draftOf, isChanged } from "./draft";
import { begin, change, type History, redo, settle, undo } from "./history";
import { changeMap, pathOf, rootPath } from "./useMaps";

interface State {
  /** As the draft was begun from. */
  saved: JourneyMap;
  history: History<Draft>;
}

export interface Editor {
  saved: JourneyMap;
  draft: Draft;
  changed: boolean;
  saving: boolean;
  problem: string | null;
  /** What somebody else saved meanwhile. */
  conflict: JourneyMap | null;
  canUndo: boolean;
  canRedo: boolean;
  /** `of` joins changes made in one go. */
  set: (next: Partial<Draft>, of?: string) => void;
  edit: (to: (document: JourneyMapDocument) => JourneyMapDocument, of?: string) => void;
  settle: () => void;
  undo: () => void;
  redo: () => void;
  save: () => void;
  /** Saves over what somebody else saved. */
  saveOver: () => void;
  /** Drops what was changed here, and shows what is saved. */
  discard: () => void;
}

export function useEditor(map: JourneyMap): Editor {
  const queries = useQueryClient();
  const [state, setState] = useState<State>(() => startOf(map));
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [conflict, setConflict] = useState<JourneyMap | null>(null);
  const { saved, history } = state;
  const draft = history.present;
  const changed = isChanged(draftOf(saved), draft);
  // Another version that came in is shown at once where nothing would be lost.
  if (map.version > saved.version && !changed && !saving) setState(startOf(map));

  const move = useCallback((to: (history: History<Draft>) => History<Draft>) => setState((before) => ({ ...before, history: to(before.history) })), []);
  const accept = async (next: JourneyMap) => {
    setState((before) => ({ ...before, saved: next }));
    setConflict(null);
    await Promise.all([queries.invalidateQueries({ queryKey: [rootPath] }), queries.invalidateQueries({ queryKey: [pathOf(next.id)] })]);
  };
  const send = async (version: number) => {
    setSaving(true);
    setProblem(null);
    const against = conflict ?? saved;
    const answer = await changeMap(saved.id, { version, ...changesOf(draftOf(against), draft) });
    if (answer.ok) {
      await accept(answer.value);
      say(t("maps.saved", { version: answer.value.version }));
    } else if (answer.error.status === 409) {
      const found = await get<JourneyMapDetail>(pathOf(saved.id));
      if (found.ok && found.value.map.version > version) setConflict(found.value.map);
      else setProblem(answer.error.message);
    } else {
      setProblem(answer.error.message);
    }
    setSaving(false);
  };
  return {
    saved,
    draft,
    changed,
    saving,
    problem,
    conflict,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    set: (next, of) => move((before) => change(before, { ...before.present, ...next }, of)),
    edit: (to, of) =>
      move((before) => {
        const document = to(before.present.document);
        return document === before.present.document ? before : change(before, { ...before.present, document }, of);
      }),
    settle: () => move(settle),
    undo: () => move(undo),
    redo: () => move(redo),
    save: () => void send(saved.version),
    saveOver: () => void send((conflict ?? saved).version),
    discard: () => {
      setState(startOf(conflict ?? map));
      setConflict(null);
      setProblem(null);
    },
  };
}

const startOf = (map: JourneyMap): State => ({ saved: map, history: begin(draftOf(map)) });
