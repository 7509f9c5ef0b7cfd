/** One journey map: drawn and edited, with what people do laid over it, in versions. */
import { getRouteApi } from "@tanstack/react-router";

import type { JourneyMap, JourneyMapDraft, JourneyMapVersion } from "@/api/types";
import { useRight } from "@/features/access";
import { Rows } from "@/ui/Delayed";
import { PageBody } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";

import { draftOf } from "./draft";
import { MapDesk } from "./MapDesk";
import type { Editor } from "./useEditor";
import { useEditor } from "./useEditor";
import { useDraft, useMap, useVersion } from "./useMaps";

const route = getRouteApi("/app/journeys/maps/$map");

export function MapPage() {
  const { map: id } = route.useParams();
  const { version } = route.useSearch();
  const found = useMap(id);
  const drawn = useDraft(id);
  const newest = found.data?.map.version;
  const old = version !== undefined && version !== newest ? version : undefined;
  const looked = useVersion(id, old);
  const problem = found.error ?? drawn.error ?? (old ? looked.error : null);
  if (problem) return <PageBody><ProblemNote message={problem.message} retry={() => void found.refetch()} /></PageBody>;
  if (!found.data || !drawn.data || (old && !looked.data)) return <PageBody><Rows /></PageBody>;
  return <Editing key={id} map={found.data.map} start={drawn.data} old={old ? looked.data : undefined} versions={found.data.versions} />;
}

/** The draft stays while an old version is looked at. */
function Editing({ map, start, old, versions }: { map: JourneyMap; start: JourneyMapDraft; old: JourneyMap | undefined; versions: JourneyMapVersion[] }) {
  const editor = useEditor(map, start);
  const editable = useRight("edit_people") && !map.archived_at;
  return <MapDesk editor={old ? lookingAt(editor, old) : editor} old={old} newest={map} versions={versions} editable={editable && !old} right={editable} />;
}

/** An old version as something that cannot be changed. */
function lookingAt(editor: Editor, old: JourneyMap): Editor {
  return { ...editor, saved: old, draft: draftOf(old), changed: editor.changed };
}
