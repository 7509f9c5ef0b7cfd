import { useEffect, useRef, useState } from "react";

/** A value that changes by itself at once, and only when it rests where one change follows another, as when somebody types. */
export function useSettled<Value>(value: Value, restMs: number): Value {
  const [settled, setSettled] = useState(value);
  const changed = useRef(Number.NEGATIVE_INFINITY);
  const last = useRef(value);
  useEffect(() => {
    if (Object.is(last.current, value)) return undefined; // What was there from the beginning is no change.
    last.current = value;
    const now = performance.now();
    const wait = now - changed.current > restMs ? 0 : restMs;
    changed.current = now;
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, restMs]);
  return settled;
}
