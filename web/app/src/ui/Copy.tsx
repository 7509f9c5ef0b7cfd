/** Copying, and secrets that are shown once. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";

import { t } from "@/lib/i18n";

import style from "./parts.module.css";

export function CopyIcon({ text, label = t("action.copy") }: { text: string; label?: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Tooltip label={clipboard.copied ? t("state.copied") : label}>
      <ActionIcon size={26} aria-label={label} onClick={() => clipboard.copy(text)}>
        {clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
      </ActionIcon>
    </Tooltip>
  );
}

export function CopyButton({ text, label = t("action.copy") }: { text: string; label?: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  const Picture = clipboard.copied ? IconCheck : IconCopy;
  return (
    <Button size="compact-sm" variant="default" leftSection={<Picture size={14} />} onClick={() => clipboard.copy(text)}>
      {clipboard.copied ? t("state.copied") : label}
    </Button>
  );
}

export function Secret({ text, label }: { text: string; label: string }) {
  return (
    <div className={style.secret} aria-label={label} role="group">
      <code>{text}</code>
      <CopyButton text={text} />
    </div>
  );
}
