/** A short word about what was just done, with a way back where there is one. */
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";

import { t } from "@/lib/i18n";

export function say(message: string, undo?: () => void): void {
  const id = `toast-${Date.now()}-${Math.random()}`;
  notifications.show({
    id,
    withBorder: false,
    autoClose: undo ? 8000 : 3500,
    closeButtonProps: { "aria-label": t("action.close") },
    message: undo ? (
      <Group justify="space-between" wrap="nowrap" gap={12}>
        <span>{message}</span>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {t("action.undo")}
        </Button>
      </Group>
    ) : (
      message
    ),
  });
}

export function sayProblem(message: string): void {
  notifications.show({ message, color: "red", autoClose: 8000, closeButtonProps: { "aria-label": t("action.close") } });
}
