/** Who comes back, by when they began or by a value; also what they did before. */
import type { Retention, RetentionQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { CohortChart } from "./CohortChart";
import { criteriaInSearch, criteriaOf, criteriaTitle } from "./cohorts";
import { CriteriaField } from "./CriteriaField";
import { DimensionField } from "./DimensionField";
import { Pick } from "./fields";
import { Frame } from "./Frame";
import style from "./journeys.module.css";
import { kindOf, retentionCompare, retentionQuestion, retentionSays, retentionSheet, retentionSummary, type RetentionWho, retentionWhoTitle } from "./retention";
import { namesIn } from "./SplitField";
import { useJourney } from "./useJourney";

export function RetentionPage() {
  const journey = useJourney();
  const { search, change } = journey;
  const kind = kindOf(search);
  const any = t("journeys.any_event");
  return (
    <Frame<RetentionQuestion, Retention, RetentionWho>
      page="retention"
      journey={journey}
      question={retentionQuestion(search, journey.range)}
      todo={t("journeys.rows_todo")}
      builder={
        <>
          <CriteriaField label={t("journeys.starts")} none={any} value={criteriaOf(search, "included")} onChange={(next) => change(criteriaInSearch(next, "included"))} />
          <CriteriaField label={t("journeys.returns")} none={any} value={criteriaOf(search, "returned")} onChange={(next) => change(criteriaInSearch(next, "returned"))} />
          <Pick of="sides" journey={journey} usual="after" label={t("journeys.sides")} />
          <Pick of="shows" journey={journey} usual="retention" label={t("journeys.shows")} />
          <Pick of="unit" journey={journey} usual="week" label={t("journeys.by_unit")} />
          <Pick of="counted" journey={journey} usual="bounded" label={t("journeys.counted")} />
          <DimensionField
            label={t("journeys.rows")}
            names={namesIn(search)}
            value={search.rows ?? null}
            onChange={(rows) => change({ rows: rows ?? undefined })}
            none={t("journeys.rows.none")}
            words="journeys.rows"
          />
          {!search.rows && <Pick of="cohort" journey={journey} usual="first_start" label={t("journeys.cohort")} />}
        </>
      }
      summary={[`${criteriaTitle(search, "included", any)} → ${criteriaTitle(search, "returned", any)}`, t(`journeys.unit.${kind.unit}`), ...retentionSummary(search)]}
      compare={retentionCompare(kind)}
      isEmpty={(answer) => answer.cohorts.length + answer.rows.length === 0}
      says={(answer) => retentionSays(answer, search)}
      chart={(answer, open) => <CohortChart answer={answer} kind={kind} onOpen={open} />}
      below={() => kind.byValue && <p className={style.note}>{t("journeys.rows_note")}</p>}
      sheet={(answer) => retentionSheet(answer, search)}
      whoTitle={(who, answer) => retentionWhoTitle(who, answer, kind)}
    />
  );
}
