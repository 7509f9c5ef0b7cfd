/**
 * A line as a person reads it: days, and in them sessions folded into one entry, conversations told
 * together, cards, and single lines. Pure: events in, entries out, newest first.
 */
import type { TimelineEvent } from "@/api/types";
import { type Device, deviceOf } from "@/lib/device";

import { type CardKind, cardKindOf, threadCardOf, threadKinds, threadOf } from "./cards";

/** A visit ends after half an hour of silence. */
export const sessionGapMs = 30 * 60_000;
/** A conversation without an id ends after so long a silence; one with an id, which may go on after a holiday, much later. */
export const threadGapMs = 12 * 60 * 60_000;
export const namedThreadGapMs = 30 * 24 * 60 * 60_000;

export interface SessionEntry {
  sort: "session";
  id: string;
  /** Newest first. */
  events: TimelineEvent[];
  start: number;
  end: number;
  pages: number;
  actions: number;
  device: Device | null;
  endedAt: string;
}
export interface ThreadEntry {
  sort: "thread";
  id: string;
  card: CardKind;
  /** Oldest first, as it was said. */
  events: TimelineEvent[];
  end: number;
}
export interface CardEntry {
  sort: "card";
  id: string;
  card: CardKind;
  event: TimelineEvent;
  end: number;
}
export interface LineEntry {
  sort: "line";
  id: string;
  event: TimelineEvent;
  end: number;
}
export type Entry = SessionEntry | ThreadEntry | CardEntry | LineEntry;
export interface Day {
  day: string;
  at: string;
  entries: Entry[];
  events: number;
}

const isView = (event: TimelineEvent) => event.kind === "page" || event.kind === "screen";
const isVisit = (event: TimelineEvent) =>
  (event.channel === "web" || event.channel === "mobile") && (isView(event) || event.kind === "track");

/** What every page and screen is called beside its own name. */
const plainNames = ["Page Viewed", "Screen Viewed"];

/** What an event is called: its own name; a page or screen, what it says of itself. */
export function titleOf(event: TimelineEvent): string {
  if (event.name && !(isView(event) && plainNames.includes(event.name))) return event.name;
  for (const value of [event.extra?.name, ...["name", "title", "path", "url"].map((name) => event.properties?.[name])]) {
    if (typeof value === "string" && value !== "") return value;
  }
  return event.name;
}

/** One browser or app: its anonymous id if it sent one, else what it calls itself. */
function machineOf(event: TimelineEvent, device: Device | null): string {
  const own = event.identifiers.find((identifier) => identifier.type === "anonymous_id");
  return `${event.channel}\n${own?.value ?? ""}\n${device?.program ?? ""}\n${device?.machine ?? ""}`;
}

function finish(session: SessionEntry): Entry {
  const first = session.events[0];
  if (session.events.length === 1 && first) return { sort: "line", id: session.id, event: first, end: session.end };
  const last = session.events.find(isView);
  session.pages = session.events.filter(isView).length;
  session.actions = session.events.length - session.pages;
  session.endedAt = last ? titleOf(last) : "";
  return session;
}

/** Events newest first, each at most once, to entries newest first by their latest event. */
export function entriesOf(events: readonly TimelineEvent[]): Entry[] {
  const entries: (Entry | SessionEntry)[] = [];
  const sessions = new Map<string, SessionEntry>();
  const threads = new Map<string, ThreadEntry>();
  for (const event of events) {
    const at = new Date(event.occurred_at).getTime();
    const card = cardKindOf(event);
    if (card !== null && threadKinds.includes(card)) {
      // A conversation that is passed on from a call to letters stays one conversation.
      const name = threadOf(event);
      const key = name || `\n${card}`;
      const gap = name ? namedThreadGapMs : threadGapMs;
      const open = threads.get(key);
      const oldest = open?.events[0];
      if (open && oldest && new Date(oldest.occurred_at).getTime() - at <= gap) {
        open.events.unshift(event);
        open.card = threadCardOf(open.events);
        continue;
      }
      const thread: ThreadEntry = { sort: "thread", id: event.id, card, events: [event], end: at };
      threads.set(key, thread);
      entries.push(thread);
    } else if (card !== null) {
      entries.push({ sort: "card", id: event.id, card, event, end: at });
    } else if (isVisit(event)) {
      const device = deviceOf(event.context);
      const key = machineOf(event, device);
      const open = sessions.get(key);
      if (open && open.start - at <= sessionGapMs) {
        open.events.push(event);
        open.start = at;
        continue;
      }
      const session: SessionEntry = {
        sort: "session", id: event.id, events: [event], start: at, end: at, pages: 0, actions: 0, device, endedAt: "",
      };
      sessions.set(key, session);
      entries.push(session);
    } else {
      entries.push({ sort: "line", id: event.id, event, end: at });
    }
  }
  return entries.map((entry) => (entry.sort === "session" ? finish(entry) : entry));
}

/** Entries by the calendar day of their latest event. `dayOf` decides the time zone. */
export function daysOf(events: readonly TimelineEvent[], dayOf: (at: Date) => string): Day[] {
  const days: Day[] = [];
  for (const entry of entriesOf(events)) {
    const at = new Date(entry.end);
    const day = dayOf(at);
    const count = "events" in entry ? entry.events.length : 1;
    const open = days[days.length - 1];
    if (open?.day === day) {
      open.entries.push(entry);
      open.events += count;
    } else days.push({ day, at: at.toISOString(), entries: [entry], events: count });
  }
  return days;
}

/** Pages of one line, put together: each event once, newest first by the order in which the server gave them. */
export function joinPages(pages: readonly (readonly TimelineEvent[])[]): TimelineEvent[] {
  const seen = new Set<string>();
  const joined: TimelineEvent[] = [];
  for (const page of pages) {
    for (const event of page) {
      if (seen.has(event.id)) continue;
      seen.add(event.id);
      joined.push(event);
    }
  }
  return joined;
}
