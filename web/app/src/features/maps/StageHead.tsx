/** A stage's head: its name, what wants attention, and how it is moved. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconColumnInsertRight, IconDots, IconGripVertical, IconTrash } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";

import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";

import { dragTypes, refocus, type StageProps } from "./view";
import { addStage, changeStage, moveStage, newStage, removeStage, stagesMax } from "./document";
import { EditableText } from "./EditableText";
import { flagsOf } from "./figures";
import style from "./maps.module.css";

const tones = { owner: "warn", sla: "bad", unmeasured: "neutral" } as const;

export function StageHead({ view, stage, figures }: StageProps) {
  const { document, editable, edit, announce } = view;
  const at = document.stages.findIndex((each) => each.id === stage.id);
  const name = stage.name || t("maps.unnamed");
  const move = (to: number) => {
    if (to < 0 || to >= document.stages.length) return announce(t(to < 0 ? "maps.moved.first" : "maps.moved.last", { name }));
    edit((before) => moveStage(before, stage.id, to));
    announce(t("maps.moved.stage", { name, place: to + 1, all: document.stages.length }));
    refocus(`[data-stage-grip="${stage.id}"]`);
  };
  const addAfter = () => {
    const added = newStage(t("maps.new_stage"));
    edit((before) => addStage(before, added, at + 1));
  };
  const onKey = (event: KeyboardEvent) => {
    if (!editable || !event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    event.stopPropagation();
    move(at + (event.key === "ArrowLeft" ? -1 : 1));
  };
  return (
    <div className={style.head} onKeyDown={onKey}>
      <div className={style.headLine}>
        {editable && (
          <button
            type="button"
            className={style.grip}
            data-stage-grip={stage.id}
            aria-label={t("maps.grip", { name })}
            title={t("maps.grip_hint")}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.setData(dragTypes.stage, stage.id);
              event.dataTransfer.effectAllowed = "move";
            }}
          >
            <IconGripVertical size={14} aria-hidden />
          </button>
        )}
        <EditableText value={stage.name} label={t("maps.stage_name")} empty={t("maps.unnamed")} editable={editable} strong max={60} onChange={(next) => next && edit((before) => changeStage(before, stage.id, { name: next }))} />
        {editable && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="sm" aria-label={t("maps.stage_menu", { name })}>
                <IconDots size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconArrowLeft size={15} />} disabled={at === 0} onClick={() => move(at - 1)}>
                {t("maps.move_left")}
              </Menu.Item>
              <Menu.Item leftSection={<IconArrowRight size={15} />} disabled={at === document.stages.length - 1} onClick={() => move(at + 1)}>
                {t("maps.move_right")}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconColumnInsertRight size={15} />}
                disabled={document.stages.length >= stagesMax}
                onClick={addAfter}
              >
                {t("maps.insert_after")}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => {
                edit((before) => removeStage(before, stage.id));
                announce(t("maps.removed", { name }));
              }}>
                {t("maps.remove_stage")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <div className={style.flags}>
        {flagsOf(stage, figures).map((flag) =>
          flag.kind === "sla" ? (
            <button key={flag.kind} type="button" className={style.flag} onClick={() => view.onOpen({ kind: "beyond_sla", stage: stage.id })}>
              <Badge tone={tones[flag.kind]}>{flag.text}</Badge>
            </button>
          ) : (
            <Badge key={flag.kind} tone={tones[flag.kind]}>
              {flag.text}
            </Badge>
          ),
        )}
      </div>
    </div>
  );
}
