/** Which events: all of them, or those of some names and kinds. */
import { Button, MultiSelect, TagsInput } from "@mantine/core";

import { useFields } from "@/features/condition";
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
  const fields = useFields();
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
  const known = (fields.data?.event_names ?? []).map((each) => each.name).filter((name) => name !== "");
  return (
    <div className={style.filter}>
      <TagsInput
        label={t("channels.filter_names")}
        placeholder={choice.names.length === 0 ? t("channels.filter_names_hint") : ""}
        data={known}
        limit={50}
        value={choice.names}
        onChange={(names) => change({ names })}
      />
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
