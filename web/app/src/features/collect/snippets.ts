/** What to paste to send the first event, with this server's address and the source's key. Pure. */
import type { SourceKind } from "@/api/types";

export interface Snippet {
  id: string;
  title: string;
  language: string;
  code: string;
}

interface Place {
  /** http or https, without the colon. */
  protocol: string;
  /** Host and port. */
  host: string;
  key: string;
}

function browser({ protocol, host, key }: Place): string {
  return `npm install @segment/analytics-next

import { AnalyticsBrowser } from "@segment/analytics-next";

const analytics = AnalyticsBrowser.load(
  { writeKey: "${key}", cdnURL: "${protocol}://${host}" },
  { integrations: { "Segment.io": { apiHost: "${host}/v1", protocol: "${protocol}" } } },
);

analytics.page();
analytics.identify("user-42", { email: "ana@example.com", plan: "pro" });
analytics.track("Order Completed", { total: 49, currency: "EUR" });`;
}

function pixel({ protocol, host, key }: Place): string {
  const data = `{"writeKey":"${key}","anonymousId":"reader-1","event":"Newsletter Opened"}`;
  return `<img alt="" width="1" height="1"
  src="${protocol}://${host}/v1/pixel/track?data=${encodeURIComponent(data)}">`;
}

function node({ protocol, host, key }: Place): string {
  return `npm install @segment/analytics-node

import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({ writeKey: "${key}", host: "${protocol}://${host}" });

analytics.identify({ userId: "user-42", traits: { email: "ana@example.com", plan: "pro" } });
analytics.track({ userId: "user-42", event: "Order Completed", properties: { total: 49, currency: "EUR" } });
await analytics.closeAndFlush();`;
}

function python({ protocol, host, key }: Place): string {
  return `pip install segment-analytics-python

import segment.analytics as analytics

analytics.write_key = "${key}"
analytics.host = "${protocol}://${host}"

analytics.identify("user-42", {"email": "ana@example.com", "plan": "pro"})
analytics.track("user-42", "Order Completed", {"total": 49, "currency": "EUR"})
analytics.flush()`;
}

function curl({ protocol, host, key }: Place): string {
  return `curl ${protocol}://${host}/v1/track \\
  -u ${key}: \\
  -H 'Content-Type: application/json' \\
  -d '{"userId": "user-42", "event": "Order Completed", "properties": {"total": 49, "currency": "EUR"}}'`;
}

const browserSnippets = [
  { id: "analytics.js", title: "analytics.js", language: "JavaScript", make: browser },
  { id: "pixel", title: "HTML", language: "HTML", make: pixel },
];
const serverSnippets = [
  { id: "node", title: "Node.js", language: "JavaScript", make: node },
  { id: "python", title: "Python", language: "Python", make: python },
];
const anySnippets = [{ id: "curl", title: "curl", language: "Shell", make: curl }];

/** A browser's source first shows what runs in a browser, a server's what runs on one. */
export function snippetsFor(kind: SourceKind, place: Place): Snippet[] {
  const own = kind === "browser" ? browserSnippets : serverSnippets;
  return [...own, ...anySnippets].map(({ make, ...rest }) => ({ ...rest, code: make(place) }));
}
