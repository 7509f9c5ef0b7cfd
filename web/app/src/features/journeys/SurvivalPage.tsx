/** How long until something happens, or until people fall silent. */
import { Switch } from "@mantine/core";

import type { Survival, SurvivalQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import { endTitle, survivalCompare, survivalQuestion, survivalSays, survivalSheet, type SurvivalWho, survivalWhoTitle } from "./survival";
import { longestIn, SurvivalChart, SurvivalCurves } from "./SurvivalChart";
import { useJourney } from "./useJourney";
import { namesTitle } from "./words";

export function SurvivalPage() {
  const journey = useJourney();
  const { search, change } = journey;
  return (
    <Frame<SurvivalQuestion, Survival, SurvivalWho>
      page="survival"
      journey={journey}
      question={survivalQuestion(search, journey.range)}
      builder={
        <>
          <EventsField label={t("journeys.starts")} none={t("journeys.any_event")} value={search.starts} onChange={(starts) => change({ starts })} />
          <EventsField label={t("journeys.ends")} none={t("journeys.ends_silent")} value={search.ends} onChange={(ends) => change({ ends })} />
          {!search.ends && <Pick of="silence" journey={journey} usual="30d" label={t("journeys.silence")} />}
          <Pick of="lasting" journey={journey} usual="day" label={t("journeys.lasting")} />
          {journey.range && <Switch label={t("journeys.survival_later")} checked={search.later ?? false} onChange={(event) => change({ later: event.currentTarget.checked || undefined })} />}
        </>
      }
      summary={[`${namesTitle(search.starts, t("journeys.any_event"))} → ${endTitle(search)}`]}
      compare={{ ...survivalCompare(search), overview: (parts, open) => <SurvivalCurves parts={parts} onOpen={open} /> }}
      isEmpty={(answer) => answer.people === 0}
      says={(answer) => survivalSays(answer, search)}
      chart={(answer, open, whole) => <SurvivalChart answer={answer} longest={longestIn([whole ?? answer])} onOpen={open} />}
      sheet={survivalSheet}
      whoTitle={survivalWhoTitle}
    />
  );
}
