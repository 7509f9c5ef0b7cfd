/** Who answers for what: stages without an owner or a limit of time, and how long people wait between teams. */
import type { JourneyMapDocument, MapFigures, MapOverlayCell } from "@/api/types";
import { rateOf, type Sheet, SheetTable, took } from "@/features/journeys";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { stageFigures } from "./figures";
import style from "./maps.module.css";

interface Props {
  figures: MapFigures;
  document: JourneyMapDocument;
  onOpen: (cell: MapOverlayCell) => void;
}

export function Handoffs({ figures, document, onOpen }: Props) {
  return (
    <section aria-labelledby="handoffs">
      <h2 id="handoffs">{t("maps.handoffs")}</h2>
      {figures.handoffs.length > 0 ? <SheetTable label={t("maps.handoffs_table")} sheet={handoffSheet(figures)} onOpen={onOpen} /> : <p className={style.note}>{t("maps.handoffs_none")}</p>}
      <h3>{t("maps.ownership")}</h3>
      <SheetTable label={t("maps.ownership")} sheet={ownershipSheet(document, figures)} onOpen={onOpen} />
    </section>
  );
}

function handoffSheet({ handoffs }: MapFigures): Sheet<MapOverlayCell> {
  const end = true;
  return {
    columns: [{ title: t("maps.handoff_from_to") }, { title: t("nav.people"), end }, { title: t("maps.share"), end }, { title: t("maps.handoff_median"), end }, { title: t("maps.handoff_p90"), end }],
    rows: handoffs.map((each) => [
      { text: t("maps.handoff_pair", { from: each.from, to: each.to }) },
      { text: formatCount(each.people.count), raw: each.people.count, who: { kind: "handoff", from_owner: each.from, to_owner: each.to } },
      { text: rateOf(each.people), raw: each.people.share },
      { text: took(each.median_ms), raw: each.median_ms },
      { text: took(each.p90_ms), raw: each.p90_ms },
    ]),
  };
}

function ownershipSheet(document: JourneyMapDocument, figures: MapFigures): Sheet<MapOverlayCell> {
  return {
    columns: [{ title: t("maps.stage") }, { title: t("maps.lane.owner") }, { title: t("maps.sla") }, { title: t("maps.too_late"), end: true }],
    rows: document.stages.map((stage) => {
      const late = stageFigures(figures, stage.id)?.beyond_sla;
      return [
        { text: stage.name },
        stage.owner ? { text: stage.owner } : { text: `⚠ ${t("maps.no_owner")}` },
        stage.sla_hours ? { text: t("maps.hours", { count: stage.sla_hours }) } : { text: `⚠ ${t("maps.no_sla")}` },
        late && late.of > 0 ? { text: rateOf(late), raw: late.share, ...(late.count > 0 ? { who: { kind: "beyond_sla", stage: stage.id } } : {}) } : { text: "" },
      ];
    }),
  };
}
