/** One rule about events: which, with what they say, how often or in which order, and when. */
import { ActionIcon, Button, NativeSelect, NumberInput, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

import { EventConditionBar, useEventNames, useProperties } from "@/features/condition";
import { humanise } from "@/lib/format";
import { t } from "@/lib/i18n";

import { eventModes, type EventRule, type Step } from "./rule";
import style from "./segments.module.css";

interface Props {
  rule: EventRule;
  onChange: (rule: EventRule) => void;
}

export function EventRuleEditor({ rule, onChange }: Props) {
  const change = (next: Partial<EventRule>) => onChange({ ...rule, ...next });
  const follows = rule.mode === "then" || rule.mode === "without";
  return (
    <div className={style.rule}>
      <StepFields step={rule.step} label={t("segments.event")} onChange={(step) => change({ step })}>
        <NativeSelect
          aria-label={t("segments.mode")}
          value={rule.mode}
          onChange={(event) => change({ mode: event.currentTarget.value as EventRule["mode"] })}
          data={eventModes.map((mode) => ({ value: mode, label: t(`segments.mode.${mode}`) }))}
        />
        {rule.mode === "did" && <CountFields rule={rule} change={change} />}
        {(rule.mode === "first" || rule.mode === "last") && <WhenFields rule={rule} change={change} />}
      </StepFields>
      {follows && <NextSteps rule={rule} change={change} />}
      {rule.mode !== "first" && rule.mode !== "last" && <WindowFields rule={rule} change={change} />}
    </div>
  );
}

type Part = { rule: EventRule; change: (next: Partial<EventRule>) => void };

function StepFields({ step, label, onChange, children }: { step: Step; label: string; onChange: (step: Step) => void; children?: React.ReactNode }) {
  const names = [...useEventNames().keys()];
  const known = step.event === "" || names.includes(step.event) ? names : [step.event, ...names];
  return (
    <>
      <div className={style.fields}>
        <NativeSelect
          aria-label={label}
          className={style.event}
          value={step.event}
          onChange={(event) => onChange({ event: event.currentTarget.value, where: null })}
          data={[{ value: "", label: t("segments.choose_event") }, ...known]}
        />
        {children}
      </div>
      {step.event !== "" && (
        <EventConditionBar names={[step.event]} condition={step.where} onChange={(where) => onChange({ ...step, where })} add={t("segments.where")} label={t("segments.where_label", { name: step.event })} quiet />
      )}
    </>
  );
}

function CountFields({ rule, change }: Part) {
  return (
    <>
      <NativeSelect
        aria-label={t("condition.comparison")}
        value={rule.is}
        onChange={(event) => change({ is: event.currentTarget.value as EventRule["is"] })}
        data={(["at_least", "at_most", "exactly"] as const).map((is) => ({ value: is, label: t(`condition.is.${is}`) }))}
      />
      <NumberInput aria-label={t("condition.how_often")} value={rule.count} min={0} allowDecimal={false} suffix="×" w={84}
        onChange={(value) => change({ count: Math.max(0, Number(value) || 0) })} />
    </>
  );
}

const comparisons = ["within_days", "not_within_days", "before", "after"] as const;

function WhenFields({ rule, change }: Part) {
  const inDays = rule.compare === "within_days" || rule.compare === "not_within_days";
  return (
    <>
      <NativeSelect
        aria-label={t("condition.comparison")}
        value={rule.compare}
        onChange={(event) => {
          const compare = event.currentTarget.value;
          const days = compare === "within_days" || compare === "not_within_days";
          change({ compare, value: days === inDays ? rule.value : days ? 30 : null });
        }}
        data={comparisons.map((is) => ({ value: is, label: t(`condition.is.${is}`) }))}
      />
      {inDays ? (
        <DaysField value={typeof rule.value === "number" ? rule.value : 30} onChange={(value) => change({ value })} />
      ) : (
        <DateField label={t("condition.value")} value={typeof rule.value === "string" ? rule.value : null} onChange={(value) => change({ value })} />
      )}
    </>
  );
}

function NextSteps({ rule, change }: Part) {
  const replace = (at: number, step: Step) => change({ next: rule.next.map((each, index) => (index === at ? step : each)) });
  const steps = rule.mode === "without" ? rule.next.slice(0, 1) : rule.next;
  return (
    <>
      {steps.map((step, index) => (
        <div key={index} className={style.next}>
          <StepFields step={step} label={t(rule.mode === "then" ? "segments.then" : "segments.then_not")} onChange={(next) => replace(index, next)}>
            {rule.mode === "then" && rule.next.length > 1 && (
              <ActionIcon aria-label={t("segments.remove_step", { name: step.event || String(index + 2) })} onClick={() => change({ next: rule.next.filter((_, at) => at !== index) })}>
                <IconX size={14} />
              </ActionIcon>
            )}
          </StepFields>
        </div>
      ))}
      <div className={style.fields}>
        {rule.mode === "then" && rule.next.length < 9 && (
          <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => change({ next: [...rule.next, { event: "", where: null }] })}>
            {t("segments.add_step")}
          </Button>
        )}
        {rule.mode === "then" && <SameField rule={rule} change={change} />}
        <Tooltip label={t(rule.mode === "then" ? "segments.within_text" : "segments.without_text")} multiline maw={280}>
          <NumberInput aria-label={t("segments.within_hours")} value={rule.withinHours ?? ""} min={0.01} w={150} prefix={`${t("segments.within")} `} suffix={` ${t("segments.hours")}`}
            onChange={(value) => change({ withinHours: value === "" || Number(value) <= 0 ? null : Number(value) })} />
        </Tooltip>
      </div>
    </>
  );
}

