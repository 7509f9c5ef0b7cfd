/** The texts of one cell, each edited where it stands, and one more. */
import { ActionIcon } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";

import { t } from "@/lib/i18n";

import { cellTextsMax } from "./document";
import { EditableText } from "./EditableText";
import style from "./maps.module.css";

interface Props {
  texts: string[];
  /** What one of them is called: "Goal of Trial". */
  label: string;
  editable: boolean;
  onChange: (texts: string[]) => void;
}

export function TextCell({ texts, label, editable, onChange }: Props) {
  const [adding, setAdding] = useState<Adding>("no");
  const replace = (at: number, text: string) => onChange(text ? texts.map((each, index) => (index === at ? text : each)) : texts.filter((_, index) => index !== at));
  return (
    <ul className={style.texts}>
      {texts.map((text, index) => (
        <li key={index} className={style.item}>
          <EditableText value={text} label={label} empty={t("maps.write")} editable={editable} onChange={(next) => replace(index, next)} />
          {editable && (
            <ActionIcon size="xs" className={style.onHover} aria-label={t("maps.remove", { name: text })} onClick={() => replace(index, "")}>
              <IconX size={12} />
            </ActionIcon>
          )}
        </li>
      ))}
      {adding === "yes" ? (
        <li className={style.item}>
          <EditableText value="" label={label} empty="" editable fresh onChange={(text) => text && onChange([...texts, text])} onDone={(stays) => setAdding(stays ? "done" : "no")} />
        </li>
      ) : (
        editable &&
        texts.length < cellTextsMax && (
          <li>
            <AddButton label={t("maps.add_to", { name: label })} again={adding === "done"} onAdd={() => setAdding("yes")} />
          </li>
        )
      )}
    </ul>
  );
}

/** Done with the keyboard: the focus goes back to where one more begins. */
export type Adding = "no" | "yes" | "done";

export function AddButton({ label, again, onAdd }: { label: string; again: boolean; onAdd: () => void }) {
  return (
    <button type="button" className={style.add} aria-label={label} title={label} autoFocus={again} onClick={onAdd}>
      <IconPlus size={13} aria-hidden />
    </button>
  );
}
