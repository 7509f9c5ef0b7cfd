/** How many of a month's people are here on a day, and on how many days each is. */
import type { Stickiness, StickinessQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { EventsField } from "./fields";
import { Frame } from "./Frame";
import style from "./journeys.module.css";
import { PeriodBars } from "./PeriodBars";
import { periodShort } from "./periods";
import { ShareLine } from "./ShareLine";
import { activeDaysLabel, dayLabel, stickinessCompare, stickinessQuestion, stickinessSays, stickinessSheet, type StickinessWho, stickinessWhoTitle } from "./stickiness";
import { useJourney } from "./useJourney";
import { namesTitle } from "./words";

export function StickinessPage() {
  const journey = useJourney();
  const { search, change } = journey;
  return (
    <Frame<StickinessQuestion, Stickiness, StickinessWho>
      page="stickiness"
      journey={journey}
      question={stickinessQuestion(search, journey.range)}
      builder={<EventsField label={t("journeys.active_with")} none={t("journeys.any_event")} value={search.events} onChange={(events) => change({ events })} />}
      summary={[namesTitle(search.events, t("journeys.any_event"))]}
      compare={stickinessCompare()}
      isEmpty={(answer) => answer.days.every((day) => day.daily.of === 0)}
      says={(answer) => stickinessSays(answer, search)}
      chart={(answer, open) => (
        <>
          <div className={style.group} data-caption={t("journeys.stickiness_chart")}>
            <h2>{t("journeys.stickiness_chart")}</h2>
            <ShareLine
              label={t("journeys.stickiness_chart")}
              points={answer.days.map((day) => ({
                key: day.day,
                name: periodShort(day.begins_on, "day"),
                rate: day.daily,
                label: dayLabel(day),
                unsure: day.completeness !== "complete",
                onOpen: () => open({ day: day.day, window: "day" }),
              }))}
            />
          </div>
          <div className={style.group} data-caption={t("journeys.active_days_chart")}>
            <h2>{t("journeys.active_days_chart")}</h2>
            <PeriodBars
              label={t("journeys.active_days_chart")}
              height={200}
              bars={answer.active_days.map(({ days, people }) => ({
                key: days,
                name: formatCount(days),
                unsure: false,
                parts: [{ key: "people", value: people, fill: "var(--tl-accent)", label: activeDaysLabel(days, people), onOpen: () => open({ active_days: days }) }],
              }))}
            />
          </div>
        </>
      )}
      sheet={stickinessSheet}
      whoTitle={stickinessWhoTitle}
    />
  );
}
