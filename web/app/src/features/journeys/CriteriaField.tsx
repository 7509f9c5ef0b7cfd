/** What people must do within one period: up to three metrics, each at least so often, all of them or any. */
import { ActionIcon, Button, NativeSelect, NumberInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

import { t } from "@/lib/i18n";

import { EventsField } from "./fields";
import style from "./journeys.module.css";
import { type CohortCriteria, leastMax, metricsMax } from "./search";

interface Props {
  label: string;
  /** What it means that no event is chosen. */
  none: string;
  value: CohortCriteria;
  onChange: (criteria: CohortCriteria) => void;
}

export function CriteriaField({ label, none, value, onChange }: Props) {
  const { metrics } = value;
  const nameOf = (at: number) => (at === 0 ? label : t("journeys.metric", { name: label, number: at + 1 }));
  const set = (at: number, metric: CohortCriteria["metrics"][number]) => onChange({ ...value, metrics: metrics.map((each, place) => (place === at ? metric : each)) });
  return (
    <fieldset className={style.criteria} aria-label={label}>
      {metrics.map(({ events, least }, at) => (
        <div key={at} className={style.field}>
          {at === 1 && (
            <NativeSelect
              aria-label={t("journeys.metrics_joined", { name: label })}
              value={value.any ? "or" : "and"}
              onChange={(event) => onChange({ ...value, any: event.currentTarget.value === "or" || undefined })}
              data={(["and", "or"] as const).map((join) => ({ value: join, label: t(`journeys.metrics_joined.${join}`) }))}
            />
          )}
          <EventsField label={nameOf(at)} none={none} value={events} onChange={(next) => set(at, { events: next, least })} />
          <div className={style.least}>
            <span aria-hidden>{t("journeys.least")}</span>
            <NumberInput
              aria-label={t("journeys.least_of", { name: nameOf(at) })}
              min={1}
              max={leastMax}
              allowDecimal={false}
              value={least ?? 1}
              onChange={(times) => set(at, { events, least: Number(times) > 1 ? Math.min(leastMax, Number(times)) : undefined })}
            />
            <span aria-hidden>{t("journeys.least_times", { count: least ?? 1 })}</span>
            {metrics.length > 1 && (
              <ActionIcon aria-label={t("journeys.metric_remove", { name: nameOf(at) })} onClick={() => onChange({ ...value, metrics: metrics.filter((_, place) => place !== at) })}>
                <IconX size={15} />
              </ActionIcon>
            )}
          </div>
        </div>
      ))}
      {metrics.length < metricsMax && (
        <Button variant="subtle" className={style.another} leftSection={<IconPlus size={15} />} aria-label={t("journeys.metric_add_to", { name: label })} onClick={() => onChange({ ...value, metrics: [...metrics, {}] })}>
          {t("journeys.metric_add")}
        </Button>
      )}
    </fieldset>
  );
}
