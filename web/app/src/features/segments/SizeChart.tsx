/** How many people were in a segment at the end of each day. */
import type { SegmentDetail } from "@/api/types";
import { formatCompact, formatCount, formatDate } from "@/lib/format";
import { t } from "@/lib/i18n";

import style from "./segments.module.css";

const height = 140;
const foot = 18;
const axis = 44;
const width = 640;
const shownDays = 90;

export function SizeChart({ days }: { days: SegmentDetail["days"] }) {
  const shown = days.slice(-shownDays);
  const last = shown[shown.length - 1];
  const first = shown[0];
  // Of one day there is no course, and the size stands in the title.
  if (!last || !first || shown.length < 2) return null;
  const most = Math.max(1, ...shown.map((day) => day.size));
  const step = (width - axis) / shown.length;
  const y = (size: number) => 8 + (height - foot - 8) * (1 - size / most);
  // Steps: a size holds for its whole day.
  const line = shown.map((day, index) => `${index === 0 ? "M" : "L"}${axis + index * step},${y(day.size)} h${step}`).join(" ");
  return (
    <figure className={style.sizes}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t("segments.size_label", { from: formatDate(first.day), to: formatDate(last.day), size: formatCount(last.size) })}>
        {[0, most].map((value) => (
          <g key={value}>
            <line x1={axis} x2={width} y1={y(value)} y2={y(value)} stroke="var(--tl-line)" />
            <text x={axis - 6} y={y(value) + 4} textAnchor="end">
              {formatCompact(value)}
            </text>
          </g>
        ))}
        <path d={`${line} V${y(0)} H${axis} Z`} fill="var(--tl-accent-soft)" />
        <path d={line} fill="none" stroke="var(--tl-accent)" strokeWidth={1.5} />
        <text x={axis} y={height - 4}>
          {formatDate(first.day)}
        </text>
        <text x={width} y={height - 4} textAnchor="end">
          {formatDate(last.day)}
        </text>
      </svg>
      <details>
        <summary>{t("segments.as_table")}</summary>
        <table className={style.list} aria-label={t("segments.size_over_time")}>
          <thead>
            <tr>
              <th scope="col">{t("segments.day")}</th>
              <th scope="col" data-end>{t("segments.size")}</th>
              <th scope="col" data-end>{t("segments.entered")}</th>
              <th scope="col" data-end>{t("segments.left")}</th>
            </tr>
          </thead>
          <tbody>
            {[...shown].reverse().map((day) => (
              <tr key={day.day}>
                <td>{formatDate(day.day)}</td>
                <td data-end>{formatCount(day.size)}</td>
                <td data-end>{formatCount(day.entered)}</td>
                <td data-end>{formatCount(day.left)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
