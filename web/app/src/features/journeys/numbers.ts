/** What number stands for an event or a person, as a question and in words. Pure but for the catalogue. */
import { formatNumber, humanise } from "@/lib/format";
import { t } from "@/lib/i18n";

import { choiceOf, namesOf } from "./events";
import type { NumberChoice } from "./search";
import { namesTitle } from "./words";

const ofEvents = (choice: NumberChoice) => choice.of !== "count" && choice.of !== "trait";

/** Whether nothing is missing in it. */
export const isWhole = (choice: NumberChoice | undefined): choice is NumberChoice =>
  choice !== undefined && (choice.of === "trait" ? Boolean(choice.trait) : choice.of === "count" || Boolean(choice.property));

/** As the server wants it: only what belongs to this kind of number. */
export function numberOf(choice: NumberChoice) {
  const names = namesOf(choice.events);
  return {
    of: choice.of as string,
    ...(choice.of === "trait" ? { trait: choice.trait } : names.length && choice.events ? { events: choiceOf(choice.events) } : {}),
    ...(ofEvents(choice) ? { property: choice.property } : {}),
    ...(choice.zeros && (choice.of === "count" || choice.of === "sum") ? { zeros: true } : {}),
  };
}

/** "total of Order Completed for each person, all together". */
export function numberTitle(choice: NumberChoice | undefined): string {
  if (!isWhole(choice)) return t("journeys.number_unknown");
  const name = namesTitle(choice.events);
  return t(`journeys.number_title.${choice.of}`, { name, property: humanise(choice.property ?? ""), trait: humanise(choice.trait ?? "") });
}

export const figure = (value: number | null | undefined): string => (value === null || value === undefined ? "" : formatNumber(Number(value.toPrecision(12))));

/** For reading: with two decimals, or as many as a small one needs. The file has it in full. */
export function rounded(value: number | null | undefined): string {
  if (value === null || value === undefined) return "";
  return formatNumber(Math.abs(value) >= 1 || value === 0 ? Math.round(value * 100) / 100 : Number(value.toPrecision(3)));
}

/** "10 to 20", "100 or more". */
export function betweenWords(from: number | null | undefined, below: number | null | undefined): string {
  if (from === null || from === undefined) return t("journeys.number_below", { below: figure(below) });
  return below === null || below === undefined ? t("journeys.number_from", { from: figure(from) }) : t("journeys.number_between", { from: figure(from), below: figure(below) });
}

/** The next greater number that there is. */
export function above(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return bits.getFloat64(0);
}

/** Round marks for an axis from one number to another: at most so many, at 1, 2 or 5 times a power of ten. */
export function ticks(from: number, to: number, most: number): number[] {
  if (!(to > from)) return [from];
  const least = (to - from) / Math.max(1, most);
  const exponent = Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((m) => m * 10 ** exponent).find((each) => each >= least * (1 - 1e-12)) ?? 10 ** (exponent + 1);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.min(most + 1, last - first + 1) }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
