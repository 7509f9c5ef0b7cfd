/** An error where it happened, in words, with a way to try again. */
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

import { t } from "@/lib/i18n";

import style from "./parts.module.css";

export function ProblemNote({ message, retry }: { message: string; retry?: () => void }) {
  return (
    <div className={style.problem} role="alert">
      <IconAlertTriangle size={16} aria-hidden style={{ flex: "none", marginTop: 1 }} />
      <span>{message}</span>
      {retry && (
        <Button size="compact-xs" variant="default" onClick={retry}>
          {t("action.retry")}
        </Button>
      )}
    </div>
  );
}
