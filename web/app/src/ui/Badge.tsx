import type { ReactNode } from "react";

import style from "./parts.module.css";

export type Tone = "neutral" | "good" | "bad" | "warn";

export function Badge({ tone = "neutral", children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={style.badge} data-tone={tone} title={title}>
      {children}
    </span>
  );
}

/** A key of the keyboard; hidden from who has it read to her where it only decorates a name. */
export function Key({ children, hidden }: { children: ReactNode; hidden?: boolean }) {
  return (
    <kbd className={style.kbd} aria-hidden={hidden}>
      {children}
    </kbd>
  );
}
