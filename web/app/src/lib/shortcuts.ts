/**
 * Keyboard shortcuts: pages register theirs while shown, "?" lists what is registered. A shortcut is
 * one key ("j", "?", "Enter"), a chord ("mod+k") or a sequence of two ("g p"). The latest to
 * register wins, so that a page can take a key from the frame.
 */
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Shortcut {
  keys: string;
  text: string;
  run: (event: KeyboardEvent) => void;
  /** Also while typing in a field; for chords only. */
  always?: boolean;
}
export interface ShortcutGroup {
  title: string;
  shortcuts: Shortcut[];
}

let groups: ShortcutGroup[] = [];
const watchers = new Set<() => void>();
let pending: { key: string; until: number } | null = null;
const sequenceMs = 900;

/** The name under which a key event is looked up. */
export function nameOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string {
  if (event.altKey) return "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Whether something floats above the page, which then has the keyboard. What is hidden does not float. */
export function isCovered(): boolean {
  const floating = document.querySelectorAll(".mantine-Modal-content, [class*='mantine-'][class*='-dropdown']");
  return [...floating].some((each) => each.getClientRects().length > 0);
}

function find(keys: string): Shortcut | undefined {
  for (const group of [...groups].reverse()) {
    const found = group.shortcuts.find((shortcut) => shortcut.keys === keys);
    if (found) return found;
  }
  return undefined;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  if (!name) return;
  const typing = isTyping(event.target);
  const over = isCovered();
  let found: Shortcut | undefined;
  if (!typing && pending && pending.until > event.timeStamp) found = find(`${pending.key} ${name}`);
  pending = null;
  found ??= find(name);
  if (found) {
    if ((typing || over) && !found.always) return;
    // Enter and space belong to what has the focus, if it can be activated.
    if (name === "Enter" && event.target instanceof HTMLElement && event.target.closest("a, button, summary")) return;
    event.preventDefault();
    found.run(event);
  } else if (!typing && !over && groups.some((group) => group.shortcuts.some((s) => s.keys.startsWith(`${name} `)))) {
    pending = { key: name, until: event.timeStamp + sequenceMs };
  }
}

if (typeof document !== "undefined") document.addEventListener("keydown", onKey);

function change(next: ShortcutGroup[]): void {
  groups = next;
  for (const watcher of watchers) watcher();
}

/** Registers shortcuts while the component is mounted. Only keys and texts at first render count for the list. */
export function useShortcuts(title: string, shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const keys = shortcuts.map((shortcut) => shortcut.keys).join("\n");
  useEffect(() => {
    const group: ShortcutGroup = {
      title,
      shortcuts: latest.current.map((shortcut) => ({
        ...shortcut,
        run: (event) => latest.current.find(({ keys: own }) => own === shortcut.keys)?.run(event),
      })),
    };
    change([...groups, group]);
    return () => change(groups.filter((each) => each !== group));
  }, [title, keys]);
}

export function useRegisteredShortcuts(): ShortcutGroup[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => groups,
  );
}
