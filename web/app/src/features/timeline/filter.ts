/** Which events a filtered line shows, and where a new one belongs in it. Pure. */
import type { Page, TimelineEvent } from "@/api/types";

export interface LineFilter {
  kind?: string[] | undefined;
  channel?: string[] | undefined;
  name?: string | undefined;
}

/** The same test that the server applies to pages, for events that come in live. */
export function passes(event: TimelineEvent, filter: LineFilter): boolean {
  if (filter.kind && !filter.kind.includes(event.kind)) return false;
  if (filter.channel && !filter.channel.includes(event.channel)) return false;
  return !filter.name || event.name === filter.name;
}

/**
 * Puts an event where its time says. A late one may belong far down; one older than all that is
 * loaded is left out, because it comes with its page.
 */
export function insertEvent(pages: Page<TimelineEvent>[], event: TimelineEvent): Page<TimelineEvent>[] {
  if (pages.some((page) => page.items.some((each) => each.id === event.id))) return pages;
  for (const [number, page] of pages.entries()) {
    const at = page.items.findIndex((each) => each.occurred_at <= event.occurred_at);
    if (at < 0 && !(number === pages.length - 1 && !page.next)) continue;
    const items = [...page.items];
    items.splice(at < 0 ? items.length : at, 0, event);
    return pages.map((each, index) => (index === number ? { ...each, items } : each));
  }
  return pages;
}
