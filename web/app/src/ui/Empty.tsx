/** What a place shows when there is nothing: one sentence that teaches, and the one next step. */
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

import style from "./parts.module.css";

export function Empty({ icon: Picture, text, children }: { icon?: Icon; text: string; children?: ReactNode }) {
  return (
    <div className={style.empty}>
      {Picture && <Picture size={28} stroke={1.4} className={style.icon} aria-hidden />}
      <p>{text}</p>
      {children !== undefined && <div className={style.action}>{children}</div>}
    </div>
  );
}
