/** What was done, to be undone and done again. Pure. */
export interface History<State> {
  past: State[];
  present: State;
  future: State[];
  /** What the last change was of; another of the same goes into it. */
  of: string | null;
}

const pastMax = 200;

export const begin = <State>(present: State): History<State> => ({ past: [], present, future: [], of: null });

/** `of` joins changes that are made in one go, such as the letters of a word. */
export function change<State>(history: History<State>, next: State, of: string | null = null): History<State> {
  if (next === history.present) return history;
  if (of !== null && of === history.of) return { ...history, present: next, future: [] };
  return { past: [...history.past, history.present].slice(-pastMax), present: next, future: [], of };
}

export function undo<State>(history: History<State>): History<State> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], of: null };
}

export function redo<State>(history: History<State>): History<State> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, of: null };
}

/** The next change stands alone. */
export const settle = <State>(history: History<State>): History<State> => (history.of === null ? history : { ...history, of: null });
