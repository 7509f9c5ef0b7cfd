/** How many people reach each stage, and how many of them go on to the next: bars, and bands between them. */
import type { MapFigures, MapStage } from "@/api/types";
import { formatPercent, peopleWords, rateOf } from "@/features/journeys";
import { formatCompact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Chart, Mark } from "@/ui/Chart";

import { type Band, bandsOf } from "./bands";
import type { CanvasView } from "./view";
import { reachedSays } from "./figures";

const height = 118;

interface Props {
  view: CanvasView;
  figures: MapFigures;
  stages: MapStage[];
}

export function PeopleBands({ view, figures, stages }: Props) {
  return (
    <Chart label={t("maps.people_chart")} height={height} minWidth={60}>
      {(width) => {
        const { bars, bands } = bandsOf(figures, stages.map((stage) => stage.id), width, height);
        return (
          <>
            {bands.map((band) => (
              <Between key={band.to.stage} band={band} view={view} />
            ))}
            {bars.map((bar) => (
              <Mark key={bar.figures.stage} label={reachedSays(bar.figures)} onOpen={() => view.onOpen({ kind: "reached", stage: bar.figures.stage })}>
                <rect x={bar.x} y={bar.y} width={bar.width} height={Math.max(2, bar.height)} fill="var(--tl-accent)" />
              </Mark>
            ))}
            {bars.map((bar) => (
              <text key={bar.figures.stage} x={bar.x + bar.width / 2} y={14} textAnchor="middle" fontWeight={500}>
                {formatCompact(bar.figures.reached.count)}
              </text>
            ))}
          </>
        );
      }}
    </Chart>
  );
}

function Between({ band, view }: { band: Band; view: CanvasView }) {
  const { from, to, converted, path, lost, x, y } = band;
  const names = { from: from.name, to: to.name };
  const gone = converted.of - converted.count;
  return (
    <>
      <Mark label={t("maps.converted_by", { ...names, people: peopleWords(converted.count), rate: rateOf(converted) })} onOpen={() => view.onOpen({ kind: "converted", stage: to.stage })}>
        <path d={path} fill="var(--tl-accent)" fillOpacity={0.22} />
      </Mark>
      {gone > 0 && (
        <Mark label={t("maps.lost_by", { ...names, people: peopleWords(gone) })} onOpen={() => view.onOpen({ kind: "lost", stage: to.stage })}>
          <path d={lost} fill="var(--tl-moving)" fillOpacity={0.55} />
        </Mark>
      )}
      <text x={x} y={y} textAnchor="middle" fontSize={11} stroke="var(--mantine-color-body)" strokeWidth={3} paintOrder="stroke">
        {t("journeys.percent", { share: formatPercent(converted.share, converted.of) })}
      </text>
    </>
  );
}
