/** Who comes back, by when they began. */
import type { Retention, RetentionQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { CohortChart } from "./CohortChart";
import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import { retentionAsk, retentionCompare, retentionQuestion, retentionSays, retentionSheet, type RetentionWho, retentionWhoTitle } from "./retention";
import { useJourney } from "./useJourney";
import { namesTitle } from "./words";

export function RetentionPage() {
  const journey = useJourney();
  const { search, change } = journey;
  const unit = search.unit ?? "week";
  return (
    <Frame<RetentionQuestion, Retention, RetentionWho>
      page="retention"
      journey={journey}
      question={retentionQuestion(search, journey.range)}
      builder={
        <>
          <EventsField label={t("journeys.starts")} none={t("journeys.any_event")} value={search.starts} onChange={(starts) => change({ starts })} />
          <EventsField label={t("journeys.returns")} none={t("journeys.any_event")} value={search.returns} onChange={(returns) => change({ returns })} />
          <Pick of="unit" journey={journey} usual="week" label={t("journeys.by_unit")} />
          <Pick of="counted" journey={journey} usual="bounded" label={t("journeys.counted")} />
          <Pick of="cohort" journey={journey} usual="first_start" label={t("journeys.cohort")} />
        </>
      }
      summary={[`${namesTitle(search.starts, t("journeys.any_event"))} → ${namesTitle(search.returns, t("journeys.any_event"))}`, t(`journeys.unit.${unit}`)]}
      ask={retentionAsk}
      compare={retentionCompare(unit)}
      isEmpty={(answer) => answer.cohorts.length === 0}
      says={(answer) => retentionSays(answer, search)}
      chart={(answer, open) => <CohortChart answer={answer} unit={unit} onOpen={open} />}
      sheet={(answer) => retentionSheet(answer, unit)}
      whoTitle={(who, answer) => retentionWhoTitle(who, answer, unit)}
    />
  );
}
