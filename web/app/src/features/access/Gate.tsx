/** The frame of the pages before sign-in. */
import type { ReactNode } from "react";

import { t } from "@/lib/i18n";
import { useTitle } from "@/ui/Page";

import style from "./access.module.css";

export function Gate({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  useTitle(title);
  return (
    <main className={style.gate} id="main">
      <div className={style.box}>
        <div className={style.brand}>
          <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden>
            <rect width="32" height="32" rx="7" fill="#0f766e" />
            <path d="M6 20h5l4-9 4 12 3-7h4" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
          {t("product")}
        </div>
        <h1>{title}</h1>
        {text && <p>{text}</p>}
        {children}
      </div>
    </main>
  );
}
