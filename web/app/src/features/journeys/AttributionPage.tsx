/** How the touches before something share the credit for it, by several models side by side. */
import { MultiSelect, NumberInput } from "@mantine/core";

import type { Attribution, AttributionQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { attributionCompare, attributionQuestion, attributionSays, attributionSheet, type AttributionWho, attributionWhoTitle, modelTitle, usualDays, usualModels, usualWeights } from "./attribution";
import { AttributionChart } from "./AttributionChart";
import { namesOf } from "./events";
import { EventsField, Pick, PropertyName } from "./fields";
import { Frame } from "./Frame";
import style from "./journeys.module.css";
import { type Model, models, type Weights } from "./search";
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
          <PropertyName label={t("journeys.channel")} hint={t("journeys.channel_hint")} names={namesOf(search.touches)} value={search.channel ?? ""} onChange={(channel) => change({ channel: channel || undefined })} />
          <PropertyName label={t("journeys.worth")} hint={t("journeys.worth_hint")} names={namesOf(search.conversions)} value={search.worth ?? ""} onChange={(worth) => change({ worth: worth || undefined })} />
          <Pick of="back" journey={journey} usual="30d" label={t("journeys.back")} />
          {search.back === "own" && <NumberInput label={t("journeys.back_days")} min={1} max={36_500} allowDecimal={false} value={search.back_days ?? usualDays} onChange={(days) => change({ back_days: Number(days) || undefined })} />}
          <MultiSelect
            label={t("journeys.models")}
            aria-label={t("journeys.models")}
            data={models.map((value) => ({ value, label: modelTitle(value) }))}
            value={chosen}
            maxValues={modelsMax}
            onChange={(next) => change({ models: next.length ? (next as Model[]) : undefined })}
            comboboxProps={{ shadow: "md" }}
          />
          {chosen.includes("custom") && <WeightFields value={search.weights ?? usualWeights} onChange={(weights) => change({ weights })} />}
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

const places = ["first", "between", "last"] as const;

/** What each place gets of the credit, in whatever whole. */
function WeightFields({ value, onChange }: { value: Weights; onChange: (weights: Weights) => void }) {
  return (
    <div className={style.range} role="group" aria-label={t("journeys.weights")}>
      {places.map((place) => (
        <NumberInput key={place} label={t(`journeys.weight.${place}`)} min={0} max={1000} value={value[place]} onChange={(next) => onChange({ ...value, [place]: Number(next) || 0 })} />
      ))}
    </div>
  );
}
