/** Whose lines of which time are laid over the map, with what they are compared, and which answers say how people feel. */
import { Autocomplete, NativeSelect } from "@mantine/core";
import { useState } from "react";

import { ConditionBar, useEventNames, useProperties } from "@/features/condition";
import { type Journey, RangeField } from "@/features/journeys";
import { t } from "@/lib/i18n";

import { everybody } from "./figures";
import style from "./maps.module.css";
import type { MapSearch } from "./search";
import type { Whose } from "./useWhose";

interface Props {
  journey: Journey;
  search: MapSearch;
  look: (next: MapSearch | { against?: "before" | undefined; others?: string | undefined }) => void;
  segments: Whose[];
  /** The map's own; empty: everybody. */
  own: string;
}

export function OverlayBar({ journey, search, look, segments, own }: Props) {
  return (
    <form className={style.overlay} aria-label={t("maps.overlay")} onSubmit={(event) => event.preventDefault()}>
      <RangeField journey={journey} />
      <NativeSelect
        aria-label={t("maps.whose")}
        value={search.whose ?? (own || everybody)}
        onChange={(event) => look({ whose: event.currentTarget.value === (own || everybody) ? undefined : event.currentTarget.value } as MapSearch)}
        data={[{ value: everybody, label: t("maps.everybody") }, ...segments.map((each) => ({ value: each.id, label: each.name }))]}
      />
      <NativeSelect
        aria-label={t("maps.against")}
        value={journey.search.against ? "before" : (search.others ?? "")}
        onChange={({ currentTarget: { value } }) => look({ against: value === "before" ? value : undefined, others: value === "before" || value === "" ? undefined : value })}
        data={[
          { value: "", label: t("maps.against_none") },
          { value: "before", label: t("maps.against_before") },
          { value: everybody, label: t("maps.everybody") },
          ...segments.map((each) => ({ value: each.id, label: each.name })),
        ]}
      />
      <ScoresField search={search} look={look} />
      <ConditionBar condition={journey.search.people ?? null} onChange={(people) => journey.change({ people: people ?? undefined })} add={t("maps.only")} label={t("journeys.whose")} />
    </form>
  );
}

/** An event and its property that holds a number. */
function ScoresField({ search, look }: Pick<Props, "search" | "look">) {
  const names = [...useEventNames().keys()];
  const [typed, setTyped] = useState(search.scores?.property ?? "");
  const event = search.scores?.event ?? "";
  const { properties } = useProperties(event ? [event] : [], event !== "");
  const set = (property: string) => {
    setTyped(property);
    look({ scores: { event, property } });
  };
  return (
    <>
      <NativeSelect
        aria-label={t("maps.scores_event")}
        value={event}
        onChange={(change) => {
          setTyped("");
          look({ scores: change.currentTarget.value ? { event: change.currentTarget.value, property: "" } : undefined } as MapSearch);
        }}
        data={[{ value: "", label: t("maps.scores_none") }, ...(event && !names.includes(event) ? [event] : []), ...names]}
      />
      {event && <Autocomplete aria-label={t("maps.scores_property")} placeholder={t("maps.scores_property")} data={properties.map((each) => each.key)} value={typed} onChange={set} comboboxProps={{ shadow: "md" }} />}
    </>
  );
}
