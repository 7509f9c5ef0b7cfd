/** What of a person's page stands in the address. Pure. */

export interface ProfileSearch {
  kind?: string[];
  channel?: string[];
  name?: string;
  /** The line is shown from the end of this day back: 2026-03-01. */
  until?: string;
  /** The event whose details are open. */
  event?: string;
  /** Traits as they were at the end of this day. */
  as_of?: string;
  /** Two identifiers, type:value, whose link is explained. */
  why?: string[];
  /** On a small screen: which pane. */
  pane?: "about";
}

const day = (value: unknown) => (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);
const texts = (value: unknown) => {
  const list = Array.isArray(value) ? value : [value];
  const found = list.filter((each): each is string => typeof each === "string" && each !== "");
  return found.length ? found : undefined;
};

function defined<T extends object>(from: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as T;
}

export function readProfileSearch(raw: Record<string, unknown>): ProfileSearch {
  return defined<ProfileSearch>({
    kind: texts(raw.kind),
    channel: texts(raw.channel),
    name: raw.name === undefined || raw.name === "" ? undefined : String(raw.name),
    until: day(raw.until),
    event: typeof raw.event === "string" ? raw.event : undefined,
    as_of: day(raw.as_of),
    why: Array.isArray(raw.why) ? (texts(raw.why) ?? []) : texts(raw.why),
    pane: raw.pane === "about" ? "about" : undefined,
  });
}
