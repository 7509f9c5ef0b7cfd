/** A map's head: what it is called, what it shows of whom, whether it is saved, and what can be done with it. */
import { ActionIcon, Button, Menu, NativeSelect, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconArchive, IconArrowBackUp, IconArrowForwardUp, IconArrowRightBar, IconBell, IconCopy, IconDeviceFloppy, IconDots, IconHistory, IconRestore, IconStack2 } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import type { JourneyMap, MapFigures } from "@/api/types";
import { t } from "@/lib/i18n";
import { Confirm } from "@/ui/Confirm";
import { useTitle } from "@/ui/Page";
import { say, sayProblem } from "@/ui/toast";

import { EditableText } from "./EditableText";
import { Here } from "./Here";
import type { Look, Search } from "./MapDesk";
import style from "./maps.module.css";
import { TakeMap } from "./TakeMap";
import type { Editor } from "./useEditor";
import { hasAlerts } from "./document";
import { changeMap, copyMap, rootPath, useAlerts } from "./useMaps";
import type { Whose } from "./useWhose";

export const states = ["current", "future"] as const;

interface Props {
  editor: Editor;
  newest: JourneyMap;
  search: Search;
  look: Look;
  editable: boolean;
  right: boolean;
  segments: Whose[];
  figures: MapFigures | undefined;
}

export function MapHead({ editor, newest, search, look, editable, right, segments, figures }: Props) {
  const { draft, set } = editor;
  useTitle(draft.name);
  const whose = segments.find((each) => each.id === draft.segment)?.name ?? t("maps.everybody");
  return (
    <header className={style.mapHead}>
      <p className={style.crumbs}>
        <Link to="/journeys/maps">{t("maps.title")}</Link>
      </p>
      <div className={style.titleLine}>
        <h1>
          <EditableText value={draft.name} label={t("maps.name")} empty={t("maps.unnamed")} editable={editable} strong max={120} onChange={(name) => name && set({ name })} />
        </h1>
        <div className={style.buttons}>
          <Here here={editor.here} document={draft.document} />
          {editable && <SaveButtons editor={editor} />}
          <Button variant={search.overlay ? "light" : "default"} aria-pressed={search.overlay === true} leftSection={<IconStack2 size={15} />} onClick={() => look({ overlay: search.overlay ? undefined : true, who: undefined })}>
            {t("maps.overlay")}
          </Button>
          <TakeMap draft={draft} figures={figures} version={editor.saved.version} changed={editor.changed} />
          <Button variant="default" leftSection={<IconHistory size={15} />} onClick={() => look({ panel: "versions", who: undefined, touchpoint: undefined, changes: undefined })}>
            {t("maps.version", { version: editor.saved.version })}
          </Button>
          {hasAlerts(draft.document) && <AlertsButton map={newest.id} look={look} />}
          {right && <More newest={newest} editor={editor} />}
        </div>
      </div>
      <div className={style.about}>
        {editable ? (
          <>
            <NativeSelect aria-label={t("maps.state")} size="xs" value={draft.state} onChange={(event) => set({ state: states.find((each) => each === event.currentTarget.value) ?? "current" })} data={states.map((value) => ({ value, label: t(`maps.state.${value}`) }))} />
            <NativeSelect aria-label={t("maps.segment")} size="xs" value={draft.segment} onChange={(event) => set({ segment: event.currentTarget.value })} data={[{ value: "", label: t("maps.of_everybody") }, ...segments.map((each) => ({ value: each.id, label: t("maps.of_segment", { name: each.name }) }))]} />
          </>
        ) : (
          <span className={style.words}>
            {t(`maps.state.${draft.state}`)} · {whose}
          </span>
        )}
        <EditableText value={draft.description} label={t("maps.description")} empty={t("maps.describe")} editable={editable} max={500} onChange={(description) => set({ description })} />
      </div>
    </header>
  );
}

function AlertsButton({ map, look }: { map: string; look: Look }) {
  const crossed = useAlerts(map, true).data?.crossed.length ?? 0;
  return (
    <Button variant={crossed > 0 ? "light" : "default"} leftSection={crossed > 0 ? <IconAlertTriangle size={15} /> : <IconBell size={15} />} onClick={() => look({ panel: "alerts", who: undefined, touchpoint: undefined, changes: undefined })}>
      {crossed > 0 ? t("maps.alerts_crossed", { count: crossed }) : t("maps.alerts")}
    </Button>
  );
}

function SaveButtons({ editor }: { editor: Editor }) {
  return (
    <>
      {editor.changed && <span className={style.unsaved}>{t("maps.unsaved")}</span>}
      <Tooltip label={t("maps.undo")}>
        <ActionIcon variant="default" size="lg" aria-label={t("maps.undo")} disabled={!editor.canUndo} onClick={editor.undo}>
          <IconArrowBackUp size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("maps.redo")}>
        <ActionIcon variant="default" size="lg" aria-label={t("maps.redo")} disabled={!editor.canRedo} onClick={editor.redo}>
          <IconArrowForwardUp size={16} />
        </ActionIcon>
      </Tooltip>
      <Button leftSection={<IconDeviceFloppy size={15} />} disabled={!editor.changed} loading={editor.saving} onClick={editor.save}>
        {t("maps.save")}
      </Button>
    </>
  );
}

function More({ newest, editor }: { newest: JourneyMap; editor: Editor }) {
  const [dropping, setDropping] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const copy = async (state?: JourneyMap["state"]) => {
    const made = await copyMap(newest.id, state ? { state, name: t("maps.future_of", { name: newest.name }) } : {});
    if (!made.ok) return sayProblem(made.error.message);
    void navigate({ to: "/journeys/maps/$map", params: { map: made.value.id }, search: {} });
  };
  const archive = async () => {
    const answer = await changeMap(newest.id, { version: newest.version, archived: true });
    if (!answer.ok) return sayProblem(answer.error.message);
    await queries.invalidateQueries({ queryKey: [rootPath] });
    say(t("maps.archived", { name: newest.name }), () => void changeMap(newest.id, { version: answer.value.version, archived: false }).then(() => queries.invalidateQueries({ queryKey: [rootPath] })));
    void navigate({ to: "/journeys/maps" });
  };
  return (
    <>
    {dropping && (
      <Confirm title={t("maps.drop")} action={t("maps.drop_action")} onClose={() => setDropping(false)} onConfirm={editor.discard}>
        <p>{t("maps.drop_text", { version: newest.version })}</p>
      </Confirm>
    )}
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t("maps.more")}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copy()}>
          {t("maps.copy")}
        </Menu.Item>
        {newest.state === "current" && (
          <Menu.Item leftSection={<IconArrowRightBar size={15} />} onClick={() => void copy("future")}>
            {t("maps.draw_future")}
          </Menu.Item>
        )}
        {editor.changed && !newest.archived_at && (
          <Menu.Item leftSection={<IconRestore size={15} />} onClick={() => setDropping(true)}>
            {t("maps.drop_action")}
          </Menu.Item>
        )}
        {!newest.archived_at && (
          <Menu.Item leftSection={<IconArchive size={15} />} onClick={() => void archive()}>
            {t("maps.archive")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
    </>
  );
}
