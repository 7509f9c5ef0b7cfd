/** How many visits there are, and how long they last, by a rule of one's own. */
import type { Sessions, SessionsQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import { PeriodBars } from "./PeriodBars";
import { periodShort } from "./periods";
import { sessionsCompare, sessionsLabel, sessionsQuestion, sessionsSays, sessionsSheet, type SessionsWho, sessionsWhoTitle } from "./sessions";
import { useJourney } from "./useJourney";

export function SessionsPage() {
  const journey = useJourney();
  const { search, change } = journey;
  const unit = search.unit ?? "week";
  return (
    <Frame<SessionsQuestion, Sessions, SessionsWho>
      page="sessions"
      journey={journey}
      question={sessionsQuestion(search, journey.range)}
      builder={
        <>
          <Pick of="pause" journey={journey} usual="30m" label={t("journeys.pause")} />
          <EventsField label={t("journeys.always_begins")} none={t("journeys.nothing_more")} value={search.starts} onChange={(starts) => change({ starts })} />
          <Pick of="unit" journey={journey} usual="week" label={t("journeys.by_unit")} />
        </>
      }
      summary={[t("journeys.pause"), t(`journeys.pause.${search.pause ?? "30m"}`), t(`journeys.unit.${unit}`)]}
      compare={sessionsCompare()}
      isEmpty={(answer) => answer.sessions === 0}
      says={sessionsSays}
      chart={(answer, open) => (
        <PeriodBars
          label={t("journeys.sessions_chart")}
          bars={answer.periods.map((period) => ({
            key: period.period,
            name: periodShort(period.begins_on, unit),
            unsure: period.completeness !== "complete",
            parts: [{ key: "visits", value: period.sessions, fill: "var(--tl-accent)", label: sessionsLabel(period, unit), onOpen: () => open({ period: period.period }) }],
          }))}
        />
      )}
      sheet={(answer) => sessionsSheet(answer, unit)}
      whoTitle={(who, answer) => sessionsWhoTitle(who, answer, unit)}
    />
  );
}
