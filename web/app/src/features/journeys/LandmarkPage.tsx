/** What becomes of those who did something in their first days, and of those who did not. */
import type { Landmark, LandmarkQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { isChosen } from "./events";
import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import style from "./journeys.module.css";
import {
  cameTitle,
  earlyOf,
  landmarkCompare,
  landmarkIsEmpty,
  landmarkQuestion,
  landmarkSays,
  landmarkSheet,
  type LandmarkWho,
  landmarkWhoTitle,
  leftOutWords,
  usualDays,
  usualThen,
  usualWeek,
} from "./landmark";
import { RateChart } from "./RateChart";
import { useJourney } from "./useJourney";
import { namesTitle } from "./words";

export function LandmarkPage() {
  const journey = useJourney();
  const { search, change } = journey;
  const early = earlyOf(search);
  return (
    <Frame<LandmarkQuestion, Landmark, LandmarkWho>
      page="landmark"
      journey={journey}
      question={landmarkQuestion(search, journey.range)}
      todo={t("journeys.landmark_todo")}
      builder={
        <>
          <EventsField label={t("journeys.landmark_what")} none={t("journeys.choose_event")} value={search.did} onChange={(did) => change({ did })} />
          <Pick of="days" journey={journey} usual={usualDays} label={t("journeys.landmark_within")} />
          <EventsField label={t("journeys.landmark_starts")} none={t("journeys.any_event")} value={search.starts} onChange={(starts) => change({ starts })} />
          <EventsField label={t("journeys.landmark_outcome")} none={t("journeys.landmark_come_back")} value={search.outcome} onChange={(outcome) => change({ outcome })} />
          {isChosen(search.outcome) ? (
            <Pick of="then" journey={journey} usual={usualThen} label={t("journeys.landmark_then")} />
          ) : (
            <Pick of="week" journey={journey} usual={usualWeek} label={t("journeys.landmark_week")} />
          )}
        </>
      }
      summary={[`${namesTitle(search.did)} → ${early.outcome ?? t("journeys.landmark_come_back")}`]}
      compare={landmarkCompare(search)}
      isEmpty={landmarkIsEmpty}
      says={(answer) => landmarkSays(answer, search)}
      chart={(answer, open) => <Sides answer={answer} title={cameTitle(early)} onOpen={open} />}
      sheet={landmarkSheet}
      whoTitle={(who) => landmarkWhoTitle(who, early.outcome)}
    />
  );
}

function Sides({ answer, title, onOpen }: { answer: Landmark; title: string; onOpen: (who: LandmarkWho) => void }) {
  return (
    <>
      <div className={style.group} data-caption={title}>
        <h2>{title}</h2>
        <RateChart
          label={title}
          groups={[
            {
              key: "sides",
              bars: [
                { key: "did", name: t("journeys.landmark_did"), rate: answer.did, tone: "accent", onOpen: () => onOpen({ did: true, reached: true }) },
                { key: "not", name: t("journeys.landmark_did_not"), rate: answer.did_not, tone: "neutral", onOpen: () => onOpen({ did: false, reached: true }) },
              ],
            },
          ]}
        />
      </div>
      <p className={style.note}>
        {leftOutWords(answer)} {t("journeys.friction_note")}
      </p>
    </>
  );
}