/** Of which property all events of the order have to say the same. */
function SameField({ rule, change }: Part) {
  const names = [rule.step, ...rule.next].map((step) => step.event).filter((event) => event !== "");
  const { properties } = useProperties(names, names.length > 0);
  const keys = properties.map((each) => each.key);
  const known = rule.same === "" || keys.includes(rule.same) ? keys : [rule.same, ...keys];
  return (
    <Tooltip label={t("segments.same_text")} multiline maw={280}>
      <NativeSelect
        aria-label={t("segments.same")}
        value={rule.same}
        onChange={(event) => change({ same: event.currentTarget.value })}
        data={[{ value: "", label: t("segments.same_none") }, ...known.map((key) => ({ value: key, label: t("segments.same_as", { name: humanise(key) }) }))]}
      />
    </Tooltip>
  );
}

function WindowFields({ rule, change }: Part) {
  const kind = rule.days !== null ? "days" : rule.from !== null || rule.until !== null ? "dates" : "ever";
  return (
    <div className={style.fields}>
      <NativeSelect
        aria-label={t("condition.when")}
        value={kind}
        onChange={(event) => {
          const next = event.currentTarget.value;
          change({ days: next === "days" ? 30 : null, from: next === "dates" ? `${new Date().toISOString().slice(0, 10)}T00:00:00Z` : null, until: null });
        }}
        data={[
          { value: "ever", label: t("condition.ever") },
          { value: "days", label: t("condition.in_the_last") },
          { value: "dates", label: t("segments.between") },
        ]}
      />
      {rule.days !== null && <DaysField value={rule.days} onChange={(days) => change({ days })} />}
      {kind === "dates" && (
        <>
          <DateField label={t("segments.from")} value={rule.from} onChange={(from) => change({ from })} />
          <DateField label={t("segments.until")} value={rule.until} onChange={(until) => change({ until })} />
        </>
      )}
    </div>
  );
}

function DaysField({ value, onChange }: { value: number; onChange: (days: number) => void }) {
  return <NumberInput aria-label={t("condition.day_count")} value={value} min={1} w={110} suffix={` ${t("condition.days_unit")}`} onChange={(next) => onChange(Math.max(1, Number(next) || 1))} />;
}

function DateField({ label, value, onChange }: { label: string; value: string | null; onChange: (at: string | null) => void }) {
  return (
    <TextInput aria-label={label} type="date" w={150} value={value?.slice(0, 10) ?? ""} onChange={(event) => onChange(event.currentTarget.value ? `${event.currentTarget.value}T00:00:00Z` : null)} />
  );
}
