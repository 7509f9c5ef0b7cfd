/** The raw payload of an event. Pure. */
import type { TimelineEvent } from "@/api/types";

const members: Record<string, string> = { user_id: "userId", anonymous_id: "anonymousId" };

function sendersOf(event: TimelineEvent): Record<string, string> {
  return Object.fromEntries(
    event.identifiers.flatMap(({ type, value }) => {
      const member = members[type];
      return member ? [[member, value]] : [];
    }),
  );
}

/** The message as it was sent, put together from what is kept of it. */
export function payloadOf(event: TimelineEvent): Record<string, unknown> {
  const { kind, name, properties, context, integrations, extra } = event;
  const says = kind === "identify" || kind === "group" ? { traits: properties } : { properties };
  // A page is called "Page Viewed" by us; what it calls itself is in `extra`.
  const called = kind === "track" ? { event: name } : name && kind !== "page" && kind !== "screen" ? { name } : {};
  const filled = (field: Record<string, unknown> | null | undefined) => field && Object.keys(field).length > 0;
  return {
    type: kind,
    messageId: event.message_id,
    ...called,
    ...sendersOf(event),
    ...(event.account && kind === "group" ? { groupId: event.account } : {}),
    ...(event.original_timestamp ? { timestamp: event.original_timestamp } : {}),
    ...says,
    ...(filled(context) ? { context } : {}),
    ...(filled(integrations) ? { integrations } : {}),
    ...extra,
  };
}
