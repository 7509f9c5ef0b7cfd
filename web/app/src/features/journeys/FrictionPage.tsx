/** What separates those who reach something from those who do not, and where these stopped. */
import type { Friction, FrictionQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { BarRows } from "./BarRows";
import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import { certainty, changeOf, dropOffLabel, dropOffName, type Finding, findingTitle, frictionCompare, frictionQuestion, frictionSays, frictionSheet, type FrictionWho, frictionWhoTitle, harmful, helpful, metWho } from "./friction";
import { FrictionIndex } from "./FrictionIndex";
import style from "./journeys.module.css";
import { RateChart } from "./RateChart";
import { pointsOf } from "./split";
import { useJourney } from "./useJourney";
import { namesTitle } from "./words";

/** More than this is read in the table. */
const harmMax = 10;
const helpMax = 5;
const dropOffsMax = 10;

export function FrictionPage() {
  const journey = useJourney();
  const { search, change } = journey;
  return (
    <Frame<FrictionQuestion, Friction, FrictionWho>
      page="friction"
      journey={journey}
      question={frictionQuestion(search, journey.range)}
      todo={t("journeys.friction_todo")}
      builder={
        <>
          <EventsField label={t("journeys.outcome")} none={t("journeys.choose_event")} value={search.outcome} onChange={(outcome) => change({ outcome })} />
          <EventsField label={t("journeys.begins")} none={t("journeys.any_event")} value={search.begins} onChange={(begins) => change({ begins })} />
          <EventsField label={t("journeys.contacts")} none={t("journeys.no_contacts")} value={search.contacts} onChange={(contacts) => change({ contacts })} />
          {search.contacts && <Pick of="soon" journey={journey} usual="7d" label={t("journeys.soon")} />}
          <Pick of="wait" journey={journey} usual="3d" label={t("journeys.wait")} />
          <EventsField label={t("journeys.errors")} none={t("journeys.no_errors")} value={search.errors} onChange={(errors) => change({ errors })} />
          <Pick of="rage" journey={journey} usual="3x" label={t("journeys.rage")} />
          <Pick of="rage_within" journey={journey} usual="2s" label={t("journeys.rage_within")} />
          <Pick of="cases" journey={journey} usual="session" label={t("journeys.cases")} />
          <EventsField label={t("journeys.only")} none={t("journeys.all_events")} value={search.events} onChange={(events) => change({ events })} />
        </>
      }
      summary={[`${namesTitle(search.begins, t("journeys.any_event"))} → ${namesTitle(search.outcome)}`]}
      compare={frictionCompare(search)}
      isEmpty={(answer) => answer.reached.of === 0}
      says={(answer) => frictionSays(answer, search)}
      chart={(answer, open) => <FrictionCharts answer={answer} outcome={namesTitle(search.outcome)} onOpen={open} />}
      sheet={frictionSheet}
      whoTitle={frictionWhoTitle}
    />
  );
}

function FrictionCharts({ answer, outcome, onOpen }: { answer: Friction; outcome: string; onOpen: (who: FrictionWho) => void }) {
  const harm = harmful(answer).slice(0, harmMax);
  const help = helpful(answer).slice(0, helpMax);
  const dropOffs = answer.drop_offs.slice(0, dropOffsMax);
  const more = answer.all_findings - harm.length - help.length;
  const stopped = t("journeys.friction_drop_offs", { outcome });
  return (
    <>
      {harm.length > 0 && <Findings title={t("journeys.friction_less", { outcome })} findings={harm} answer={answer} onOpen={onOpen} />}
      {dropOffs.length > 0 && (
        <div className={style.group} data-caption={stopped}>
          <h2>{stopped}</h2>
          <BarRows
            label={stopped}
            rows={dropOffs.map(({ at, people }) => ({
              key: String(at),
              name: dropOffName(answer, at),
              value: people,
              text: formatCount(people),
              label: dropOffLabel(answer, at, people),
              onOpen: () => onOpen({ kind: "drop_off", at }),
            }))}
          />
        </div>
      )}
      {help.length > 0 && <Findings title={t("journeys.friction_more_often", { outcome })} findings={help} answer={answer} onOpen={onOpen} />}
      <p className={style.note}>
        {t("journeys.friction_note")} {more > 0 && t("journeys.friction_more", { count: more })}
      </p>
      <FrictionIndex index={answer.index} outcome={outcome} onOpen={onOpen} />
    </>
  );
}

function Findings({ title, findings, answer, onOpen }: { title: string; findings: Finding[]; answer: Friction; onOpen: (who: FrictionWho) => void }) {
  return (
    <div className={style.group} data-caption={title}>
      <h2>{title}</h2>
      <RateChart
        label={title}
        groups={findings.map((finding, index) => ({
          key: `${finding.kind}-${finding.at}-${finding.to ?? ""}`,
          title: `${index + 1}. ${findingTitle(finding, answer)}`,
          note: `${pointsOf(changeOf(finding))} · ${certainty(finding)}`,
          bars: [
            {
              key: "met",
              name: t("journeys.friction_of_met", { count: finding.met.of }),
              rate: finding.met,
              tone: !finding.holds ? ("neutral" as const) : changeOf(finding).value < 0 ? ("bad" as const) : ("accent" as const),
              onOpen: () => onOpen(metWho(finding, true)),
            },
            {
              key: "not",
              name: t("journeys.friction_of_others", { count: finding.not_met.of }),
              rate: finding.not_met,
              tone: "neutral" as const,
              onOpen: () => onOpen(metWho(finding, false)),
            },
          ],
        }))}
      />
    </div>
  );
}
