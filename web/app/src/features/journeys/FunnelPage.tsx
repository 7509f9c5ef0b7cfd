/** Which step loses people, and who they are. */
import { ActionIcon, Button, Switch } from "@mantine/core";
import { IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";

import type { Funnel, FunnelQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { type Events, isChosen } from "./events";
import { ExclusionsField } from "./ExclusionsField";
import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import { allSteps, chosenSteps, funnelCompare, funnelSays, funnelSheet, type FunnelWho, funnelWhoTitle, questionOf } from "./funnel";
import { FunnelChart } from "./FunnelChart";
import style from "./journeys.module.css";
import { stepsMax } from "./search";
import { type Journey, useJourney } from "./useJourney";
import { namesTitle } from "./words";

export function FunnelPage() {
  const journey = useJourney();
  const steps = chosenSteps(journey.search);
  return (
    <Frame<FunnelQuestion, Funnel, FunnelWho>
      page="funnel"
      journey={journey}
      question={questionOf(journey.search, journey.range)}
      todo={t("journeys.funnel_todo")}
      builder={<FunnelBuilder journey={journey} />}
      summary={[steps.map((step) => namesTitle(step)).join(" → "), t(`journeys.within.${journey.search.within ?? "7d"}`)]}
      compare={funnelCompare(steps)}
      isEmpty={(answer) => (answer.steps[0]?.people ?? 0) === 0}
      says={(answer) => funnelSays(answer, steps, journey.search)}
      chart={(answer, open) => <FunnelChart answer={answer} steps={steps} onOpen={open} />}
      sheet={(answer) => funnelSheet(answer, steps)}
      whoTitle={(who) => funnelWhoTitle(who, steps)}
    />
  );
}

function FunnelBuilder({ journey }: { journey: Journey }) {
  const { search, change } = journey;
  const steps = allSteps(search);
  const put = (next: Events[]) => change({ steps: next.some(isChosen) || next.length > 2 ? next : undefined });
  const set = (index: number, events: Events | undefined) => put(steps.map((step, at) => (at === index ? (events ?? []) : step)));
  const raise = (index: number) => put(steps.map((step, at) => (at === index - 1 ? steps[index] : at === index ? steps[index - 1] : step) ?? []));
  return (
    <>
      <div className={style.steps}>
        {steps.map((step, index) => (
          <div key={index} className={style.step}>
            <EventsField label={t("journeys.step", { number: index + 1 })} none={t("journeys.choose_event")} value={step} onChange={(events) => set(index, events)} />
            <div className={style.stepButtons}>
              {index > 0 && (
                <ActionIcon aria-label={t("journeys.step_up", { number: index + 1 })} onClick={() => raise(index)}>
                  <IconArrowUp size={15} />
                </ActionIcon>
              )}
              {steps.length > 2 && (
                <ActionIcon aria-label={t("journeys.step_remove", { number: index + 1 })} onClick={() => put(steps.filter((_, at) => at !== index))}>
                  <IconX size={15} />
                </ActionIcon>
              )}
            </div>
          </div>
        ))}
      </div>
      {steps.length < stepsMax && (
        <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => put([...steps, []])}>
          {t("journeys.step_add")}
        </Button>
      )}
      <Pick of="within" journey={journey} usual="7d" label={t("journeys.within")} />
      {search.within !== "none" && <Pick of="window" journey={journey} usual="total" label={t("journeys.window")} />}
      <Pick of="order" journey={journey} usual="ordered" label={t("journeys.order")} />
      <Pick of="scope" journey={journey} usual="line" label={t("journeys.scope")} />
      <Pick of="attempts" journey={journey} usual="best" label={t("journeys.attempts")} />
      {search.order !== "any_order" && (
        <Switch label={t("journeys.later")} checked={search.later ?? false} onChange={(event) => change({ later: event.currentTarget.checked || undefined })} />
      )}
      {search.order !== "strict_next" && <ExclusionsField steps={steps.length} value={search.exclusions ?? []} onChange={(all) => change({ exclusions: all.length ? all : undefined })} />}
    </>
  );
}
