/** A property of one's own, worked out of what events say: the value of the first case that holds. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

import { EventConditionBar } from "@/features/condition";
import { t } from "@/lib/i18n";

import style from "./journeys.module.css";
import { casesMax, type Derived } from "./search";

interface Props {
  value: Derived;
  /** The events whose properties are proposed. */
  names: string[];
  onChange: (derived: Derived) => void;
}

export function DerivedField({ value, names, onChange }: Props) {
  const { cases } = value;
  const put = (at: number, next: Partial<Derived["cases"][number]>) => onChange({ ...value, cases: cases.map((each, place) => (place === at ? { ...each, ...next } : each)) });
  return (
    <fieldset className={style.criteria} aria-label={t("journeys.derived")}>
      <TextInput label={t("journeys.derived_name")} placeholder={t("journeys.derived_name_usual")} maxLength={100} value={value.name} onChange={(event) => onChange({ ...value, name: event.currentTarget.value })} />
      {cases.map(({ value: said, where }, at) => {
        const label = t("journeys.derived_value", { number: at + 1 });
        return (
          <div key={at} className={style.field}>
            <div className={style.step}>
              <TextInput label={label} placeholder={t("journeys.derived_value_hint")} maxLength={100} value={said} onChange={(event) => put(at, { value: event.currentTarget.value })} />
              {cases.length > 1 && (
                <div className={style.stepButtons}>
                  <ActionIcon aria-label={t("journeys.derived_remove", { number: at + 1 })} onClick={() => onChange({ ...value, cases: cases.filter((_, place) => place !== at) })}>
                    <IconX size={15} />
                  </ActionIcon>
                </div>
              )}
            </div>
            <EventConditionBar names={names} condition={where} onChange={(next) => put(at, { where: next })} add={t("journeys.derived_where")} label={t("journeys.where_of", { name: label })} quiet />
          </div>
        );
      })}
      {cases.length < casesMax && (
        <Button variant="subtle" className={style.another} leftSection={<IconPlus size={15} />} onClick={() => onChange({ ...value, cases: [...cases, { value: "", where: null }] })}>
          {t("journeys.derived_add")}
        </Button>
      )}
      <TextInput
        label={t("journeys.derived_otherwise")}
        placeholder={t("journeys.derived_none")}
        maxLength={100}
        value={value.otherwise ?? ""}
        onChange={(event) => onChange({ ...value, otherwise: event.currentTarget.value || undefined })}
      />
    </fieldset>
  );
}
