/** A moment that moves: played, set, and told to whoever listens, without drawing the page anew at every frame. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

export interface Player {
  playing: boolean;
  play: () => void;
  pause: () => void;
  /** Goes there; what is played goes on from there. */
  set: (at: number) => void;
  now: () => number;
  /** Called now and whenever the moment changes. Gives what ends it. */
  listen: (told: (at: number) => void) => () => void;
}

/** `perSecond` is what passes in a second of playing. */
export function usePlayer(length: number, perSecond: number): Player {
  const [playing, setPlaying] = useState(false);
  const at = useRef(0);
  const listeners = useRef(new Set<(at: number) => void>());
  const pace = useRef(perSecond);
  useEffect(() => {
    pace.current = perSecond;
  }, [perSecond]);
  const set = useCallback(
    (next: number) => {
      at.current = Math.min(length, Math.max(0, next));
      for (const told of listeners.current) told(at.current);
    },
    [length],
  );
  // Another plan begins anew.
  useEffect(() => set(0), [set]);
  useEffect(() => {
    if (!playing) return;
    let before: number | null = null;
    let frame = requestAnimationFrame(function step(time) {
      if (before !== null) set(at.current + ((time - before) / 1000) * pace.current);
      before = time;
      if (at.current >= length) setPlaying(false);
      else frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing, length, set]);
  return useMemo(
    () => ({
      playing,
      play: () => {
        if (at.current >= length) set(0);
        setPlaying(true);
      },
      pause: () => setPlaying(false),
      set,
      now: () => at.current,
      listen: (told) => {
        listeners.current.add(told);
        told(at.current);
        return () => void listeners.current.delete(told);
      },
    }),
    [playing, length, set],
  );
}
