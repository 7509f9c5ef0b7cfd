/** A short table without virtue but clarity, for settings. */
import type { ReactNode } from "react";

import { t } from "@/lib/i18n";

import style from "./parts.module.css";

export function PlainTable({ label, heads, children }: { label: string; heads: string[]; children: ReactNode }) {
  return (
    <div className={style.plainScroll}>
      <table className={style.plain} aria-label={label}>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={index} scope="col">
                {head || <span className="tl-hidden">{t("table.actions")}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function Inline({ children }: { children: ReactNode }) {
  return <div className={style.inline}>{children}</div>;
}

export function Created({ children }: { children: ReactNode }) {
  return (
    <div className={style.created} role="status">
      {children}
    </div>
  );
}
