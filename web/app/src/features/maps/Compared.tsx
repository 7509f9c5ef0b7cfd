/** Two sides of the map beside each other: two times, or people and others, stage by stage. */
import type { MapOverlay, MapOverlayCell, MapStageFigures } from "@/api/types";
import { rateOf, type Sheet, SheetTable, took } from "@/features/journeys";
import { t } from "@/lib/i18n";

import { differenceSays, formatMean } from "./figures";

interface Behind {
  cell: MapOverlayCell;
  compared: boolean;
}
interface Props {
  overlay: MapOverlay;
  /** What the other side is called. */
  other: string;
  onOpen: (cell: MapOverlayCell, compared?: boolean) => void;
}

export function Compared({ overlay, other, onOpen }: Props) {
  if (!overlay.compared) return null;
  return (
    <section aria-labelledby="compared">
      <h2 id="compared">{t("maps.side_by_side")}</h2>
      <SheetTable label={t("maps.side_by_side_table")} sheet={comparedSheet(overlay, other)} onOpen={({ cell, compared }) => onOpen(cell, compared)} />
    </section>
  );
}

function comparedSheet({ shown, compared, differences }: MapOverlay, other: string): Sheet<Behind> {
  const end = true;
  const beside = (figure: string) => [{ title: figure, end }, { title: t("maps.of_other", { figure, other }), end }];
  return {
    columns: [
      { title: t("maps.stage") }, ...beside(t("maps.reached")), { title: t("maps.difference"), end }, ...beside(t("maps.converted")), { title: t("maps.difference"), end }, ...beside(t("maps.median")), ...beside(t("maps.scored")),
    ],
    rows: shown.stages.map((stage) => {
      const their = compared?.stages.find((each) => each.stage === stage.stage);
      const between = differences?.stages.find((each) => each.stage === stage.stage);
      const share = (side: MapStageFigures | undefined, kind: "reached" | "converted", isOther: boolean) => {
        const found = side?.[kind];
        return found && found.of > 0 ? { text: rateOf(found), raw: found.share, ...(found.count > 0 ? { who: { cell: { kind, stage: stage.stage }, compared: isOther } } : {}) } : { text: "" };
      };
      // The server says the other less this one.
      const apart = (found: { difference: number; low: number; high: number } | null | undefined) =>
        found ? { text: differenceSays({ difference: -found.difference, low: -found.high, high: -found.low }), raw: -found.difference, unsure: found.low < 0 && found.high > 0 } : { text: "" };
      const median = (side: MapStageFigures | undefined) => ({ text: took(side?.time_in_stage?.median_ms), raw: side?.time_in_stage?.median_ms ?? null });
      const score = (side: MapStageFigures | undefined) => ({ text: side?.emotion ? formatMean(side.emotion.mean) : "", raw: side?.emotion?.mean ?? null });
      return [
        { text: stage.name }, share(stage, "reached", false), share(their, "reached", true), apart(between?.reached), share(stage, "converted", false), share(their, "converted", true), apart(between?.converted), median(stage), median(their), score(stage), score(their),
      ];
    }),
  };
}
