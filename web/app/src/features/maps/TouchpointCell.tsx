/** The touchpoints of a stage as cards: opened, moved by dragging and with Alt and the arrows, added. */
import { type DragEvent, type KeyboardEvent, useState } from "react";

import type { MapTouchpoint } from "@/api/types";
import { namesTitle } from "@/features/journeys";
import { t } from "@/lib/i18n";

import { type CanvasView, dragTypes, refocus, type StageProps } from "./view";
import { addTouchpoint, type Direction, findTouchpoint, moveTouchpoint, newId, nudgeTouchpoint, stageTouchpointsMax } from "./document";
import { EditableText } from "./EditableText";
import style from "./maps.module.css";
import { AddButton, type Adding } from "./TextCell";
import { TouchpointFigures } from "./TouchpointFigures";
import { eventsOfTouchpoint } from "./touchpointEvents";

const directions: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** Moves it, says where to, and keeps the focus on it. */
function nudge(view: CanvasView, touchpoint: MapTouchpoint, direction: Direction): void {
  const moved = nudgeTouchpoint(view.document, touchpoint.id, direction);
  const place = findTouchpoint(moved, touchpoint.id);
  if (moved === view.document || !place) return view.announce(t("maps.moved.nowhere", { name: touchpoint.name }));
  view.edit((before) => nudgeTouchpoint(before, touchpoint.id, direction));
  view.announce(t("maps.moved.touchpoint", {
    name: touchpoint.name, stage: place.stage.name, place: place.stage.touchpoints.findIndex((each) => each.id === touchpoint.id) + 1, all: place.stage.touchpoints.length,
  }));
  refocus(`[data-touchpoint="${touchpoint.id}"]`);
}

/** Before which card something is dropped: the first whose middle is below. */
function placeIn(list: HTMLElement, y: number): number {
  const middles = [...list.querySelectorAll<HTMLElement>("[data-touchpoint]")].map((card) => card.getBoundingClientRect()).map((box) => box.top + box.height / 2);
  const found = middles.findIndex((middle) => y < middle);
  return found < 0 ? middles.length : found;
}

export function TouchpointCell({ view, stage, figures }: StageProps) {
  const [adding, setAdding] = useState<Adding>("no");
  const [over, setOver] = useState(false);
  const { editable, edit } = view;
  const onDrop = (event: DragEvent<HTMLUListElement>) => {
    setOver(false);
    const id = event.dataTransfer.getData(dragTypes.touchpoint);
    if (!id) return;
    event.preventDefault();
    const own = stage.touchpoints.findIndex((each) => each.id === id);
    const place = placeIn(event.currentTarget, event.clientY);
    edit((before) => moveTouchpoint(before, id, stage.id, own >= 0 && own < place ? place - 1 : place));
  };
  const create = (name: string) => {
    const added = { id: newId("touchpoint"), name };
    if (name) edit((before) => addTouchpoint(before, stage.id, added));
  };
  return (
    <ul
      className={style.cards}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!editable || !event.dataTransfer.types.includes(dragTypes.touchpoint)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {stage.touchpoints.map((touchpoint) => (
        <li key={touchpoint.id}>
          <Card view={view} touchpoint={touchpoint} figures={figures?.touchpoints.find((each) => each.touchpoint === touchpoint.id)} />
        </li>
      ))}
      {adding === "yes" ? (
        <li>
          <EditableText value="" label={t("maps.touchpoint_name")} empty="" editable fresh onChange={create} onDone={(stays) => setAdding(stays ? "done" : "no")} />
        </li>
      ) : (
        editable &&
        stage.touchpoints.length < stageTouchpointsMax && (
          <li>
            <AddButton label={t("maps.add_touchpoint", { name: stage.name })} again={adding === "done"} onAdd={() => setAdding("yes")} />
          </li>
        )
      )}
    </ul>
  );
}

interface CardProps {
  view: CanvasView;
  touchpoint: MapTouchpoint;
  figures: NonNullable<StageProps["figures"]>["touchpoints"][number] | undefined;
}

function Card({ view, touchpoint, figures }: CardProps) {
  const { editable, onOpen, onTouchpoint } = view;
  const events = eventsOfTouchpoint(touchpoint);
  const onKey = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    if (!editable || !event.altKey || !direction) return;
    event.preventDefault();
    nudge(view, touchpoint, direction);
  };
  return (
    <div className={style.card} data-unmeasured={!events || undefined}>
      <button
        type="button"
        className={style.cardName}
        data-touchpoint={touchpoint.id}
        draggable={editable}
        onDragStart={(event) => {
          event.dataTransfer.setData(dragTypes.touchpoint, touchpoint.id);
          event.dataTransfer.effectAllowed = "move";
        }}
        onKeyDown={onKey}
        onClick={() => onTouchpoint(touchpoint.id)}
        title={editable ? t("maps.card_hint") : undefined}
      >
        <span dir="auto">{touchpoint.name}</span>
        <span className={style.words} dir="auto">
          {events ? namesTitle(events) : t("maps.not_bound")}
        </span>
      </button>
      {figures?.measured && <TouchpointFigures figures={figures} onOpen={onOpen} />}
    </div>
  );
}
