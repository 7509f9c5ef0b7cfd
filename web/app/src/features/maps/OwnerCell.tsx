/** Who answers for a stage, and how long somebody should be in it at most. */
import { t } from "@/lib/i18n";

import type { StageProps } from "./view";
import { changeStage } from "./document";
import { EditableText } from "./EditableText";
import style from "./maps.module.css";

const hoursMax = 100_000;

export function OwnerCell({ view, stage, figures }: StageProps) {
  const { editable, edit } = view;
  const at = view.document.stages.findIndex((each) => each.id === stage.id);
  const before = view.document.stages[at - 1]?.owner;
  return (
    <div className={style.owner}>
      <EditableText value={stage.owner ?? ""} label={t("maps.owner_of", { name: stage.name })} empty={t("maps.no_owner")} editable={editable} onChange={(owner) => edit((document) => changeStage(document, stage.id, { owner: owner || undefined }))} />
      <EditableText
        value={stage.sla_hours ? String(stage.sla_hours) : ""}
        label={t("maps.sla_of", { name: stage.name })}
        empty={t("maps.no_sla")}
        editable={editable}
        max={8}
        onChange={(text) => edit((document) => changeStage(document, stage.id, { sla_hours: hoursIn(text) }))}
      />
      {stage.sla_hours ? <span className={style.words}>{t("maps.sla_unit", { count: stage.sla_hours })}</span> : null}
      {figures?.handoff && before && <span className={style.words}>{t("maps.handoff", { owner: before })}</span>}
    </div>
  );
}

/** A number of hours; anything else takes the limit away. */
function hoursIn(text: string): number | undefined {
  const hours = Number(text.replace(",", "."));
  return Number.isFinite(hours) && hours > 0 ? Math.min(hoursMax, hours) : undefined;
}
