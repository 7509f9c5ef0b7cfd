/** The map of the keyboard: what is registered now, by where it works. */
import { Modal, Text } from "@mantine/core";

import { t } from "@/lib/i18n";
import { useRegisteredShortcuts } from "@/lib/shortcuts";
import { Key } from "@/ui/Badge";

import style from "./Help.module.css";

const names: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", mod: "Ctrl" };

function Keys({ keys }: { keys: string }) {
  return keys.split(" ").map((part, index) => (
    <span key={index}>
      {part.split("+").map((each) => (
        <Key key={each}>{names[each] ?? (each.length === 1 ? each.toUpperCase() : each)}</Key>
      ))}
    </span>
  ));
}

export function Help({ onClose }: { onClose: () => void }) {
  const groups = useRegisteredShortcuts();
  return (
    <Modal opened onClose={onClose} title={<Text fw={600}>{t("keys.help")}</Text>} size={560}>
      <div className={style.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.shortcuts.map((shortcut) => (
                <div key={shortcut.keys}>
                  <dt>{shortcut.text}</dt>
                  <dd>
                    <Keys keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Text size="sm" mt={20}>
        <a className="tl-link" href="/docs/api" target="_blank" rel="noreferrer">
          {t("help.api")}
        </a>
      </Text>
    </Modal>
  );
}
