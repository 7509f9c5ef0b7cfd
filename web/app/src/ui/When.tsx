/** A time relative to now, with the exact time on hover. All of them tick on one shared timer. */
import { useSyncExternalStore } from "react";

import { formatExact, formatRelative } from "@/lib/format";

const tickMs = 20_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;
const watchers = new Set<() => void>();

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of watchers) each();
  }, tickMs);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The current time, renewed every 20 seconds. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => now);
}

export function When({ at, none = "" }: { at: string | null | undefined; none?: string }) {
  const current = useNow();
  if (!at) return <span className="tl-dim">{none}</span>;
  // Something newer than the last tick happened just now, not in the future.
  const shown = Math.max(current, new Date(at).getTime() || current);
  return (
    <time dateTime={at} title={formatExact(at)}>
      {formatRelative(at, shown)}
    </time>
  );
}
