/** The parts of which the builders are made: events with their volumes, one of some words, a range of time. */
import { Autocomplete, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";

import { EventConditionBar, EventNamesField, useProperties } from "@/features/condition";
import { t, type TextKey } from "@/lib/i18n";

import { type Events, eventsOf, namesOf, whereOf } from "./events";
import style from "./journeys.module.css";
import { choices, type Choice } from "./search";
import { defaultRange, type Journey } from "./useJourney";

interface EventsProps {
  label: string;
  /** What it means that none is chosen. */
  none: string;
  value: Events | undefined;
  onChange: (events: Events | undefined) => void;
}

/** Any of some events, and what must hold for them. */
export function EventsField({ label, none, value, onChange }: EventsProps) {
  const names = namesOf(value);
  const where = whereOf(value);
  return (
    <div className={style.events}>
      <EventNamesField label={label} none={none} value={names} onChange={(next) => onChange(eventsOf(next, where))} />
      {names.length > 0 && (
        <EventConditionBar
          names={names}
          condition={where}
          onChange={(next) => onChange(eventsOf(names, next))}
          add={t("journeys.where")}
          label={t("journeys.where_of", { name: label })}
          quiet
        />
      )}
    </div>
  );
}

interface PickProps<Key extends Choice> {
  of: Key;
  journey: Journey;
  usual: (typeof choices)[Key][number];
  label: string;
}

/** One of the words that the address knows, as a sentence's part. */
export function Pick<Key extends Choice>({ of, journey, usual, label }: PickProps<Key>) {
  const known: readonly string[] = choices[of];
  return (
    <NativeSelect
      label={label}
      value={journey.search[of] ?? usual}
      onChange={(event) => journey.change({ [of]: event.currentTarget.value === usual ? undefined : event.currentTarget.value })}
      data={known.map((value) => ({ value, label: t(`journeys.${of}.${value}` as TextKey) }))}
    />
  );
}

interface PropertyProps {
  label: string;
  /** The label is only read out. */
  hidden?: boolean;
  hint: string;
  /** The events whose properties are proposed. */
  names: string[];
  value: string;
  onChange: (property: string) => void;
}

export function PropertyName({ label, hidden = false, hint, names, value, onChange }: PropertyProps) {
  const { properties } = useProperties(names, true);
  return (
    <Autocomplete
      {...(hidden ? {} : { label })}
      aria-label={label}
      placeholder={hint}
      size="xs"
      limit={60}
      data={properties.map((each) => each.key)}
      value={value}
      onChange={onChange}
      comboboxProps={{ shadow: "md" }}
    />
  );
}

export function SliderField({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  return (
    <label className={style.slider}>
      {label}
      <input type="range" min={0} max={100} step={5} value={value} onChange={(event) => onChange(Number(event.currentTarget.value))} />
    </label>
  );
}

const own = "own";

export function RangeField({ journey }: { journey: Journey }) {
  const { search, change } = journey;
  const dates = Boolean(search.from || search.until);
  const options = [...choices.range.map((value) => ({ value: value as string, label: t(`journeys.range.${value}`) })), { value: own, label: t("journeys.range.own") }];
  const today = new Date().toISOString().slice(0, 10);
  const choose = (value: string) => {
    if (value === own) return change({ range: undefined, until: today });
    change({ from: undefined, until: undefined, range: value === defaultRange ? undefined : (value as (typeof choices.range)[number]) });
  };
  return (
    <div className={style.range}>
      <NativeSelect aria-label={t("journeys.range")} value={dates ? own : (search.range ?? defaultRange)} onChange={(event) => choose(event.currentTarget.value)} data={options} />
      {dates && (
        <>
          <TextInput type="date" aria-label={t("journeys.from")} value={search.from ?? ""} onChange={(event) => change({ from: event.currentTarget.value || undefined })} />
          <TextInput type="date" aria-label={t("journeys.until")} value={search.until ?? ""} onChange={(event) => change({ until: event.currentTarget.value || undefined })} />
        </>
      )}
    </div>
  );
}

export function ViewField({ journey }: { journey: Journey }) {
  return (
    <SegmentedControl
      aria-label={t("journeys.view")}
      value={journey.search.view ?? "chart"}
      onChange={(view) => journey.look({ view: view === "table" ? "table" : undefined })}
      data={[
        { value: "chart", label: t("journeys.view.chart") },
        { value: "table", label: t("journeys.view.table") },
      ]}
    />
  );
}
