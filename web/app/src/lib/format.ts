/** Numbers, money, dates and durations in the reader's locale. All by Intl. */
import { locale, t } from "./i18n";

const integer = new Intl.NumberFormat(locale);
const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(locale, { style: "short" });
/** "yesterday" reads well; "last mo." does not. */
const relativeDay = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });

export function formatCount(value: number): string {
  return integer.format(value);
}

export function formatNumber(value: number): string {
  return decimal.format(value);
}

export function formatCompact(value: number): string {
  return compact.format(value);
}

/** Money with its currency; an unknown currency code is written as it came. */
export function formatMoney(amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
  } catch {
    return `${decimal.format(amount)} ${currency}`;
  }
}

let zone: string | undefined;

/** The workspace's time zone; days and clock times are shown in it. */
export function setTimeZone(name: string | undefined): void {
  try {
    if (name) new Intl.DateTimeFormat(locale, { timeZone: name });
    zone = name || undefined;
  } catch {
    zone = undefined;
  }
  formats.clear();
}

const formats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let format = formats.get(name);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, ...(zone ? { timeZone: zone } : {}) });
    formats.set(name, format);
  }
  return format;
}

function format(name: string, at: Date | string, options: Intl.DateTimeFormatOptions): string {
  const date = typeof at === "string" ? new Date(at) : at;
  return Number.isNaN(date.getTime()) ? String(at) : dateFormat(name, options).format(date);
}

export const formatDate = (at: Date | string) => format("date", at, { dateStyle: "medium" });
export const formatTime = (at: Date | string) => format("time", at, { hour: "2-digit", minute: "2-digit" });
export const formatMonth = (at: Date | string) => format("month", at, { month: "short", year: "numeric" });
export const formatSeconds = (at: Date | string) =>
  format("seconds", at, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const formatExact = (at: Date | string) =>
  format("exact", at, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZoneName: "short",
  });
/** The clock time of today; of other days the date comes first, so that midnight cannot be missed. */
export function formatClock(at: string, now: Date = new Date()): string {
  const [day, today] = [dayOf(at), dayOf(now)];
  if (day === today) return formatSeconds(at);
  if (day.slice(0, 4) !== today.slice(0, 4)) return formatDate(at);
  return `${format("day", at, { day: "numeric", month: "short" })} ${formatTime(at)}`;
}
const formatWeekday = (at: Date | string) =>
  format("weekday", at, { weekday: "long", day: "numeric", month: "long" });
const formatFullDay = (at: Date | string) =>
  format("full", at, { weekday: "short", day: "numeric", month: "long", year: "numeric" });

/** The calendar day in the workspace's time zone, as 2026-03-01. */
export function dayOf(at: Date | string): string {
  const date = typeof at === "string" ? new Date(at) : at;
  const options = { year: "numeric", month: "2-digit", day: "2-digit", ...(zone ? { timeZone: zone } : {}) } as const;
  let iso = formats.get("iso");
  if (!iso) formats.set("iso", (iso = new Intl.DateTimeFormat("sv-SE", options)));
  return iso.format(date);
}

/** "Today", "Yesterday", "Monday 3 March" within this year, else with the year. */
export function formatDay(at: string, now: Date = new Date()): string {
  const day = dayOf(at);
  if (day === dayOf(now)) return t("time.today");
  if (day === dayOf(new Date(now.getTime() - 864e5))) return t("time.yesterday");
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? formatWeekday(at) : formatFullDay(at);
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 864e5],
  ["month", 30 * 864e5],
  ["day", 864e5],
  ["hour", 36e5],
  ["minute", 6e4],
];

/** "3 min. ago"; under a minute it is "just now". */
export function formatRelative(at: string, now: number = Date.now()): string {
  const ms = new Date(at).getTime() - now;
  if (Number.isNaN(ms)) return at;
  for (const [unit, size] of units) {
    if (Math.abs(ms) >= size) return (unit === "day" ? relativeDay : relative).format(Math.trunc(ms / size), unit);
  }
  return t("time.now");
}

/** A length of time in its two largest units: "6 min", "1 h 20 min". */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return t("time.seconds", { count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t("time.minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    const rest = minutes % 60;
    const text = t("time.hours", { count: hours });
    return rest ? `${text} ${t("time.minutes", { count: rest })}` : text;
  }
  return t("time.days", { count: Math.floor(hours / 24) });
}

export function isTime(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(value);
}

/** A trait's or property's value as a person reads it. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return t("value.none");
  if (typeof value === "boolean") return value ? t("value.yes") : t("value.no");
  if (typeof value === "number") return formatNumber(value);
  if (isTime(value)) return value.length > 10 ? `${formatDate(value)} ${formatTime(value)}` : formatPlainDate(value);
  if (typeof value === "string") return value === "" ? t("value.empty") : value;
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return value.map(formatValue).join(", ");
  return JSON.stringify(value);
}

/** A date without a time belongs to no zone, so none is applied. */
function formatPlainDate(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(date);
}

const acronyms = new Set(["api", "arr", "ces", "crm", "csat", "ip", "kpi", "ltv", "mrr", "nps", "os", "sku", "sla", "sms", "sso", "url", "utm", "vat", "vip"]);

/** snake_case, camelCase and dotted keys as words: "lifetime_value" → "Lifetime value". */
export function humanise(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_\-.]+/g, " ")
    .trim();
  if (!words) return key;
  const lower = words
    .replace(/\b([A-Z][a-z]+)\b/g, (word) => word.toLowerCase())
    .replace(/\b[a-z]+\b/gi, (word) => (acronyms.has(word.toLowerCase()) ? word.toUpperCase() : word));
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
