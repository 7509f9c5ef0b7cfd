/** What must not happen between steps of a funnel, each between two of them. */
import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

import { t } from "@/lib/i18n";

import { EventsField } from "./fields";
import { betweenOf } from "./funnel";
import style from "./journeys.module.css";
import { type Exclusion, exclusionsMax } from "./search";

interface Props {
  /** How many steps there are. */
  steps: number;
  value: Exclusion[];
  onChange: (exclusions: Exclusion[]) => void;
}

export function ExclusionsField({ steps, value, onChange }: Props) {
  const shown = value.length > 0 ? value : [{}];
  const put = (at: number, next: Exclusion) => onChange(shown.map((each, place) => (place === at ? next : each)));
  return (
    <fieldset className={style.criteria} aria-label={t("journeys.exclusions")}>
      {shown.map((each, at) => {
        const label = at === 0 ? t("journeys.not_between") : t("journeys.not_between_more", { number: at + 1 });
        const { from, to } = betweenOf(each, steps);
        const step = (key: "from" | "to", now: number, least: number, most: number) => (
          <NativeSelect
            size="xs"
            aria-label={t(`journeys.exclusion_${key}`, { name: label })}
            value={now}
            onChange={(event) => put(at, { ...each, from, to, [key]: Number(event.currentTarget.value) })}
            data={Array.from({ length: most - least + 1 }, (_, index) => ({ value: String(least + index), label: t("journeys.step", { number: least + index }) }))}
          />
        );
        return (
          <div key={at} className={style.field}>
            <EventsField
              label={label}
              none={t("journeys.nothing_excluded")}
              value={each.events}
              onChange={(events) => (events || shown.length > 1 ? put(at, { ...each, events }) : onChange([]))}
            />
            {each.events && (
              <div className={style.between}>
                <span aria-hidden>{t("journeys.exclusion_between")}</span>
                {step("from", from, 1, steps - 1)}
                <span aria-hidden>{t("journeys.exclusion_and")}</span>
                {step("to", to, from + 1, steps)}
              </div>
            )}
            {shown.length > 1 && (
              <ActionIcon className={style.another} aria-label={t("journeys.exclusion_remove", { name: label })} onClick={() => onChange(shown.filter((_, place) => place !== at))}>
                <IconX size={15} />
              </ActionIcon>
            )}
          </div>
        );
      })}
      {shown.at(-1)?.events && shown.length < exclusionsMax && (
        <Button variant="subtle" className={style.another} leftSection={<IconPlus size={15} />} onClick={() => onChange([...shown, {}])}>
          {t("journeys.exclusion_add")}
        </Button>
      )}
    </fieldset>
  );
}
