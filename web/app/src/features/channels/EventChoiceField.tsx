/** Which events: all of them, or those of some names and kinds. */
import { Button, MultiSelect } from "@mantine/core";

import { EventNamesField } from "@/features/condition";
import { t } from "@/lib/i18n";
import { Json } from "@/ui/Json";

import style from "./channels.module.css";
import { choiceOf, conditionOf, type EventChoice, everything, kinds } from "./filter";

interface Props {
  /** As the server says it; null: every event. */
  filter: unknown;
  onChange: (filter: unknown) => void;
}

export function EventChoiceField({ filter, onChange }: Props) {
  const choice = choiceOf(filter);
  if (choice === null) {
    return (
      <div className={style.own}>
        <p className="tl-dim">{t("channels.filter_own")}</p>
        <Json value={filter} label={t("channels.filter")} />
        <Button variant="default" onClick={() => onChange(conditionOf(everything))}>
          {t("channels.filter_drop")}
        </Button>
      </div>
    );
  }
  const change = (part: Partial<EventChoice>) => onChange(conditionOf({ ...choice, ...part }));
  return (
    <div className={style.filter}>
      <EventNamesField label={t("channels.filter_names")} none={t("channels.filter_names_hint")} value={choice.names} onChange={(names) => change({ names })} free />
      <MultiSelect
        label={t("channels.filter_kinds")}
        placeholder={choice.kinds.length === 0 ? t("channels.filter_kinds_hint") : ""}
        data={kinds.map((kind) => ({ value: kind, label: kind }))}
        value={choice.kinds}
        onChange={(chosen) => change({ kinds: chosen })}
      />
    </div>
  );
}
