/** The figures of a touchpoint on its card: each with its people, how it went over time, and thresholds that are crossed. */
import { IconAlertTriangle } from "@tabler/icons-react";

import type { MapTouchpointFigures } from "@/api/types";
import { formatPercent } from "@/features/journeys";
import { formatCompact, formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import style from "./maps.module.css";
import { alertValue, alertWords, measuresOf } from "./measures";
import { Sparkline } from "./Sparkline";
import type { CanvasView } from "./view";

export function TouchpointFigures({ figures, onOpen }: { figures: MapTouchpointFigures; onOpen: CanvasView["onOpen"] }) {
  const { people } = figures;
  return (
    <>
      <button
        type="button"
        className={style.figure}
        disabled={people.count === 0}
        title={t("maps.touchpoint_people", { people: formatCount(people.count), share: formatPercent(people.share, people.of), times: figures.events })}
        onClick={() => onOpen({ kind: "touchpoint", touchpoint: figures.touchpoint })}
      >
        <span className="tl-hidden">{figures.name}: </span>
        {formatCompact(people.count)} · {t("journeys.percent", { share: formatPercent(people.share, people.of) })}
      </button>
      {people.count > 0 && (
        <dl className={style.measures}>
          {measuresOf(figures).map(({ figure, name, text, title, cell, series, format }) => (
            <div key={figure}>
              <dt>{name}</dt>
              <dd title={title}>
                {cell ? (
                  <button type="button" className={style.figure} aria-label={t("maps.measure.open", { name, touchpoint: figures.name, text, title })} onClick={() => onOpen(cell)}>
                    {text}
                  </button>
                ) : (
                  text
                )}
              </dd>
              <dd>
                <Sparkline name={name} values={series} format={format} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <ul className={style.crossed}>
        {figures.alerts
          .filter((alert) => alert.crossed)
          .map((alert) => (
            <li key={`${alert.figure} ${alert.is}`}>
              <IconAlertTriangle size={13} aria-hidden />
              {t("maps.alert.crossed", { words: alertWords(alert), now: alertValue(alert.figure, alert.now ?? 0) })}
            </li>
          ))}
      </ul>
    </>
  );
}
