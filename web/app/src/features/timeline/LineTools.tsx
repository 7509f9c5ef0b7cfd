/** Filters of a line by kind, channel and name, and the date to jump to. */
import { ActionIcon, Autocomplete, Button, Checkbox, Popover, TextInput, Tooltip } from "@mantine/core";
import { IconChevronDown, IconX } from "@tabler/icons-react";
import { useState } from "react";

import type { Channel, EventKind } from "@/api/types";
import { useEventNames } from "@/features/condition";
import { t } from "@/lib/i18n";

import { channelIcons, kindIcons } from "./icons";
import type { ProfileSearch } from "./search";
import style from "./timeline.module.css";

const kinds: EventKind[] = ["track", "page", "screen", "identify", "group", "alias", "merge", "split", "system", "unmerge", "freeze", "consent"];
const channels: Channel[] = ["web", "mobile", "chat", "email", "phone", "shop", "survey", "server", "system"];

interface Props {
  search: ProfileSearch;
  onChange: (next: Partial<ProfileSearch>) => void;
}

export function LineTools({ search, onChange }: Props) {
  const any = search.kind ?? search.channel ?? search.name ?? search.until;
  return (
    <div className={style.tools}>
      <Several label={t("timeline.channel")} all={channels} chosen={search.channel} titleOf={(each) => t(`channel.${each}`)} iconOf={(each) => channelIcons[each]} onChange={(channel) => onChange({ channel })} />
      <Several label={t("timeline.kind")} all={kinds} chosen={search.kind} titleOf={(each) => t(`kind.${each}`)} iconOf={(each) => kindIcons[each]} onChange={(kind) => onChange({ kind })} />
      <NameFilter value={search.name ?? ""} onChange={(name) => onChange({ name })} />
      <Tooltip label={t("timeline.jump")}>
        <TextInput
          type="date"
          aria-label={t("timeline.jump")}
          value={search.until ?? ""}
          onChange={(event) => onChange({ until: event.currentTarget.value || undefined })}
          w={128}
        />
      </Tooltip>
      {any !== undefined && (
        <Tooltip label={t("condition.clear")}>
          <ActionIcon aria-label={t("condition.clear")} onClick={() => onChange({ kind: undefined, channel: undefined, name: undefined, until: undefined })}>
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}

interface SeveralProps<Each extends string> {
  label: string;
  all: Each[];
  chosen: string[] | undefined;
  titleOf: (each: Each) => string;
  iconOf: (each: Each) => (typeof channelIcons)["web"];
  onChange: (chosen: string[] | undefined) => void;
}

function Several<Each extends string>({ label, all, chosen = [], titleOf, iconOf, onChange }: SeveralProps<Each>) {
  const first = all.find((each) => chosen.includes(each));
  const text = chosen.length === 0 ? label : chosen.length === 1 && first ? titleOf(first) : `${label} · ${chosen.length}`;
  const toggle = (each: Each) => {
    const next = chosen.includes(each) ? chosen.filter((other) => other !== each) : [...chosen, each];
    onChange(next.length ? next : undefined);
  };
  return (
    <Popover position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" data-on={chosen.length > 0 || undefined} className={style.choice} h={32} px={10} fw={400} rightSection={<IconChevronDown size={13} />}>
          {text}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={10}>
        {all.map((each) => {
          const Picture = iconOf(each);
          return (
            <Checkbox
              key={each}
              py={4}
              checked={chosen.includes(each)}
              onChange={() => toggle(each)}
              label={
                <span style={{ display: "inline-flex", gap: 6, alignItems: "center", fontSize: 13 }}>
                  <Picture size={15} stroke={1.6} aria-hidden /> {titleOf(each)}
                </span>
              }
            />
          );
        })}
      </Popover.Dropdown>
    </Popover>
  );
}

function NameFilter({ value, onChange }: { value: string; onChange: (name: string | undefined) => void }) {
  const names = [...useEventNames().keys()];
  const [typed, setTyped] = useState<string | null>(null);
  const take = (name: string) => {
    setTyped(null);
    if (name !== value) onChange(name || undefined);
  };
  return (
    <Autocomplete
      size="xs"
      flex="1 1 96px"
      miw={96}
      maw={180}
      aria-label={t("timeline.name")}
      placeholder={t("timeline.name")}
      data={names}
      limit={12}
      comboboxProps={{ shadow: "md", width: 240, position: "bottom-start" }}
      value={typed ?? value}
      onChange={setTyped}
      onOptionSubmit={take}
      onBlur={() => typed !== null && take(typed.trim())}
      onKeyDown={(event) => event.key === "Enter" && typed !== null && take(typed.trim())}
    />
  );
}
