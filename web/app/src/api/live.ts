/**
 * Live streams of the server (SSE). One connection per address is shared by all who listen. Streams
 * are closed while the tab is hidden, because a browser allows only six connections to a host over
 * all its tabs; when they open again, listeners are told, so that they fetch what they missed.
 */
import { useEffect, useRef, useSyncExternalStore } from "react";

export type LiveState = "idle" | "connecting" | "open" | "lost";
export interface LiveListener {
  /** A named event of the stream, its data parsed. */
  event(name: string, data: unknown): void;
  /** The stream opened, again or for the first time: anything may have happened before. */
  opened?(): void;
}

interface Stream {
  source: EventSource | null;
  state: LiveState;
  retry: ReturnType<typeof setTimeout> | null;
  failures: number;
  listeners: Set<LiveListener>;
}

const names = ["event", "decision", "draft", "operations", "saved", "here", "alerts"];
const streams = new Map<string, Stream>();
const watchers = new Set<() => void>();
let overall: LiveState = "idle";

function publish(): void {
  const states = [...streams.values()].map((stream) => stream.state);
  overall = states.includes("lost") ? "lost" : states.includes("connecting") ? "connecting" : (states[0] ?? "idle");
  for (const watcher of watchers) watcher();
}

function open(path: string, stream: Stream): void {
  if (stream.source || document.visibilityState === "hidden") return;
  const source = new EventSource(`/api/v1${path}`);
  stream.source = source;
  if (stream.state !== "lost") stream.state = "connecting";
  source.onopen = () => {
    stream.state = "open";
    stream.failures = 0;
    publish();
    for (const listener of stream.listeners) listener.opened?.();
  };
  source.onerror = () => {
    stream.state = "lost";
    // CONNECTING means that the browser tries again by itself; CLOSED that it has given up.
    if (source.readyState === EventSource.CLOSED) {
      close(stream);
      const wait = Math.min(30_000, 1000 * 2 ** stream.failures++);
      stream.retry = setTimeout(() => {
        stream.retry = null;
        open(path, stream);
      }, wait);
    }
    publish();
  };
  for (const name of names) {
    source.addEventListener(name, (message) => {
      const data = parse(message.data);
      if (data !== undefined) for (const listener of stream.listeners) listener.event(name, data);
    });
  }
  publish();
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

function close(stream: Stream): void {
  if (stream.retry) clearTimeout(stream.retry);
  stream.retry = null;
  stream.source?.close();
  stream.source = null;
}

if (typeof document !== "undefined") {
  document.addEventListener("visibilitychange", () => {
    for (const [path, stream] of streams) {
      if (document.visibilityState === "hidden") {
        close(stream);
        stream.state = "connecting";
      } else open(path, stream);
    }
  });
}

export function listen(path: string, listener: LiveListener): () => void {
  let stream = streams.get(path);
  if (!stream) {
    stream = { source: null, state: "connecting", retry: null, failures: 0, listeners: new Set() };
    streams.set(path, stream);
  }
  const joined = stream;
  joined.listeners.add(listener);
  open(path, joined);
  return () => {
    joined.listeners.delete(listener);
    if (joined.listeners.size > 0) return;
    close(joined);
    streams.delete(path);
    publish();
  };
}

/** Follows a stream while mounted; pass null to follow nothing. */
export function useLive(path: string | null, listener: LiveListener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    if (path === null) return;
    return listen(path, {
      event: (name, data) => latest.current.event(name, data),
      opened: () => latest.current.opened?.(),
    });
  }, [path]);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => overall,
  );
}
