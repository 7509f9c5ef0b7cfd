/** A map with all that belongs to it on one page: head, canvas, figures and panels. */
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FocusEvent, useMemo, useState } from "react";

import type { JourneyMap, JourneyMapVersion, MapOverlayCell } from "@/api/types";
import { workspaceQuery } from "@/features/access";
import { defaultRange, type JourneySearch, PeoplePanel, rangeAgainst, useJourney } from "@/features/journeys";
import { t } from "@/lib/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { Rows } from "@/ui/Delayed";
import { PageBody } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { useQuery } from "@tanstack/react-query";

import { AlertsPanel } from "./AlertsPanel";
import { Canvas } from "./Canvas";
import { Conformance } from "./Conformance";
import { cellOf, cellTitle, figureAsked, overlayQuestion, overlaySays } from "./figures";
import { MapHead } from "./MapHead";
import style from "./maps.module.css";
import { MapNotes } from "./MapNotes";
import { OverlayBar } from "./OverlayBar";
import { PrintedMap } from "./PrintedMap";
import type { MapSearch } from "./search";
import { StagePicker } from "./StagePicker";
import { StartHere } from "./StartHere";
import { TouchpointPanel } from "./TouchpointPanel";
import type { Editor } from "./useEditor";
import { pathOf, useOverlay } from "./useMaps";
import { useWhose, type Whose } from "./useWhose";
import { ChangesPanel, OtherMapPanel, VersionsPanel } from "./Versions";
import type { CanvasView } from "./view";

interface Props {
  editor: Editor;
  /** The version that is looked at, where it is not the newest. */
  old: JourneyMap | undefined;
  newest: JourneyMap;
  versions: JourneyMapVersion[];
  editable: boolean;
  /** Whether she may change it at all. */
  right: boolean;
}

export type Search = MapSearch & JourneySearch;
export type Look = (next: { [Key in keyof Search]?: Search[Key] | undefined }) => void;

