/** How the touches before something share the credit for it, by several models side by side. */
import { MultiSelect } from "@mantine/core";

import type { Attribution, AttributionQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { attributionCompare, attributionQuestion, attributionSays, attributionSheet, type AttributionWho, attributionWhoTitle, modelTitle, usualModels } from "./attribution";
import { AttributionChart } from "./AttributionChart";
import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import style from "./journeys.module.css";
import { type Model, models } from "./search";
import { useJourney } from "./useJourney";
import { namesTitle } from "./words";

const modelsMax = 4;

export function AttributionPage() {
  const journey = useJourney();
  const { search, change } = journey;
  const chosen = search.models?.length ? search.models : usualModels;
  return (
    <Frame<AttributionQuestion, Attribution, AttributionWho>
      page="attribution"
      journey={journey}
      question={attributionQuestion(search, journey.range)}
      todo={t("journeys.attribution_todo")}
      builder={
        <>
          <EventsField label={t("journeys.conversions")} none={t("journeys.choose_event")} value={search.conversions} onChange={(conversions) => change({ conversions })} />
          <EventsField label={t("journeys.touches")} none={t("journeys.choose_event")} value={search.touches} onChange={(touches) => change({ touches })} />
          <Pick of="back" journey={journey} usual="30d" label={t("journeys.back")} />
          <MultiSelect
            label={t("journeys.models")}
            aria-label={t("journeys.models")}
            data={models.map((value) => ({ value, label: modelTitle(value) }))}
            value={chosen}
            maxValues={modelsMax}
            onChange={(next) => change({ models: next.length ? (next as Model[]) : undefined })}
            comboboxProps={{ shadow: "md" }}
          />
          {chosen.map((model) => (
            <p key={model} className={style.note}>
              {t("journeys.model_means", { model: modelTitle(model), text: t(`journeys.model_text.${model}`) })}
            </p>
          ))}
        </>
      }
      summary={[`${namesTitle(search.touches)} → ${namesTitle(search.conversions)}`, chosen.map(modelTitle).join(", ")]}
      compare={attributionCompare()}
      isEmpty={(answer) => answer.conversions === 0}
      says={(answer) => attributionSays(answer, search)}
      chart={(answer, open) => <AttributionChart answer={answer} onOpen={open} />}
      sheet={attributionSheet}
      whoTitle={attributionWhoTitle}
    />
  );
}
