/** A page's title row: title, exact count, actions. Also names the tab. */
import { type ReactNode, useEffect } from "react";

import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import style from "./parts.module.css";

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? t("page.title", { title }) : t("product");
  }, [title]);
}

/** A page that is read from top to bottom. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className={style.page}>{children}</div>;
}

interface Props {
  title: string;
  count?: number | undefined;
  children?: ReactNode;
}

export function PageHead({ title, count, children }: Props) {
  useTitle(title);
  return (
    <header className={style.pageHead}>
      <h1>{title}</h1>
      {count !== undefined && (
        <span className={style.count} aria-live="polite">
          {formatCount(count)}
        </span>
      )}
      {children !== undefined && <div className={style.actions}>{children}</div>}
    </header>
  );
}
