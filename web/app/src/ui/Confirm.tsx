/** The one modal: confirmation of harm. It says what will be lost. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { t } from "@/lib/i18n";

import { ProblemNote } from "./Problem";

interface Props {
  title: string;
  children: ReactNode;
  action: string;
  harm?: boolean;
  /** Answers null when done, or the sentence that says why not. */
  onConfirm: () => Promise<string | null>;
  onClose: () => void;
}

export function Confirm({ title, children, action, harm = true, onConfirm, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async () => {
    setBusy(true);
    const failure = await onConfirm();
    setBusy(false);
    if (failure === null) onClose();
    else setProblem(failure);
  };
  return (
    <Modal opened onClose={onClose} title={<Text fw={600}>{title}</Text>} size={440}>
      <div style={{ fontSize: 14, display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: 12, overflowWrap: "anywhere" }}>
        {children}
        {problem !== null && <ProblemNote message={problem} />}
      </div>
      <Group justify="flex-end" gap={8} mt={20}>
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button color={harm ? "red.8" : "teal"} loading={busy} onClick={confirm} data-autofocus>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
