/** What a number of events or of people is like: its figures, and how many have how much. */
import type { Distribution, DistributionQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { binLabel, binWho, distributionCompare, distributionQuestion, distributionSays, distributionSheet, type DistributionWho, distributionWhoTitle, numberIn, summaryOf } from "./distribution";
import { Frame } from "./Frame";
import style from "./journeys.module.css";
import { NumberField } from "./NumberField";
import { figure, numberTitle } from "./numbers";
import { PeriodBars } from "./PeriodBars";
import type { NumberChoice } from "./search";
import { ShapeField } from "./ShapeField";
import { useJourney } from "./useJourney";

export function DistributionPage() {
  const journey = useJourney();
  const number = numberIn(journey.search);
  return (
    <Frame<DistributionQuestion, Distribution, DistributionWho>
      page="distribution"
      journey={journey}
      question={distributionQuestion(journey.search, journey.range)}
      todo={t("journeys.number_todo")}
      builder={
        <>
          <ShapeField search={journey.search} />
          <NumberField each label={t("journeys.number")} value={number} onChange={(next) => journey.change({ number: next })} />
        </>
      }
      summary={[numberTitle(number)]}
      compare={distributionCompare(number)}
      isEmpty={(answer) => answer.numbers === 0}
      says={(answer) => distributionSays(answer, number)}
      chart={(answer, open) => <DistributionChart answer={answer} number={number} onOpen={open} />}
      sheet={(answer) => distributionSheet(answer, number)}
      whoTitle={(who) => distributionWhoTitle(who, number)}
    />
  );
}

function DistributionChart({ answer, number, onOpen }: { answer: Distribution; number: NumberChoice; onOpen: (who: DistributionWho) => void }) {
  return (
    <>
      <dl className={style.figures}>
        {summaryOf(answer, number).map(({ name, text, who }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {who ? (
                <button type="button" className={style.figure} aria-label={`${name}: ${text}`} onClick={() => onOpen(who)}>
                  {text}
                </button>
              ) : (
                text
              )}
            </dd>
          </div>
        ))}
      </dl>
      <PeriodBars
        label={t("journeys.distribution_chart", { name: numberTitle(number) })}
        height={280}
        bars={answer.bins.map((bin, at) => ({
          key: at,
          name: bin.from === null || bin.from === undefined ? `< ${figure(bin.below)}` : bin.below === null || bin.below === undefined ? `≥ ${figure(bin.from)}` : figure(bin.from),
          unsure: false,
          parts: [{ key: "all", value: bin.numbers, fill: "var(--tl-accent)", label: binLabel(bin, number), onOpen: () => onOpen(binWho(bin)) }],
        }))}
      />
    </>
  );
}
