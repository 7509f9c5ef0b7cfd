/** Whose lines a question looks at, and into which parts its answer is split. The same for every question. */
import { ActionIcon, Button, NativeSelect, Switch, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

import { ConditionBar, useFields } from "@/features/condition";
import { humanise } from "@/lib/format";
import { t } from "@/lib/i18n";

import { DerivedField } from "./DerivedField";
import { namesOf } from "./events";
import { PropertyName } from "./fields";
import style from "./journeys.module.css";
import { type Against, eventKeys, groupsMax, type JourneySearch } from "./search";
import type { Journey } from "./useJourney";

export function WhoseField({ journey }: { journey: Journey }) {
  const { search, change } = journey;
  return (
    <div className={style.field}>
      <span className={style.label}>{t("journeys.whose")}</span>
      <ConditionBar condition={search.people ?? null} onChange={(people) => change({ people: people ?? undefined })} add={t("journeys.whose_all")} label={t("journeys.whose")} />
    </div>
  );
}

const ways = ["none", "trait", "property", "derived", "groups", "before", "days"] as const;
type Way = (typeof ways)[number];

function wayOf({ by, groups, against }: JourneySearch): Way {
  if (by) return "derived" in by ? "derived" : "trait" in by ? "trait" : "property";
  if (groups) return "groups";
  if (against) return against === "before" ? "before" : "days";
  return "none";
}

const empty = { by: undefined, groups: undefined, together: undefined, against: undefined };
const begun: Record<Way, Partial<JourneySearch>> = {
  none: {},
  trait: { by: { trait: "" } },
  property: { by: { property: "" } },
  derived: { by: { derived: { name: "", cases: [{ value: "", where: null }] } } },
  groups: { groups: [null, null] },
  before: { against: "before" },
  days: { against: {} },
};

/** `eachEvent`: a property is that of each event, and not of a person's first one. */
export function SplitField({ journey, eachEvent }: { journey: Journey; eachEvent: boolean }) {
  const { search, change } = journey;
  const way = wayOf(search);
  return (
    <div className={style.field}>
      <NativeSelect
        label={t("journeys.split")}
        value={way}
        onChange={(event) => change({ ...empty, ...begun[event.currentTarget.value as Way] })}
        data={ways.map((value) => ({ value, label: t(value === "property" && eachEvent ? "journeys.split.property_each" : `journeys.split.${value}`) }))}
      />
      {way === "trait" && <TraitField journey={journey} />}
      {way === "property" && <PropertyField journey={journey} />}
      {search.by && "derived" in search.by && <DerivedField value={search.by.derived} names={namesIn(search)} onChange={(derived) => change({ by: { derived } })} />}
      {way === "groups" && <GroupFields journey={journey} />}
      {way === "before" && search.range === "all" && !search.from && <p className={style.note}>{t("journeys.split_no_before")}</p>}
      {way === "days" && <DaysFields value={search.against} onChange={(against) => change({ against })} />}
    </div>
  );
}

function TraitField({ journey }: { journey: Journey }) {
  const traits = useFields().data?.traits ?? [];
  const { by } = journey.search;
  const chosen = by && "trait" in by ? by.trait : "";
  const known = traits.some((each) => each.key === chosen) || !chosen;
  return (
    <NativeSelect
      aria-label={t("journeys.split_trait")}
      value={chosen}
      onChange={(event) => journey.change({ by: { trait: event.currentTarget.value } })}
      data={[{ value: "", label: t("journeys.split_choose") }, ...(known ? [] : [{ value: chosen, label: humanise(chosen) }]), ...traits.map(({ key }) => ({ value: key, label: humanise(key) }))]}
    />
  );
}

/** The events that a question names, whose properties are proposed. */
export function namesIn(search: JourneySearch): string[] {
  const { graph, number, x, y, included, returned } = search;
  const others = [...(graph?.nodes ?? []), number, x, y, ...(included?.metrics ?? []), ...(returned?.metrics ?? [])].map((each) => each?.events);
  return [...new Set([...(search.steps ?? []).flatMap(namesOf), ...others.flatMap(namesOf), ...eventKeys.flatMap((key) => namesOf(search[key]))])];
}

function PropertyField({ journey }: { journey: Journey }) {
  const { by } = journey.search;
  return (
    <PropertyName
      label={t("journeys.split_property")}
      hidden
      hint={t("journeys.split_property_hint")}
      names={namesIn(journey.search)}
      value={by && "property" in by ? by.property : ""}
      onChange={(property) => journey.change({ by: { property } })}
    />
  );
}

function GroupFields({ journey }: { journey: Journey }) {
  const { groups = [], together } = journey.search;
  const shown = Array.from({ length: Math.max(2, groups.length) }, (_, at) => groups[at] ?? null);
  const put = (next: typeof shown) => journey.change({ groups: next });
  return (
    <>
      {shown.map((group, at) => (
        <div key={at} className={style.field}>
          <span className={style.note}>{t("journeys.split_group", { number: at + 1 })}</span>
          <div className={style.step}>
            <ConditionBar
              condition={group}
              onChange={(condition) => put(shown.map((each, place) => (place === at ? condition : each)))}
              add={t(!together && at > 0 && at === shown.length - 1 ? "journeys.everybody_else" : "journeys.split_who")}
              label={t("journeys.split_group", { number: at + 1 })}
            />
            {shown.length > 2 && (
              <ActionIcon aria-label={t("journeys.split_remove", { number: at + 1 })} onClick={() => put(shown.filter((_, place) => place !== at))}>
                <IconX size={15} />
              </ActionIcon>
            )}
          </div>
        </div>
      ))}
      {shown.length < groupsMax && (
        <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => put([...shown, null])}>
          {t("journeys.split_add")}
        </Button>
      )}
      <Switch label={t("journeys.split_together")} checked={together ?? false} onChange={(event) => journey.change({ together: event.currentTarget.checked || undefined })} />
    </>
  );
}

function DaysFields({ value, onChange }: { value: Against | undefined; onChange: (against: Against) => void }) {
  const days = typeof value === "object" ? value : {};
  const set = (next: { from?: string | undefined; until?: string | undefined }) => {
    const { from, until } = { ...days, ...next };
    onChange({ ...(from ? { from } : {}), ...(until ? { until } : {}) });
  };
  return (
    <div className={style.range}>
      <TextInput type="date" aria-label={t("journeys.compared_from")} value={days.from ?? ""} onChange={(event) => set({ from: event.currentTarget.value || undefined })} />
      <TextInput type="date" aria-label={t("journeys.compared_until")} value={days.until ?? ""} onChange={(event) => set({ until: event.currentTarget.value || undefined })} />
    </div>
  );
}
