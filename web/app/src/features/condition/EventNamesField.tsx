/** Names of events, proposed with how often they happened. */
import { MultiSelect, TagsInput } from "@mantine/core";
import { useMemo } from "react";

import { formatCompact } from "@/lib/format";
import { t } from "@/lib/i18n";

import style from "./condition.module.css";
import { useFields } from "./SubjectPicker";

/** Every name that an event has had, with how many had it. */
export function useEventNames(): Map<string, number> {
  const fields = useFields();
  return useMemo(() => new Map((fields.data?.event_names ?? []).filter((each) => each.name).map((each) => [each.name, each.events])), [fields.data]);
}

interface Props {
  label: string;
  /** What it means that none is chosen. */
  none: string;
  value: string[];
  onChange: (names: string[]) => void;
  /** A name that nobody has sent yet may be typed. */
  free?: boolean;
}

export function EventNamesField({ label, none, value, onChange, free = false }: Props) {
  const volumes = useEventNames();
  const common = {
    label,
    "aria-label": label,
    placeholder: value.length ? "" : none,
    value,
    onChange,
    limit: 100,
    comboboxProps: { shadow: "md", withinPortal: true },
    renderOption: ({ option }: { option: { value: string } }) => (
      <span className={style.eventOption}>
        <span className="tl-cut">{option.value}</span>
        <span className="tl-dim">{formatCompact(volumes.get(option.value) ?? 0)}</span>
      </span>
    ),
  };
  if (free) return <TagsInput {...common} data={[...volumes.keys()]} />;
  // A name that is gone still stands in a shared address.
  const known = [...volumes.keys(), ...value.filter((name) => !volumes.has(name))];
  return <MultiSelect {...common} data={known} searchable hidePickedOptions styles={{ inputField: { minWidth: 36 } }} nothingFoundMessage={t("condition.no_event")} />;
}
