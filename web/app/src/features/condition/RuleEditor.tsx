/** One rule: what it is about, how it is compared, with what. Changes count at once. */
import { NativeSelect, NumberInput, Switch, TagsInput, TextInput } from "@mantine/core";
import { useId } from "react";

import { t } from "@/lib/i18n";

import { comparisonsFor, defaultValue, fieldFor, type Rule, type Value } from "./condition";
import style from "./condition.module.css";
import { noSegments, type SegmentNames } from "./useSegmentNames";
import { comparisonTitle, subjectTitle } from "./words";

interface Props {
  rule: Rule;
  /** The type of the trait: string, number, boolean or time. */
  type: string;
  /** Values that it is known to have. */
  values?: string[] | undefined;
  segments?: SegmentNames;
  onChange: (rule: Rule) => void;
}

export function RuleEditor({ rule, type, values = [], segments = noSegments, onChange }: Props) {
  const title = subjectTitle(rule.subject, segments);
  const known = comparisonsFor(rule.subject, type);
  const comparisons = known.includes(rule.is) ? known : [rule.is, ...known];
  const compare = (is: string) => {
    if (rule.subject.about === "event") return onChange({ ...rule, is });
    const before = fieldFor(rule.is, type);
    const after = fieldFor(is, type);
    onChange({ ...rule, is, value: before === after ? rule.value : defaultValue(after) });
  };
  return (
    <div className={style.rule}>
      <span className={style.ruleTitle}>{title}</span>
      <NativeSelect
        aria-label={t("condition.comparison")}
        value={rule.is}
        onChange={(event) => compare(event.currentTarget.value)}
        data={comparisons.map((is) => ({ value: is, label: comparisonTitle(is) }))}
        w={rule.subject.about === "event" ? 112 : 150}
      />
      {rule.subject.about === "event" ? (
        <EventFields rule={rule} onChange={onChange} />
      ) : (
        <ValueField rule={rule} type={type} values={values} onChange={(value) => onChange({ ...rule, value })} />
      )}
      {rule.subject.about !== "segment" && (
        <Switch label={t("condition.negate")} checked={rule.not} onChange={(event) => onChange({ ...rule, not: event.currentTarget.checked })} />
      )}
    </div>
  );
}

function EventFields({ rule, onChange }: { rule: Rule; onChange: (rule: Rule) => void }) {
  const ever = rule.withinDays === null || rule.withinDays === undefined;
  return (
    <>
      <NumberInput
        aria-label={t("condition.how_often")}
        value={rule.count ?? 1}
        onChange={(value) => onChange({ ...rule, count: Math.max(0, Number(value) || 0) })}
        min={0}
        allowDecimal={false}
        w={84}
        suffix="×"
        data-autofocus
      />
      <NativeSelect
        aria-label={t("condition.when")}
        value={ever ? "ever" : "days"}
        onChange={(event) => onChange({ ...rule, withinDays: event.currentTarget.value === "ever" ? null : 30 })}
        data={[
          { value: "ever", label: t("condition.ever") },
          { value: "days", label: t("condition.in_the_last") },
        ]}
        w={122}
      />
      {!ever && (
        <NumberInput
          aria-label={t("condition.day_count")}
          value={rule.withinDays ?? 30}
          onChange={(value) => onChange({ ...rule, withinDays: Math.max(1, Number(value) || 1) })}
          min={1}
          suffix={` ${t("condition.days_unit")}`}
          w={110}
        />
      )}
    </>
  );
}

function ValueField({ rule, type, values, onChange }: { rule: Rule; type: string; values: string[]; onChange: (value: Value | null) => void }) {
  const listId = useId();
  const label = t("condition.value");
  const { value } = rule;
  switch (fieldFor(rule.is, type)) {
    case "none":
      return null;
    case "boolean":
      return (
        <NativeSelect
          aria-label={label}
          value={String(value ?? true)}
          onChange={(event) => onChange(event.currentTarget.value === "true")}
          data={[
            { value: "true", label: t("value.yes") },
            { value: "false", label: t("value.no") },
          ]}
          w={90}
        />
      );
    case "number":
      return (
        <NumberInput aria-label={label} value={typeof value === "number" ? value : ""} w={140} data-autofocus
          onChange={(next) => onChange(next === "" ? null : Number(next))} />
      );
    case "days":
      return (
        <NumberInput aria-label={t("condition.day_count")} value={typeof value === "number" ? value : 30} min={1} w={110} data-autofocus
          suffix={` ${t("condition.days_unit")}`} onChange={(next) => onChange(Math.max(1, Number(next) || 1))} />
      );
    case "date":
      return (
        <TextInput aria-label={label} type="date" value={typeof value === "string" ? value.slice(0, 10) : ""} w={150} data-autofocus
          onChange={(event) => onChange(event.currentTarget.value ? `${event.currentTarget.value}T00:00:00Z` : null)} />
      );
    case "list":
      return (
        <TagsInput aria-label={label} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} w={240} data={values}
          placeholder={t("condition.list_hint")} data-autofocus />
      );
    case "text":
      return (
        <>
          <TextInput aria-label={label} value={typeof value === "string" ? value : value === null ? "" : String(value)} w={180} data-autofocus
            list={values.length ? listId : undefined} onChange={(event) => onChange(event.currentTarget.value || null)} />
          {values.length > 0 && (
            <datalist id={listId}>
              {values.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
          )}
        </>
      );
  }
}