export function MapDesk({ editor, old, newest, versions, editable, right }: Props) {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const look: Look = (next) => void navigate({ to: ".", search: ((before: Search) => ({ ...before, ...next })) as never, replace: true, resetScroll: false });
  const [said, announce] = useState("");
  const narrow = useMediaQuery("(max-width: 700px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const segments = useWhose();
  const { draft } = editor;
  const { question, answer, stale, journey } = useFigures(editor, search, old !== undefined);
  const shown = search.overlay ? answer.data : undefined;
  const cell = cellOf(search.who);
  const open = (who: MapOverlayCell, compared = false) => look({ who: who as unknown as Record<string, unknown>, compared: compared ? true : undefined, touchpoint: undefined, panel: undefined, changes: undefined });
  const other = otherName(search, segments);
  const view: CanvasView = {
    map: editor.saved.id,
    question,
    other,
    document: draft.document,
    editable,
    here: old ? [] : editor.here,
    figures: shown?.shown,
    compared: shown?.compared ?? undefined,
    edit: editor.edit,
    settle: editor.settle,
    announce,
    onOpen: open,
    onTouchpoint: (touchpoint) => look({ touchpoint, who: undefined, panel: undefined, changes: undefined }),
  };
  const stage = draft.document.stages.find((each) => each.id === search.stage) ?? draft.document.stages[0];
  useKeys(editor, editable);
  return (
    <PageBody>
      <div className={style.contents} onFocus={(event) => follow(event, editor.place)} onBlur={(event) => follow(event, editor.place)}>
      <MapHead editor={editor} newest={newest} search={search} look={look} editable={editable} right={right} segments={segments} figures={shown?.shown} />
      <MapNotes editor={editor} old={old} newest={newest} look={look} right={right} />
      <p className="tl-hidden" role="status">{said}</p>
      {search.overlay && <OverlayBar journey={journey} search={search} look={look as never} segments={segments} own={draft.segment} />}
      {search.overlay && answer.isError && <ProblemNote message={answer.error.message} retry={() => void answer.refetch()} />}
      {search.overlay && answer.isPending && question && <Rows count={2} />}
      {shown && <p className={style.says} aria-live="polite">{overlaySays(shown)}</p>}
      {draft.document.stages.length === 0 ? (
        <StartHere view={view} />
      ) : (
        <div aria-busy={stale} data-stale={(search.overlay && stale) || undefined} className={style.desk}>
          {narrow && stage && <StagePicker stages={draft.document.stages} shown={stage.id} onShow={(next) => look({ stage: next })} />}
          <Canvas view={view} only={narrow && stage ? stage.id : null} />
          {shown && <Conformance overlay={shown} document={draft.document} other={other} search={search} look={look as never} onOpen={open} />}
          {shown && <p className={style.note}>{t("journeys.note", { count: shown.note.people, ms: Math.max(1, Math.round(shown.note.took_ms)) })}</p>}
        </div>
      )}
      <PrintedMap draft={draft} figures={shown?.shown} says={shown ? overlaySays(shown) : draft.description} version={editor.saved.version} changed={editor.changed} />
      {cell && question && (
        <PeoplePanel
          behind={{
            path: `${pathOf(editor.saved.id)}/people`,
            asked: { question, cell, ...(search.compared ? { compared: true } : {}) },
            figure: figureAsked({ ...question, document: draft.document }, cell, search.compared ?? false),
          }}
          title={[cellTitle(cell, draft.document), search.compared && other].filter(Boolean).join(", ")}
          onClose={() => look({ who: undefined, compared: undefined })}
        />
      )}
      {!cell && search.touchpoint && <TouchpointPanel key={search.touchpoint} view={view} id={search.touchpoint} onClose={() => look({ touchpoint: undefined })} />}
      {!cell && search.panel === "versions" && (
        <VersionsPanel
          versions={versions}
          shown={editor.saved.version}
          own={editor.saved.id}
          onWith={(map) => look({ with: map, panel: undefined })}
          onLook={(version) => look({ version: version === newest.version ? undefined : version, panel: undefined })}
          onChanges={(changes) => look({ changes, panel: undefined })}
          onClose={() => look({ panel: undefined })}
        />
      )}
      {!cell && search.changes !== undefined && <ChangesPanel map={newest.id} from={search.changes} to={editor.saved.version} onClose={() => look({ changes: undefined })} />}
      {!cell && search.with && <OtherMapPanel map={newest.id} other={search.with} to={editor.saved.version} onClose={() => look({ with: undefined })} />}
      {!cell && search.panel === "alerts" && <AlertsPanel map={newest.id} right={right} onClose={() => look({ panel: undefined })} />}
      </div>
    </PageBody>
  );
}

/** Tells the others which cell has the focus; what floats above a cell is still of it. */
function follow(event: FocusEvent<HTMLElement>, place: Editor["place"]): void {
  const next = event.type === "blur" ? event.relatedTarget : event.target;
  if (!(next instanceof HTMLElement)) return place("", false);
  if (!event.currentTarget.contains(next)) return;
  const at = next.closest<HTMLElement>("[data-cell]")?.dataset.cell ?? "";
  place(at, at !== "" && (next instanceof HTMLTextAreaElement || next instanceof HTMLInputElement));
}

const otherName = ({ others, against }: Search, segments: Whose[]): string =>
  against || !others ? t("maps.before") : (segments.find((each) => each.id === others)?.name ?? t("maps.everybody"));

/** What people do on the map as it is drawn now. */
function useFigures(editor: Editor, search: Search, old: boolean) {
  const journey = useJourney();
  const zone = useQuery(workspaceQuery).data?.time_zone;
  const { range, from, until, against } = search;
  const before = useMemo(() => {
    const times = { ...(range ? { range } : {}), ...(from ? { from } : {}), ...(until ? { until } : {}) };
    return against ? rangeAgainst(times, "before", defaultRange, zone, new Date()) : undefined;
  }, [range, from, until, against, zone]);
  const { draft, saved, changed } = editor;
  const drawn = changed && !old;
  const question =
    search.overlay && draft.document.stages.length > 0
      ? { ...overlayQuestion(search, { range: journey.range, before }, draft.segment, drawn ? draft.document : undefined), ...(drawn ? {} : { version: saved.version }) }
      : null;
  return { question, journey, ...useOverlay(saved.id, question) };
}

function useKeys(editor: Editor, editable: boolean): void {
  useShortcuts(t("maps.one_map"), editable
    ? [
        { keys: "mod+z", text: t("maps.undo_redo"), run: (event) => (event.shiftKey ? editor.redo() : editor.undo()) },
        { keys: "mod+y", text: t("maps.redo"), run: editor.redo },
        { keys: "mod+s", text: t("maps.save"), run: () => editor.changed && editor.save(), always: true },
      ]
    : []);
}
