/** What became of a pain: a figure of its stage before and after something was done about it, with n and interval. */
import type { MapImpact, MapPain } from "@/api/types";
import { took } from "@/features/journeys";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { formatMean } from "./figures";
import style from "./maps.module.css";
import { useImpact } from "./useMaps";
import type { CanvasView } from "./view";

const percent = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

function valueIn(figure: MapImpact["figure"]): (value: number) => string {
  if (figure === "time_in_stage") return (value) => (value < 0 ? `−${took(-value)}` : took(value));
  if (figure === "score") return formatMean;
  return (value) => t("journeys.percent", { share: percent.format(value * 100) });
}

function sideSays({ value, low, high, n }: MapImpact["before"], format: (value: number) => string): string {
  if (value === null || value === undefined) return t("maps.impact.nobody");
  const of = low === null || low === undefined || high === null || high === undefined ? "" : t("maps.interval", { low: format(low), high: format(high) });
  return t("maps.impact.side", { value: format(value), interval: of, n: formatCount(n) });
}

export function PainImpact({ view, stage, place, pain }: { view: CanvasView; stage: string; place: number; pain: MapPain }) {
  const found = useImpact(view.map, pain.since && view.question ? { question: view.question, stage, pain: place } : null);
  if (!pain.since || !view.question) return null;
  if (found.isError) return <p className={style.impact}>{found.error.message}</p>;
  if (!found.data) return null;
  const { figure, before, after, difference, days } = found.data;
  const format = valueIn(figure);
  return (
    <dl className={style.impact} aria-label={t("maps.impact.label", { name: pain.text })}>
      <dt>{t("maps.impact.figure", { figure: t(`maps.impact.${figure}`), days })}</dt>
      <dd>{t("maps.impact.before", { text: sideSays(before, format) })}</dd>
      <dd>{t("maps.impact.after", { text: sideSays(after, format) })}</dd>
      {difference && (
        <dd data-sure={(difference.low ?? -1) > 0 || (difference.high ?? 1) < 0 || undefined}>
          {t("maps.impact.difference", { value: format(difference.value), interval: difference.low === null || difference.low === undefined || difference.high === null || difference.high === undefined ? "" : t("maps.interval", { low: format(difference.low), high: format(difference.high) }) })}
        </dd>
      )}
    </dl>
  );
}
