/** Days, weeks and months by their names. */
import { formatDate, formatMonth } from "@/lib/format";
import { locale, t } from "@/lib/i18n";

import type { units } from "./search";

export type Unit = (typeof units)[number];

// Of a date without a time: it belongs to no zone.
const short = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });

/** Where a period begins, in few letters. */
export function periodShort(begins: string, unit: Unit): string {
  const noon = new Date(`${begins}T12:00:00Z`);
  return unit === "month" ? formatMonth(noon) : short.format(noon);
}

export function periodTitle(begins: string, unit: Unit): string {
  const noon = new Date(`${begins}T12:00:00Z`);
  if (unit === "month") return formatMonth(noon);
  return unit === "week" ? t("journeys.week_of", { date: formatDate(noon) }) : formatDate(noon);
}
