/** A number of each event or of each person, as a builder has it. */
import { Autocomplete, NativeSelect, Switch } from "@mantine/core";

import { useFields, useProperties } from "@/features/condition";
import { humanise } from "@/lib/format";
import { t } from "@/lib/i18n";

import { namesOf } from "./events";
import { EventsField } from "./fields";
import style from "./journeys.module.css";
import { type NumberChoice, numbersOf } from "./search";

interface Props {
  label: string;
  value: NumberChoice;
  onChange: (next: NumberChoice) => void;
  /** Numbers of single events may be chosen, too. */
  each?: boolean;
}

export function NumberField({ label, value, onChange, each = false }: Props) {
  const kinds = numbersOf.filter((of) => each || of !== "property");
  return (
    <fieldset className={style.node} aria-label={label}>
      <NativeSelect
        label={label}
        value={value.of}
        onChange={(event) => onChange({ ...value, of: event.currentTarget.value as NumberChoice["of"] })}
        data={kinds.map((of) => ({ value: of, label: t(`journeys.number_of.${of}`) }))}
      />
      {value.of === "trait" ? (
        <NumberTraitField label={t("journeys.number_trait", { name: label })} value={value.trait ?? ""} onChange={(trait) => onChange({ ...value, trait })} />
      ) : (
        <>
          <EventsField label={t("journeys.number_events", { name: label })} none={t("journeys.all_events")} value={value.events} onChange={(events) => onChange({ ...value, events })} />
          {value.of !== "count" && (
            <PropertyNameField label={t("journeys.number_property", { name: label })} names={namesOf(value.events)} value={value.property ?? ""} onChange={(property) => onChange({ ...value, property })} />
          )}
          {(value.of === "count" || value.of === "sum") && (
            <Switch label={t("journeys.number_zeros")} checked={value.zeros ?? false} onChange={(event) => onChange({ ...value, zeros: event.currentTarget.checked || undefined })} />
          )}
        </>
      )}
    </fieldset>
  );
}

export function NumberTraitField({ label, value, onChange }: { label: string; value: string; onChange: (trait: string) => void }) {
  const traits = useFields().data?.traits ?? [];
  const known = traits.map(({ key }) => key);
  return (
    <NativeSelect
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: "", label: t("journeys.split_choose") }, ...[...new Set([...(value ? [value] : []), ...known])].map((key) => ({ value: key, label: humanise(key) }))]}
    />
  );
}

export function PropertyNameField({ label, names, value, onChange }: { label: string; names: string[]; value: string; onChange: (property: string) => void }) {
  const { properties } = useProperties(names, true);
  return (
    <Autocomplete
      aria-label={label}
      placeholder={t("journeys.split_property_hint")}
      size="xs"
      limit={60}
      data={properties.map((each) => each.key)}
      value={value}
      onChange={onChange}
      comboboxProps={{ shadow: "md" }}
    />
  );
}
