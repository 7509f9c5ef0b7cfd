/** Figures of journeys and the events in them, in words. Pure but for the catalogue. */
import { conditionWords, readCondition } from "@/features/condition";
import { formatDuration } from "@/lib/format";
import { findText, locale, t } from "@/lib/i18n";

import { type Events, namesOf, whereOf } from "./events";

export interface Share {
  count: number;
  of: number;
  share: number;
  low: number;
  high: number;
}

const percent = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const percentFine = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });

/** With one decimal only where there are enough people for it. */
export const formatPercent = (share: number, of: number) => (of >= 1000 ? percentFine : percent).format(share * 100);

/** "43 % (35 to 51)". */
export function rateOf({ share, low, high, of }: Share): string {
  if (of === 0) return t("journeys.no_rate");
  return t("journeys.rate", { share: formatPercent(share, of), low: formatPercent(low, of), high: formatPercent(high, of) });
}

const z = 1.959963984540054;

/** Wilson's 95 % interval, as the server gives it, for figures that are put together here. */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of, share: 0, low: 0, high: 1 };
  const share = count / of;
  const middle = share + (z * z) / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return { count, of, share, low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

export const people = (count: number) => t("journeys.people", { count });
export const took = (ms: number | null | undefined) => (ms === null || ms === undefined ? "" : formatDuration(ms));

/** A choice of events as one name, with what must hold for them. */
export function namesTitle(events: Events | undefined, any = t("journeys.anything")): string {
  const names = namesOf(events);
  if (names.length === 0) return any;
  const name = names.length < 3 ? names.join(t("journeys.or")) : t("journeys.or_others", { name: names[0] ?? "", count: names.length - 1 });
  const where = whereOf(events);
  const node = where && readCondition(where);
  return node ? t("journeys.names_where", { name, where: conditionWords(node) }) : name;
}

/** A node: most have a name; identify and its like have only a kind. */
export function nodeTitle(node: { kind: string; name: string } | undefined): string {
  if (!node) return t("journeys.unknown");
  return node.name || (findText(`event.${node.kind}`) ?? findText(`kind.${node.kind}`) ?? node.kind);
}

export function cut(text: string, width: number, ofLetter = 6.4): string {
  const most = Math.max(3, Math.floor(width / ofLetter));
  return text.length <= most ? text : `${[...text].slice(0, most - 1).join("")}…`;
}

