/** What an event is called on a line, and the one detail worth a place beside it. */
import type { TimelineEvent } from "@/api/types";
import { formatMoney, formatValue, humanise } from "@/lib/format";
import { t } from "@/lib/i18n";

import { moneyOf, orderNumberOf } from "./cards";
import { titleOf } from "./sessions";

export function eventTitle(event: TimelineEvent): string {
  switch (event.kind) {
    case "identify":
      return t("event.identify");
    case "group":
      return t("event.group");
    case "alias":
      return t("event.alias");
    case "merge":
      return event.name || t("event.merge");
    case "split":
      return event.name || t("event.split");
    default:
      return titleOf(event) || t(`kind.${event.kind}`);
  }
}

const shownMax = 3;
/** Long or technical values say nothing on a line. */
const isTelling = (value: unknown) =>
  typeof value === "number" || typeof value === "boolean" || (typeof value === "string" && value !== "" && value.length <= 48 && !/^https?:|[0-9a-f-]{20,}/.test(value));

function pairs(fields: Record<string, unknown>, skip: (key: string) => boolean): string {
  return Object.entries(fields)
    .filter(([key, value]) => !skip(key) && isTelling(value))
    .slice(0, shownMax)
    .map(([key, value]) => `${humanise(key)}: ${formatValue(value)}`)
    .join(" · ");
}

export function eventDetail(event: TimelineEvent): string {
  const properties = event.properties ?? {};
  const money = moneyOf(event);
  if (money) return [formatMoney(money.amount, money.currency), orderNumberOf(event)].filter(Boolean).join(" · ");
  if (event.kind === "page" || event.kind === "screen") {
    const path = properties.path;
    return typeof path === "string" && path !== titleOf(event) ? path : "";
  }
  if (event.kind === "group") return typeof properties.name === "string" ? properties.name : (event.account ?? "");
  if (typeof properties.subject === "string" && properties.subject !== "") return properties.subject;
  return pairs(properties, (key) => /(^|_)(id|url|uuid|token|currency)$/i.test(key));
}
