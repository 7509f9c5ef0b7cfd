/** Ctrl+K: finds people, pages and commands. Everything by keyboard. */
import { Modal, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import {
  IconBuilding,
  IconFingerprint,
  IconKey,
  type Icon,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSearch,
  IconUserPlus,
  IconUsersGroup,
} from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from "react";

import { read } from "@/api/query";
import type { Page, ProfileSummary } from "@/api/types";
import { useRight } from "@/features/access";
import { givenName, nameOf } from "@/features/people";
import { t } from "@/lib/i18n";
import { recent } from "@/lib/recent";
import { Avatar } from "@/ui/Avatar";

import style from "./Palette.module.css";
import { useRooms } from "./rooms";
import { useSignOut } from "./useSignOut";

interface Option {
  key: string;
  section: string;
  title: string;
  detail?: string;
  picture: ReactNode;
  run: () => void;
}

const drawn = (Picture: Icon) => (
  <span className={style.icon}>
    <Picture size={17} stroke={1.6} />
  </span>
);

function useOptions(): Option[] {
  const navigate = useNavigate();
  const rooms = useRooms();
  const signOut = useSignOut();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const sources = useRight("manage_sources");
  const team = useRight("manage_team");
  const keys = useRight("manage_keys");
  const pages = t("palette.pages");
  const commands = t("palette.commands");
  return [
    ...rooms.map((room) => ({ key: room.to, section: pages, title: t(room.text), picture: drawn(room.icon), run: () => void navigate({ to: room.to }) })),
    { key: "accounts", section: pages, title: t("nav.accounts"), picture: drawn(IconBuilding), run: () => void navigate({ to: "/people/accounts" }) },
    { key: "team", section: pages, title: t("settings.team"), picture: drawn(IconUsersGroup), run: () => void navigate({ to: "/settings/team" }) },
    ...(keys ? [{ key: "keys", section: pages, title: t("settings.keys"), picture: drawn(IconKey), run: () => void navigate({ to: "/settings/keys" }) }] : []),
    { key: "identity", section: pages, title: t("settings.identity"), picture: drawn(IconFingerprint), run: () => void navigate({ to: "/settings/identity" }) },
    ...(sources ? [{ key: "new-source", section: commands, title: t("sources.create"), picture: drawn(IconPlus), run: () => void navigate({ to: "/data/sources", search: { create: true } }) }] : []),
    ...(team ? [{ key: "invite", section: commands, title: t("team.invite"), picture: drawn(IconUserPlus), run: () => void navigate({ to: "/settings/team", search: { invite: true } }) }] : []),
    { key: "theme", section: commands, title: dark ? t("theme.to_light") : t("theme.to_dark"), picture: drawn(IconMoon), run: () => setColorScheme(dark ? "light" : "dark") },
    { key: "sign-out", section: commands, title: t("session.sign_out"), picture: drawn(IconLogout), run: () => void signOut() },
  ];
}

export function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const listId = useId();
  const words = search.trim();
  const [asked] = useDebouncedValue(words, 60);
  const found = useQuery({
    ...read<Page<ProfileSummary>>("/profiles", { q: asked, limit: 8 }),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  const openPerson = (id: string) => void navigate({ to: "/people/$profile", params: { profile: id } });
  const commands = useOptions();
  const people: Option[] = words
    ? (found.data?.items ?? []).map((person) => ({
        key: person.id,
        section: t("nav.people"),
        title: nameOf(person),
        detail: person.account?.name ?? person.email ?? "",
        picture: <Avatar id={person.id} name={givenName(person)} />,
        run: () => openPerson(person.id),
      }))
    : recent().map((person) => ({
        key: person.id,
        section: t("palette.recent"),
        title: person.name,
        picture: <Avatar id={person.id} name={person.name} />,
        run: () => openPerson(person.id),
      }));
  const lower = words.toLocaleLowerCase();
  // What is found here and now stands above what is still to come, so that nothing moves under the hand.
  const pages = commands.filter((option) => ` ${option.title.toLocaleLowerCase()}`.includes(` ${lower}`));
  const options = words ? [...pages, ...people] : [...people, ...pages];
  const chosen = Math.min(active, options.length - 1);
  const run = (option: Option | undefined) => {
    if (!option) return;
    onClose();
    option.run();
  };
  // Enter may come before the people who match all that was typed.
  const [eager, setEager] = useState(false);
  const awaited = words !== "" && pages.length === 0 && (asked !== words || found.isFetching);
  useEffect(() => {
    if (eager && !awaited) run(options[chosen]);
  });
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) {
      event.preventDefault();
      const next = (chosen + step + options.length) % Math.max(1, options.length);
      setActive(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (awaited) setEager(true);
      else run(options[chosen]);
    }
  };
  return (
    <Modal.Root opened onClose={onClose} padding={0} size={580} yOffset="12vh" centered={false}>
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label={t("palette.open")}>
      <div className={style.field}>
        <IconSearch size={18} aria-hidden />
        <input
          className={style.input}
          data-autofocus
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setActive(0);
            setEager(false);
          }}
          onKeyDown={onKey}
          placeholder={t("palette.placeholder")}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-label={t("palette.placeholder")}
          aria-activedescendant={options[chosen] ? `${listId}-${chosen}` : undefined}
        />
      </div>
      <div className={style.list} role="listbox" id={listId} aria-label={t("palette.open")}>
        {options.map((option, index) => (
          <div key={option.key} role="presentation">
            {option.section !== options[index - 1]?.section && <div className={style.section}>{option.section}</div>}
            <div
              role="option"
              id={`${listId}-${index}`}
              aria-selected={index === chosen}
              data-active={index === chosen || undefined}
              className={style.option}
              onMouseMove={() => setActive(index)}
              onClick={() => run(option)}
            >
              {option.picture}
              <span className="tl-cut">{option.title}</span>
              {option.detail && <span className={`${style.detail} tl-cut`}>{option.detail}</span>}
            </div>
          </div>
        ))}
        {options.length === 0 && <div className={style.section}>{found.isFetching ? t("state.loading") : t("palette.none", { words })}</div>}
      </div>
      </Modal.Content>
    </Modal.Root>
  );
}
