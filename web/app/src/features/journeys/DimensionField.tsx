/** By what something is put into groups: the event's name, a property or a trait. */
import { NativeSelect } from "@mantine/core";

import { t } from "@/lib/i18n";

import style from "./journeys.module.css";
import { NumberTraitField, PropertyNameField } from "./NumberField";
import type { Dimension } from "./search";

interface DimensionProps {
  label: string;
  names: string[];
  value: Dimension | null;
  onChange: (by: Dimension | null) => void;
  /** What it means that there is none; there always is one without. */
  none?: string;
  /** The names of the three kinds. */
  words?: "journeys.treemap_by" | "journeys.rows";
}

export function DimensionField({ label, names, value, onChange, none, words = "journeys.treemap_by" }: DimensionProps) {
  const kind = !value ? "none" : "event" in value ? "event" : "property" in value ? "property" : "trait";
  const begun: Record<string, Dimension | null> = { none: null, event: { event: true }, property: { property: "" }, trait: { trait: "" } };
  const kinds = (["event", "property", "trait"] as const).map((each) => ({ value: each as string, label: t(`${words}.${each}`) }));
  return (
    <div className={style.field}>
      <NativeSelect
        label={label}
        value={kind}
        onChange={(event) => onChange(begun[event.currentTarget.value] ?? null)}
        data={[...(none === undefined ? [] : [{ value: "none", label: none }]), ...kinds]}
      />
      {value && "property" in value && <PropertyNameField label={t("journeys.treemap_property", { name: label })} names={names} value={value.property} onChange={(property) => onChange({ property })} />}
      {value && "trait" in value && <NumberTraitField label={t("journeys.treemap_trait", { name: label })} value={value.trait} onChange={(trait) => onChange({ trait })} />}
    </div>
  );
}
