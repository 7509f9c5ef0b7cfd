/** The parts of which the builders are made: events with their volumes, one of some words, a range of time. */
import { MultiSelect, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useMemo } from "react";

import { useFields } from "@/features/condition";
import { formatCompact } from "@/lib/format";
import { t, type TextKey } from "@/lib/i18n";

import style from "./journeys.module.css";
import { choices, type Choice } from "./search";
import { defaultRange, type Journey } from "./useJourney";

interface EventsProps {
  label: string;
  /** What it means that none is chosen. */
  none: string;
  value: string[] | undefined;
  onChange: (names: string[] | undefined) => void;
}

/** Any of some events, proposed with how often they happened. */
export function EventsField({ label, none, value = [], onChange }: EventsProps) {
  const fields = useFields();
  const volumes = useMemo(() => new Map((fields.data?.event_names ?? []).filter((each) => each.name).map((each) => [each.name, each])), [fields.data]);
  // A name that nobody has sent yet still stands in a shared address.
  const known = [...volumes.keys(), ...value.filter((name) => !volumes.has(name))];
  return (
    <MultiSelect
      label={label}
      aria-label={label}
      placeholder={value.length ? "" : none}
      data={known}
      value={value}
      onChange={(names) => onChange(names.length ? names : undefined)}
      searchable
      hidePickedOptions
      limit={100}
      styles={{ inputField: { minWidth: 36 } }}
      nothingFoundMessage={t("journeys.no_event")}
      comboboxProps={{ shadow: "md", withinPortal: true }}
      renderOption={({ option }) => (
        <span className={style.option}>
          <span className="tl-cut">{option.value}</span>
          <span className="tl-dim">{formatCompact(volumes.get(option.value)?.events ?? 0)}</span>
        </span>
      )}
    />
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
