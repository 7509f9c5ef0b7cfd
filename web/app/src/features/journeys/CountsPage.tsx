/** How many did something, over time. */
import { Switch } from "@mantine/core";

import type { Counts, CountsQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { countsCompare, countsLabel, countsQuestion, countsSays, countsSheet, type CountsWho, countsWhoTitle, seriesMax, seriesOf } from "./counts";
import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import style from "./journeys.module.css";
import { PeriodBars } from "./PeriodBars";
import { periodShort } from "./periods";
import { useJourney } from "./useJourney";
import { namesTitle, people } from "./words";

export function CountsPage() {
  const journey = useJourney();
  const { search, change } = journey;
  const unit = search.unit ?? "week";
  return (
    <Frame<CountsQuestion, Counts, CountsWho>
      page="counts"
      journey={journey}
      question={countsQuestion(search, journey.range)}
      builder={
        <>
          <EventsField label={t("journeys.counted_events")} none={t("journeys.all_events")} value={search.events} onChange={(events) => change({ events })} />
          <Switch label={t("journeys.each")} checked={search.each ?? false} onChange={(event) => change({ each: event.currentTarget.checked || undefined })} />
          <Pick of="measure" journey={journey} usual="people" label={t("journeys.measure")} />
          <Pick of="unit" journey={journey} usual="week" label={t("journeys.by_unit")} />
        </>
      }
      summary={[namesTitle(search.events, t("journeys.all_events")), t(`journeys.measure.${search.measure ?? "people"}`), t(`journeys.unit.${unit}`)]}
      compare={countsCompare(search)}
      isEmpty={(answer) => answer.events === 0}
      says={(answer) => countsSays(answer, search, unit)}
      chart={(answer, open, whole) => <CountsCharts answer={answer} whole={whole ?? answer} journey={journey} onOpen={open} />}
      sheet={(answer) => countsSheet(answer, search, unit)}
      whoTitle={(who, answer) => countsWhoTitle(who, answer, search, unit)}
    />
  );
}

/** Each event has its own bars on the same scale: nothing must be told by colour. */
function CountsCharts({ answer, whole, journey, onOpen }: { answer: Counts; whole: Counts; journey: ReturnType<typeof useJourney>; onOpen: (who: CountsWho) => void }) {
  const { search } = journey;
  const unit = search.unit ?? "week";
  const measure = search.measure ?? "people";
  const all = seriesOf(answer, search);
  const shown = all.slice(0, seriesMax);
  const most = Math.max(1, ...shown.flatMap((series) => series.periods.map((period) => period[measure])));
  return (
    <div>
      {shown.map((series) => {
        const own = new Map(series.periods.map((period) => [period.period, period]));
        const node = series.node === undefined ? {} : { node: series.node };
        return (
          <div key={series.node ?? "all"} className={style.group} data-caption={series.name}>
            <h2>
              {series.name} <span className="tl-dim">{`${people(series.people)}, ${t("journeys.events", { count: series.events })}`}</span>
            </h2>
            <PeriodBars
              label={t("journeys.counts_chart", { name: series.name })}
              height={shown.length > 1 ? 110 : 280}
              most={most}
              bars={axisOf(answer, whole).map((each) => {
                const period = own.get(each.period);
                return {
                  key: each.period,
                  name: periodShort(each.begins_on, unit),
                  unsure: each.completeness !== "complete",
                  parts: period
                    ? [{ key: "all", value: period[measure], fill: "var(--tl-accent)", label: countsLabel(series, period, unit), onOpen: () => onOpen({ ...node, period: period.period }) }]
                    : [],
                };
              })}
            />
          </div>
        );
      })}
      {all.length > shown.length && <p className={style.note}>{t("journeys.counts_more", { count: all.length - shown.length })}</p>}
    </div>
  );
}

/** Parts of the same time have the same periods below them, also those in which nobody of a part was there. */
function axisOf(answer: Counts, whole: Counts): Counts["periods"] {
  const known = new Set(whole.periods.map((period) => period.period));
  return answer.periods.every((period) => known.has(period.period)) ? whole.periods : answer.periods;
}
