/** One idea of the settings, explained in one sentence. */
import type { ReactNode } from "react";

import style from "./parts.module.css";

export function Section({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={style.section}>
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </section>
  );
}
