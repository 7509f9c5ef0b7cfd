/** Shows nothing for 300 ms, then a skeleton: most answers come before anyone would see it. */
import { Skeleton } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";

import { t } from "@/lib/i18n";

import style from "./parts.module.css";

export function Delayed({ children, ms = 300 }: { children: ReactNode; ms?: number }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return shown ? children : null;
}

export function Rows({ count = 6, height = 14 }: { count?: number; height?: number }) {
  return (
    <Delayed>
      <div className={style.rows} role="status" aria-label={t("state.loading")}>
        {Array.from({ length: count }, (_, index) => (
          <Skeleton key={index} height={height} width={`${92 - ((index * 17) % 40)}%`} animate={false} />
        ))}
      </div>
    </Delayed>
  );
}
