/**
 * The right-hand panel for details. It has its own URL, so its owner decides when it is open; Escape
 * closes it and gives the focus back to where it was.
 */
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";

import { t } from "@/lib/i18n";
import { isCovered } from "@/lib/shortcuts";

import style from "./parts.module.css";

interface Props {
  title: ReactNode;
  label: string;
  onClose: () => void;
  actions?: ReactNode;
  children: ReactNode;
}

export function Panel({ title, label, onClose, actions, children }: Props) {
  const box = useRef<HTMLElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    // What floats above the panel takes its own Escape first, and may be gone before the panel hears of it.
    let covered = false;
    const look = () => {
      covered = isCovered();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || covered) return;
      close.current();
    };
    document.addEventListener("keydown", look, true);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", look, true);
      document.removeEventListener("keydown", onKey);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside className={style.panel} ref={box} tabIndex={-1} aria-label={label}>
      <div className={style.panelHead}>
        <h2 className="tl-cut">{title}</h2>
        {actions}
        <ActionIcon aria-label={t("action.close")} onClick={onClose}>
          <IconX size={17} />
        </ActionIcon>
      </div>
      <div className={style.panelBody}>{children}</div>
    </aside>
  );
}
