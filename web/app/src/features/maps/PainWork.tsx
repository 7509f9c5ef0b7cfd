/** Where the work on a pain is told, since when something is done, and by which figure that is measured. */
import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";

import type { MapPain } from "@/api/types";
import { t } from "@/lib/i18n";

import { changePain } from "./document";

export const impactFigures = ["converted", "reached", "time_in_stage", "beyond_sla", "repeated", "returned", "ended", "score"] as const;

interface Props {
  pain: MapPain;
  onChange: (pain: MapPain) => void;
  onSettle: () => void;
}

export function PainWork({ pain, onChange, onSettle }: Props) {
  const [link, setLink] = useState(pain.link ?? "");
  const wrong = link !== "" && !/^https?:\/\/./.test(link);
  return (
    <>
      <TextInput
        label={t("maps.pain.link")}
        value={link}
        maxLength={400}
        error={wrong ? t("maps.pain.link_wrong") : undefined}
        onChange={({ currentTarget: { value } }) => setLink(value.trim())}
        onBlur={() => {
          if (!wrong && link !== (pain.link ?? "")) onChange(changePain(pain, { link: link || undefined }));
          onSettle();
        }}
      />
      <TextInput type="date" label={t("maps.pain.since")} value={pain.since?.slice(0, 10) ?? ""} onChange={({ currentTarget: { value } }) => onChange(changePain(pain, { since: value ? `${value}T00:00:00Z` : undefined }))} />
      {pain.since && (
        <NativeSelect
          label={t("maps.pain.figure")}
          value={pain.figure ?? "converted"}
          onChange={({ currentTarget: { value } }) => onChange(changePain(pain, { figure: impactFigures.find((each) => each === value) }))}
          data={impactFigures.map((value) => ({ value, label: t(`maps.impact.${value}`) }))}
        />
      )}
    </>
  );
}
