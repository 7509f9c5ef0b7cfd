/** What hurts in a stage: who is to end it, with what, and how far that is. */
import { ActionIcon, NativeSelect, Popover, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";

import type { MapPain } from "@/api/types";
import { t } from "@/lib/i18n";
import { Badge, type Tone } from "@/ui/Badge";

import { cellTextsMax, changePain, type PainStatus, painStatuses } from "./document";
import { EditableText } from "./EditableText";
import { PainImpact } from "./PainImpact";
import { PainWork } from "./PainWork";
import type { CanvasView } from "./view";
import style from "./maps.module.css";
import { AddButton, type Adding } from "./TextCell";

const tones: Record<PainStatus, Tone> = { open: "bad", planned: "warn", in_progress: "warn", done: "good" };

interface Props {
  view: CanvasView;
  stage: string;
  pains: MapPain[];
  label: string;
  editable: boolean;
  onChange: (pains: MapPain[]) => void;
}

export function PainCell({ view, stage, pains, label, editable, onChange }: Props) {
  const [adding, setAdding] = useState<Adding>("no");
  const replace = (at: number, pain: MapPain | null) => onChange(pains.flatMap((each, index) => (index === at ? (pain ? [pain] : []) : [each])));
  return (
    <ul className={style.texts}>
      {pains.map((pain, index) => (
        <li key={index} className={style.item}>
          <div className={style.pain}>
            <EditableText value={pain.text} label={label} empty={t("maps.write")} editable={editable} onChange={(text) => replace(index, text ? { ...pain, text } : null)} />
            <PainState pain={pain} editable={editable} onChange={(next) => replace(index, next)} onSettle={view.settle} />
            <PainImpact view={view} stage={stage} place={index} pain={pain} />
          </div>
          {editable && (
            <ActionIcon size="xs" className={style.onHover} aria-label={t("maps.remove", { name: pain.text })} onClick={() => replace(index, null)}>
              <IconX size={12} />
            </ActionIcon>
          )}
        </li>
      ))}
      {adding === "yes" ? (
        <li className={style.item}>
          <EditableText value="" label={label} empty="" editable fresh onChange={(text) => text && onChange([...pains, { text }])} onDone={(stays) => setAdding(stays ? "done" : "no")} />
        </li>
      ) : (
        editable &&
        pains.length < cellTextsMax && (
          <li>
            <AddButton label={t("maps.add_to", { name: label })} again={adding === "done"} onAdd={() => setAdding("yes")} />
          </li>
        )
      )}
    </ul>
  );
}

function PainState({ pain, editable, onChange, onSettle }: { pain: MapPain; editable: boolean; onChange: (pain: MapPain) => void; onSettle: () => void }) {
  const [open, setOpen] = useState(false);
  const { status, owner, initiative } = pain;
  const words = [owner, initiative].filter(Boolean).join(" · ");
  const shown = (
    <>
      {status && <Badge tone={tones[status]}>{t(`maps.pain.${status}`)}</Badge>}
      {words && <span className={style.words} dir="auto">{words}</span>}
    </>
  );
  const way = pain.link && (
    <a className={style.painLink} href={pain.link} target="_blank" rel="noreferrer">
      {t("maps.pain.open_link")}
    </a>
  );
  if (!editable)
    return status || words || way ? (
      <span className={style.painState}>
        {shown}
        {way}
      </span>
    ) : null;
  return (
    <>
    {way}
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <button type="button" className={`${style.painState} ${status || words ? "" : style.onHover}`} onClick={() => setOpen(!open)}>
          <span className="tl-hidden">{t("maps.pain_state", { name: pain.text })} </span>
          {status || words ? shown : t("maps.pain_assign")}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={12} w={280}>
        <div className={style.fields}>
          <NativeSelect
            label={t("maps.pain.status")}
            value={status ?? ""}
            onChange={(event) => onChange(changePain(pain, { status: painStatuses.find((each) => each === event.currentTarget.value) }))}
            data={[{ value: "", label: t("maps.pain.none") }, ...painStatuses.map((value) => ({ value, label: t(`maps.pain.${value}`) }))]}
          />
          <TextInput label={t("maps.pain.owner")} value={owner ?? ""} maxLength={160} onChange={(event) => onChange(changePain(pain, { owner: event.currentTarget.value || undefined }))} />
          <PainWork pain={pain} onChange={onChange} onSettle={onSettle} />
          <TextInput label={t("maps.pain.initiative")} value={initiative ?? ""} maxLength={160} onChange={(event) => onChange(changePain(pain, { initiative: event.currentTarget.value || undefined }))} />
        </div>
      </Popover.Dropdown>
    </Popover>
    </>
  );
}
