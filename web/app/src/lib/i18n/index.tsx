/** The text of the product: `t("people.title")`, plurals by `count`, and `<T>` for text around nodes. */
import { Fragment, type ReactNode } from "react";

import { en } from "./en";
import { choose, fill, type Message, split, type Values } from "./format";

export type TextKey = keyof typeof en;

/** Numbers, dates and money follow the browser's locale; the words are English. */
export const locale = typeof navigator === "undefined" ? "en" : navigator.language || "en";
const textLocale = "en";

function template(key: TextKey, count: unknown): string {
  const message: Message = en[key];
  return choose(message, textLocale, typeof count === "number" ? count : undefined);
}

export function t(key: TextKey, values: Values = {}): string {
  return fill(template(key, values.count), locale, values);
}

/** The text for a key made at run time (a kind, a reason), or null if the catalogue has none. */
export function findText(key: string): string | null {
  return key in en ? t(key as TextKey) : null;
}

/** Text with nodes in its places: `<T k="x" values={{ name: <b>Ana</b> }} />`. */
export function T({ k, count, values }: { k: TextKey; count?: number; values: Record<string, ReactNode> }) {
  return split(template(k, count)).map(({ text, place }, index) => (
    <Fragment key={index}>{place !== null && place in values ? values[place] : text}</Fragment>
  ));
}
