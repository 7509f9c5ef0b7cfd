/** Who is new, who stays, who comes back and who goes quiet. */
import type { Lifecycle, LifecycleQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import style from "./journeys.module.css";
import { fillOf, lifecycleAsk, lifecycleCompare, lifecycleLabel, lifecycleQuestion, lifecycleSays, lifecycleSheet, type LifecycleWho, lifecycleWhoTitle, states } from "./lifecycle";
import { PeriodBars } from "./PeriodBars";
import { periodShort } from "./periods";
import { useJourney } from "./useJourney";
import { namesTitle } from "./words";

export function LifecyclePage() {
  const journey = useJourney();
  const { search, change } = journey;
  const unit = search.unit ?? "week";
  return (
    <Frame<LifecycleQuestion, Lifecycle, LifecycleWho>
      page="lifecycle"
      journey={journey}
      question={lifecycleQuestion(search, journey.range)}
      builder={
        <>
          <EventsField label={t("journeys.active_with")} none={t("journeys.any_event")} value={search.events} onChange={(events) => change({ events })} />
          <Pick of="unit" journey={journey} usual="week" label={t("journeys.by_unit")} />
        </>
      }
      summary={[namesTitle(search.events, t("journeys.any_event")), t(`journeys.unit.${unit}`)]}
      ask={lifecycleAsk}
      compare={lifecycleCompare()}
      isEmpty={(answer) => answer.periods.length === 0}
      says={(answer) => lifecycleSays(answer, unit)}
      chart={(answer, open) => (
        <>
          <Legend />
          <PeriodBars
            label={t("journeys.lifecycle_chart")}
            bars={answer.periods.map((period) => ({
              key: period.period,
              name: periodShort(period.begins_on, unit),
              unsure: period.completeness !== "complete",
              parts: states.map((state) => ({
                key: state,
                value: period[state],
                below: state === "dormant",
                fill: fillOf[state],
                label: lifecycleLabel(period, state, unit),
                onOpen: () => open({ period: period.period, state }),
              })),
            }))}
          />
        </>
      )}
      sheet={(answer) => lifecycleSheet(answer, unit, !(search.by && "property" in search.by))}
      whoTitle={(who, answer) => lifecycleWhoTitle(who, answer, unit)}
    />
  );
}

function Legend() {
  return (
    <ul className={style.legend}>
      {[...states].reverse().map((state) => (
        <li key={state}>
          <svg width="12" height="12" aria-hidden>
            <rect width="12" height="12" rx="2" fill={fillOf[state]} />
          </svg>
          <b>{t(`journeys.state.${state}`)}</b> {t(`journeys.state_text.${state}`)}
        </li>
      ))}
    </ul>
  );
}
