/** An event and its property that holds a number. */
import { Autocomplete, NativeSelect } from "@mantine/core";
import { useState } from "react";

import { useEventNames, useProperties } from "@/features/condition";

import type { Numbers } from "./search";

interface Props {
  /** What the two fields are called, and what no event at all is. */
  event: string;
  property: string;
  none: string;
  value: Numbers | undefined;
  onChange: (value: Numbers | undefined) => void;
}

export function NumbersField({ event: eventLabel, property: propertyLabel, none, value, onChange }: Props) {
  const names = [...useEventNames().keys()];
  const [typed, setTyped] = useState(value?.property ?? "");
  const event = value?.event ?? "";
  const { properties } = useProperties(event ? [event] : [], event !== "");
  const set = (property: string) => {
    setTyped(property);
    onChange({ event, property });
  };
  return (
    <>
      <NativeSelect
        aria-label={eventLabel}
        value={event}
        onChange={(change) => {
          setTyped("");
          onChange(change.currentTarget.value ? { event: change.currentTarget.value, property: "" } : undefined);
        }}
        data={[{ value: "", label: none }, ...(event && !names.includes(event) ? [event] : []), ...names]}
      />
      {event && <Autocomplete aria-label={propertyLabel} placeholder={propertyLabel} data={properties.map((each) => each.key)} value={typed} onChange={set} comboboxProps={{ shadow: "md" }} />}
    </>
  );
}
