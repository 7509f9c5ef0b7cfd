/** The events of a touchpoint as the pickers of journey pages hold them. Pure. */
import type { MapTouchpoint } from "@/api/types";
import type { Condition } from "@/features/condition";
import type { Events } from "@/features/journeys";

type Bound = MapTouchpoint["events"];

export function eventsOfTouchpoint({ events }: MapTouchpoint): Events | undefined {
  const names = events?.names ?? [];
  if (names.length === 0) return undefined;
  return events?.where ? { names, where: events.where as Condition } : names;
}

/** The kind of the events stays as it was. */
export function boundTo(events: Events | undefined, before: Bound): Bound {
  if (!events) return undefined;
  const chosen = Array.isArray(events) ? { names: events } : events;
  return { ...(before?.kind ? { kind: before.kind } : {}), ...chosen } as Bound;
}
