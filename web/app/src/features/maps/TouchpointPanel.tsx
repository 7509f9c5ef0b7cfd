/** A touchpoint: which events show that somebody is there, and what may happen to it. */
import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";

import type { MapTouchpoint } from "@/api/types";
import { EventsField, namesTitle } from "@/features/journeys";
import { t } from "@/lib/i18n";
import { Panel } from "@/ui/Panel";

import type { CanvasView } from "./view";
import { changeTouchpoint, findTouchpoint, moveTouchpoint, removeTouchpoint } from "./document";
import style from "./maps.module.css";
import { MeasureFields } from "./MeasureFields";
import { cellAt } from "./place";
import { SeriesTable } from "./SeriesTable";
import { boundTo, eventsOfTouchpoint } from "./touchpointEvents";

interface Props {
  view: CanvasView;
  id: string;
  onClose: () => void;
}

export function TouchpointPanel({ view, id, onClose }: Props) {
  const { document, editable, edit } = view;
  const found = findTouchpoint(document, id);
  if (!found) return null;
  const { stage, touchpoint } = found;
  const change = (next: { [Key in keyof MapTouchpoint]?: MapTouchpoint[Key] | undefined }, of?: string) => edit((before) => changeTouchpoint(before, id, next), of);
  const moveTo = (other: string) => edit((before) => moveTouchpoint(before, id, other, Infinity));
  const events = eventsOfTouchpoint(touchpoint);
  const figures = view.figures?.stages.flatMap((each) => each.touchpoints).find((each) => each.touchpoint === id);
  return (
    <Panel title={touchpoint.name || t("maps.unnamed")} label={t("maps.touchpoint")} onClose={onClose}>
      {editable ? (
        <div className={style.fields} data-cell={cellAt(stage.id, "touchpoints")}>
          <TextInput label={t("maps.touchpoint_name")} value={touchpoint.name} maxLength={60} onChange={(event) => event.currentTarget.value && change({ name: event.currentTarget.value }, `name ${id}`)} onBlur={view.settle} />
          <NativeSelect label={t("maps.stage")} value={stage.id} onChange={({ currentTarget }) => moveTo(currentTarget.value)} data={document.stages.map((each) => ({ value: each.id, label: each.name || t("maps.unnamed") }))} />
          <EventsField label={t("maps.events")} none={t("maps.events_none")} value={events} onChange={(next) => change({ events: boundTo(next, touchpoint.events) })} />
          <p className={style.note}>{t("maps.events_hint")}</p>
          <Checkbox label={t("maps.optional")} description={t("maps.optional_hint")} checked={touchpoint.optional ?? false} onChange={(event) => change({ optional: event.currentTarget.checked || undefined })} />
          <Checkbox label={t("maps.repeats")} description={t("maps.repeats_hint")} checked={touchpoint.repeats ?? false} onChange={(event) => change({ repeats: event.currentTarget.checked || undefined })} />
          <MeasureFields touchpoint={touchpoint} onChange={(next, of) => change(next, of && `${of} ${id}`)} onSettle={view.settle} />
          <div>
            <Button
              variant="default"
              leftSection={<IconTrash size={15} />}
              onClick={() => {
                onClose();
                edit((before) => removeTouchpoint(before, id));
                view.announce(t("maps.removed", { name: touchpoint.name }));
              }}
            >
              {t("maps.remove_touchpoint")}
            </Button>
          </div>
        </div>
      ) : (
        <dl className={style.facts}>
          <dt>{t("maps.stage")}</dt>
          <dd>{stage.name}</dd>
          <dt>{t("maps.events")}</dt>
          <dd>{events ? namesTitle(events) : t("maps.not_bound")}</dd>
          <dt>{t("maps.may")}</dt>
          <dd>{[touchpoint.optional && t("maps.optional"), touchpoint.repeats && t("maps.repeats")].filter(Boolean).join(", ") || t("maps.must_once")}</dd>
        </dl>
      )}
      {figures && figures.series.length > 0 && <SeriesTable figures={figures} />}
    </Panel>
  );
}
