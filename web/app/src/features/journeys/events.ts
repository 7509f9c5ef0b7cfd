/** A choice of events as the address holds it: names, or names with a condition over their properties. Pure. */
import type { Condition } from "@/features/condition";

export type Events = string[] | { names: string[]; where: Condition };

export const namesOf = (events: Events | undefined): string[] => (!events ? [] : Array.isArray(events) ? events : events.names);
export const whereOf = (events: Events | undefined): Condition | null => (!events || Array.isArray(events) ? null : events.where);

/** Without names there is no choice, and nothing whose properties could be looked at. */
export function eventsOf(names: string[], where: Condition | null): Events | undefined {
  if (names.length === 0) return undefined;
  return where ? { names, where } : names;
}

/** As the server wants it. */
export function choiceOf(events: Events): { names: string[]; where?: Condition } {
  const where = whereOf(events);
  return { names: namesOf(events), ...(where ? { where } : {}) };
}

/** `{ starts: ... }` where some were chosen, else nothing. */
export const chosen = <Key extends string>(key: Key, events: Events | undefined): Partial<Record<Key, ReturnType<typeof choiceOf>>> =>
  (events ? { [key]: choiceOf(events) } : {}) as Partial<Record<Key, ReturnType<typeof choiceOf>>>;

export const isChosen = (events: Events | undefined): events is Events => namesOf(events).length > 0;
