/** Whose lines of which time are laid over the map, with what they are compared, and which answers say how people feel. */
import { NativeSelect } from "@mantine/core";

import { ConditionBar } from "@/features/condition";
import { type Journey, RangeField } from "@/features/journeys";
import { t } from "@/lib/i18n";

import { everybody } from "./figures";
import style from "./maps.module.css";
import { NumbersField } from "./NumbersField";
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
      <NumbersField event={t("maps.scores_event")} property={t("maps.scores_property")} none={t("maps.scores_none")} value={search.scores} onChange={(scores) => look({ scores } as MapSearch)} />
      <ConditionBar condition={journey.search.people ?? null} onChange={(people) => journey.change({ people: people ?? undefined })} add={t("maps.only")} label={t("journeys.whose")} />
    </form>
  );
}
