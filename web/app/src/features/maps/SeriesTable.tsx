/** The table behind the lines on a touchpoint's card: its figures over time. */
import type { MapTouchpointFigures } from "@/api/types";
import { type Sheet, SheetTable } from "@/features/journeys";
import { formatDate } from "@/lib/format";
import { t } from "@/lib/i18n";

import { measuresOf } from "./measures";

export function SeriesTable({ figures }: { figures: MapTouchpointFigures }) {
  const measures = measuresOf(figures);
  const sheet: Sheet<never> = {
    columns: [{ title: t("maps.series.from") }, ...measures.map(({ name }) => ({ title: name, end: true }))],
    rows: figures.series.map((point, index) => [
      { text: formatDate(point.at) },
      ...measures.map(({ series, format }) => {
        const value = series[index] ?? null;
        return { text: value === null ? "" : format(value), raw: value };
      }),
    ]),
  };
  return <SheetTable label={t("maps.series")} sheet={sheet} onOpen={() => undefined} />;
}
