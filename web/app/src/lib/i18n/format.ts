/** Fills `{name}` places of a message and chooses plural forms. Pure; the catalogue is given. */

export type Plural = { one?: string; two?: string; few?: string; many?: string; zero?: string; other: string };
export type Message = string | Plural;
export type Values = Record<string, string | number>;

const rules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

function cached<T>(cache: Map<string, T>, locale: string, make: () => T): T {
  let value = cache.get(locale);
  if (!value) cache.set(locale, (value = make()));
  return value;
}

/** The form of `message` for `count`, by the plural rules of the locale. */
export function choose(message: Message, locale: string, count: number | undefined): string {
  if (typeof message === "string") return message;
  if (count === undefined) return message.other;
  const category = cached(rules, locale, () => new Intl.PluralRules(locale)).select(count);
  return message[category] ?? message.other;
}

/** Splits a template into text and places, so that both strings and React nodes can be filled in. */
export function split(template: string): { text: string; place: string | null }[] {
  const parts: { text: string; place: string | null }[] = [];
  let from = 0;
  for (const match of template.matchAll(/\{([a-zA-Z_]+)\}/g)) {
    if (match.index > from) parts.push({ text: template.slice(from, match.index), place: null });
    parts.push({ text: match[0], place: match[1] ?? "" });
    from = match.index + match[0].length;
  }
  if (from < template.length) parts.push({ text: template.slice(from), place: null });
  return parts;
}

/** Numbers are written the locale's way; unknown places stay visible, so that a mistake is seen. */
export function fill(template: string, locale: string, values: Values): string {
  return split(template)
    .map(({ text, place }) => {
      const value = place === null ? undefined : values[place];
      if (value === undefined) return text;
      if (typeof value === "string") return value;
      return cached(numbers, locale, () => new Intl.NumberFormat(locale)).format(value);
    })
    .join("");
}
