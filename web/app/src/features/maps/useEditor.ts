/** A map while it is drawn, alone or together: changes, undo and redo of one's own, and saving a version. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";

import type { JourneyMap, JourneyMapDocument, JourneyMapDraft, MapVisitor } from "@/api/types";
import { t } from "@/lib/i18n";
import { say } from "@/ui/toast";

import { type Draft, draftOf, isChanged } from "./draft";
import { changeLive, redoLive, settleLive, undoLive } from "./liveDraft";
import { useLiveMap } from "./useLiveMap";
import { discardDraft, pathOf, rootPath, saveDraft } from "./useMaps";

export interface Editor {
  /** The newest version. */
  saved: JourneyMap;
  draft: Draft;
  /** Something was drawn, by whomever, since that version. */
  changed: boolean;
  saving: boolean;
  problem: string | null;
  canUndo: boolean;
  canRedo: boolean;
  /** The others who have it open. */
  here: MapVisitor[];
  place: (at: string, editing: boolean) => void;
  /** `of` joins changes made in one go. */
  set: (next: Partial<Draft>, of?: string) => void;
  edit: (to: (document: JourneyMapDocument) => JourneyMapDocument, of?: string) => void;
  settle: () => void;
  undo: () => void;
  redo: () => void;
  save: () => void;
  /** Takes back what was drawn since the newest version, whoever drew it. */
  discard: () => Promise<string | null>;
}

export function useEditor(map: JourneyMap, start: JourneyMapDraft): Editor {
  const queries = useQueryClient();
  const { live, change, here, problem, refresh, place } = useLiveMap(map.id, start);
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const draft = live.shown;
  const settled = live.pending.length === 0;
  // A version has all that was drawn before it was asked for.
  const finish = useEffectEvent(async (answer: Awaited<ReturnType<typeof saveDraft>>) => {
    if (answer.ok) {
      await Promise.all([refresh(), queries.invalidateQueries({ queryKey: [rootPath] }), queries.invalidateQueries({ queryKey: [pathOf(map.id)] })]);
      say(t("maps.saved", { version: answer.value.version }));
    }
    setRefusal(answer.ok ? null : answer.error.message);
    setSaving(false);
  });
  useEffect(() => {
    if (saving && settled) void saveDraft(map.id).then((answer) => finish(answer));
  }, [saving, settled, map.id]);
  return {
    saved: map,
    draft,
    changed: isChanged(draftOf(map), draft),
    saving,
    problem: problem ?? refusal,
    canUndo: live.past.length > 0,
    canRedo: live.future.length > 0,
    here,
    place,
    set: (next, of) => change((before) => changeLive(before, { ...before.shown, ...next }, of)),
    edit: (to, of) => change((before) => changeLive(before, { ...before.shown, document: to(before.shown.document) }, of)),
    settle: () => change(settleLive),
    undo: () => change(undoLive),
    redo: () => change(redoLive),
    save: () => setSaving(true),
    discard: async () => {
      const answer = await discardDraft(map.id);
      if (!answer.ok) return answer.error.message;
      await refresh();
      return null;
    },
  };
}
