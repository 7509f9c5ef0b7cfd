/** Two numbers of each person, one beside the other. */
import type { Scatter, ScatterQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { Frame } from "./Frame";
import { NumberField } from "./NumberField";
import { numberTitle } from "./numbers";
import { numbersIn, scatterCompare, scatterQuestion, scatterSays, scatterSheet, type ScatterWho, scatterWhoTitle } from "./scatter";
import { ScatterChart } from "./ScatterChart";
import { ShapeField } from "./ShapeField";
import { useJourney } from "./useJourney";

export function ScatterPage() {
  const journey = useJourney();
  const numbers = numbersIn(journey.search);
  return (
    <Frame<ScatterQuestion, Scatter, ScatterWho>
      page="scatter"
      journey={journey}
      question={scatterQuestion(journey.search, journey.range)}
      todo={t("journeys.scatter_todo")}
      builder={
        <>
          <ShapeField search={journey.search} />
          <NumberField label={t("journeys.scatter_x")} value={numbers.x} onChange={(x) => journey.change({ x })} />
          <NumberField label={t("journeys.scatter_y")} value={numbers.y} onChange={(y) => journey.change({ y })} />
        </>
      }
      summary={[`${numberTitle(numbers.x)} / ${numberTitle(numbers.y)}`]}
      compare={scatterCompare}
      isEmpty={(answer) => answer.people === 0}
      says={(answer) => scatterSays(answer, numbers)}
      chart={(answer, open, whole) => <ScatterChart answer={answer} whole={whole ?? answer} numbers={numbers} onOpen={open} />}
      sheet={(answer) => scatterSheet(answer, numbers)}
      whoTitle={(who) => scatterWhoTitle(who, numbers)}
    />
  );
}
