/** Events for tests, each with what the test says and plausible rest. */
import type { TimelineEvent } from "@/api/types";

let made = 0;

export function event(at: string, change: Partial<TimelineEvent> = {}): TimelineEvent {
  made += 1;
  return {
    id: `event_${made}`,
    kind: "page",
    name: "Home",
    channel: "web",
    occurred_at: at,
    original_timestamp: null,
    sent_at: null,
    received_at: at,
    clock: "sent",
    message_id: `m${made}`,
    source: { id: "source_1", name: "Site" },
    key_identifier: null,
    identifiers: [{ type: "anonymous_id", value: "a1" }],
    account: null,
    reference: null,
    properties: {},
    context: {},
    integrations: null,
    extra: null,
    cursor: at,
    notes: [],
    ...change,
  };
}
