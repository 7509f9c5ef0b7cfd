/** Which properties a sample of events has, of which types and with which values. Pure. */

export interface Property {
  /** As conditions name it: `total`, `address.city`, `context.page.url`. */
  key: string;
  type: "string" | "number" | "boolean" | "time";
  /** In how many events of the sample it is. */
  events: number;
  /** Some of its values as text, the most frequent first. */
  values: string[];
}

interface Sampled {
  properties: unknown;
  context?: unknown;
}

const deepest = 3;
const valuesMax = 30;
const longest = 60;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function* leaves(value: Record<string, unknown>, before: string, depth: number): Generator<[string, string | number | boolean]> {
  for (const [key, inner] of Object.entries(value)) {
    const path = before ? `${before}.${key}` : key;
    if (isObject(inner) && depth < deepest) yield* leaves(inner, path, depth + 1);
    else if (typeof inner === "string" || typeof inner === "number" || typeof inner === "boolean") yield [path, inner];
  }
}

const isTime = (value: unknown) => typeof value === "string" && /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/.test(value);

function typeOf(values: (string | number | boolean)[]): Property["type"] {
  if (values.every((value) => typeof value === "number")) return "number";
  if (values.every((value) => typeof value === "boolean")) return "boolean";
  return values.every(isTime) ? "time" : "string";
}

export function propertiesOf(events: Sampled[]): Property[] {
  const found = new Map<string, (string | number | boolean)[]>();
  const add = (path: string, value: string | number | boolean) => found.set(path, [...(found.get(path) ?? []), value]);
  for (const event of events) {
    if (isObject(event.properties)) for (const [path, value] of leaves(event.properties, "", 1)) add(path, value);
    if (isObject(event.context)) for (const [path, value] of leaves(event.context, "context", 1)) add(path, value);
  }
  const inContext = (key: string) => (key.startsWith("context.") ? 1 : 0);
  return [...found]
    .map(([key, values]) => {
      const counts = new Map<string, number>();
      for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
      const often = [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
      return { key, type: typeOf(values), events: values.length, values: often.filter((value) => value.length <= longest).slice(0, valuesMax) };
    })
    .sort((a, b) => inContext(a.key) - inContext(b.key) || b.events - a.events || a.key.localeCompare(b.key));
}
