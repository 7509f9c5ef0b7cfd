/** What must be known about the map on the screen: that it is old, or archived. */
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import type { JourneyMap } from "@/api/types";
import { formatExact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { ProblemNote } from "@/ui/Problem";
import { say, sayProblem } from "@/ui/toast";

import { draftOf } from "./draft";
import type { Look } from "./MapDesk";
import style from "./maps.module.css";
import type { Editor } from "./useEditor";
import { changeMap, pathOf, rootPath } from "./useMaps";

interface Props {
  editor: Editor;
  old: JourneyMap | undefined;
  newest: JourneyMap;
  look: Look;
  right: boolean;
}

export function MapNotes({ editor, old, newest, look, right }: Props) {
  return (
    <>
      {editor.problem && <ProblemNote message={editor.problem} />}
      {old && <OldVersion editor={editor} old={old} newest={newest} look={look} right={right} />}
      {newest.archived_at && <Archived newest={newest} />}
    </>
  );
}

function Note({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  return (
    <div className={style.notice} role="status">
      <p>{children}</p>
      <div className={style.buttons}>{actions}</div>
    </div>
  );
}

function OldVersion({ editor, old, newest, look, right }: { editor: Editor; old: JourneyMap; newest: JourneyMap; look: Look; right: boolean }) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const restore = async () => {
    setBusy(true);
    const answer = await changeMap(newest.id, { version: newest.version, ...draftOf(old) });
    setBusy(false);
    if (!answer.ok) return sayProblem(answer.error.message);
    await Promise.all([queries.invalidateQueries({ queryKey: [rootPath] }), queries.invalidateQueries({ queryKey: [pathOf(newest.id)] })]);
    say(t("maps.restored", { version: old.version, now: answer.value.version }));
    look({ version: undefined, changes: undefined });
  };
  return (
    <Note
      actions={
        <>
          <Button variant="default" onClick={() => look({ version: undefined })}>
            {t("maps.to_newest")}
          </Button>
          <Button variant="default" onClick={() => look({ changes: newest.version })}>
            {t("maps.changes_since")}
          </Button>
          {right && (
            <Button loading={busy} disabled={editor.changed} onClick={() => void restore()}>
              {t("maps.restore")}
            </Button>
          )}
        </>
      }
    >
      {t("maps.old", { version: old.version, newest: newest.version, when: formatExact(old.changed_at), who: old.changed_by })}
      {editor.changed && ` ${t("maps.old_unsaved")}`}
    </Note>
  );
}

function Archived({ newest }: { newest: JourneyMap }) {
  const queries = useQueryClient();
  const back = async () => {
    const answer = await changeMap(newest.id, { version: newest.version, archived: false });
    if (!answer.ok) return sayProblem(answer.error.message);
    await Promise.all([queries.invalidateQueries({ queryKey: [rootPath] }), queries.invalidateQueries({ queryKey: [pathOf(newest.id)] })]);
  };
  return (
    <Note actions={<Button variant="default" onClick={() => void back()}>{t("maps.bring_back")}</Button>}>
      {t("maps.is_archived")}
    </Note>
  );
}
