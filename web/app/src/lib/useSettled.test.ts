import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { useSettled } from "./useSettled";

const rest = 200;
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

describe("a value that settles", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function watched() {
    const { result, rerender } = renderHook(({ value }) => useSettled(value, rest), { initialProps: { value: "a" } });
    pass(1_000);
    return { now: () => result.current, set: (value: string) => rerender({ value }) };
  }

  it("changes at once when nothing has changed for a while", () => {
    const value = watched();
    value.set("b");
    pass(0);
    expect(value.now()).toBe("b");
    pass(1_000);
    value.set("c");
    pass(0);
    expect(value.now()).toBe("c");
  });

  it("changes at once right after it was first seen", () => {
    const { result, rerender } = renderHook(({ value }) => useSettled(value, rest), { initialProps: { value: "a" } });
    rerender({ value: "b" });
    pass(0);
    expect(result.current).toBe("b");
  });

  it("waits until what follows one another has come to rest", () => {
    const value = watched();
    for (const next of ["b", "bc", "bcd"]) {
      value.set(next);
      pass(50);
    }
    expect(value.now()).toBe("b");
    pass(rest);
    expect(value.now()).toBe("bcd");
  });
});
