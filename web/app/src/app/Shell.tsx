/** The frame of every page: rail, top bar, palette, help, and the live line's state. */
import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import {
  IconDeviceDesktop,
  IconHelp,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

import { useLive, useLiveState } from "@/api/live";
import { useSession } from "@/features/access";
import { t } from "@/lib/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { Avatar } from "@/ui/Avatar";
import { Key } from "@/ui/Badge";

import { Help } from "./Help";
import { Palette } from "./Palette";
import { isIn, useRooms } from "./rooms";
import style from "./Shell.module.css";
import { useSignOut } from "./useSignOut";

const nothing = { event: () => undefined };

export function Shell() {
  const [narrow, setNarrow] = useLocalStorage({ key: "tl-rail-narrow", defaultValue: false, getInitialValueInEffect: false });
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const navigate = useNavigate();
  const rooms = useRooms();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useLive("/events/live", nothing);
  useFocusOnNavigation(path);
  useShortcuts(t("keys.everywhere"), [
    { keys: "mod+k", text: t("keys.palette"), run: () => setPalette((open) => !open), always: true },
    { keys: "/", text: t("keys.search"), run: () => focusSearch() || setPalette(true) },
    { keys: "?", text: t("keys.help"), run: () => setHelp(true) },
    ...rooms.map((room) => ({ keys: room.keys, text: t("keys.go", { name: t(room.text) }), run: () => void navigate({ to: room.to }) })),
    { keys: "g a", text: t("keys.go", { name: t("nav.accounts") }), run: () => void navigate({ to: "/people/accounts" }) },
    { keys: "[", text: t("keys.rail"), run: () => setNarrow(!narrow) },
  ]);
  return (
    <div className={style.shell}>
      <a href="#main" className={style.skip} onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>
        {t("nav.skip")}
      </a>
      <Rail path={path} narrow={narrow} onNarrow={setNarrow} />
      <TopBar onSearch={() => setPalette(true)} onHelp={() => setHelp(true)} />
      <main id="main" className={style.main} tabIndex={-1}>
        <Outlet />
      </main>
      <nav className={style.bottom} aria-label={t("nav.label")}>
        {rooms.map((room) => (
          <Link key={room.to} to={room.to} data-active={isIn(room, path) || undefined} aria-current={isIn(room, path) ? "page" : undefined}>
            <room.icon size={20} stroke={1.6} aria-hidden />
            {t(room.text)}
          </Link>
        ))}
      </nav>
      {palette && <Palette onClose={() => setPalette(false)} />}
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}

/** "/" goes to the page's own search where it has one. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("[data-tl-search]");
  field?.focus();
  field?.select();
  return field !== null;
}

/** After a change of page the focus stands at its start, as after a load; not when only the query changes. */
function useFocusOnNavigation(path: string): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    if (document.activeElement === document.body || document.activeElement?.closest("nav, [data-row]")) {
      document.getElementById("main")?.focus({ preventScroll: true });
    }
  }, [path]);
}

function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="7" fill="#0f766e" />
      <path d="M6 20h5l4-9 4 12 3-7h4" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function Rail({ path, narrow, onNarrow }: { path: string; narrow: boolean; onNarrow: (narrow: boolean) => void }) {
  const rooms = useRooms();
  const Fold = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={style.rail} data-narrow={narrow || undefined} aria-label={t("nav.label")}>
      <Link to="/" className={style.brand} aria-label={t("product")}>
        <Mark />
        {!narrow && t("product")}
      </Link>
      <div className={style.nav}>
        {rooms.map((room) => {
          const active = isIn(room, path);
          return (
            <div key={room.to} style={{ display: "contents" }}>
              <Tooltip label={t(room.text)} position="right" disabled={!narrow}>
                <Link
                  to={room.to}
                  className={style.item}
                  data-active={active || undefined}
                  aria-current={active ? "page" : undefined}
                  aria-label={t(room.text)}
                >
                  <room.icon size={18} stroke={1.6} aria-hidden />
                  {!narrow && t(room.text)}
                </Link>
              </Tooltip>
              {active &&
                !narrow &&
                room.parts?.map((part) => (
                  <Link key={part.to} to={part.to} className={`${style.item} ${style.sub}`} activeProps={{ "data-active": true }}>
                    {t(part.text)}
                  </Link>
                ))}
            </div>
          );
        })}
      </div>
      <div className={style.foot}>
        <button type="button" onClick={() => onNarrow(!narrow)} aria-label={narrow ? t("nav.widen") : t("nav.narrow")}>
          <span className={style.item}>
            <Fold size={18} stroke={1.6} aria-hidden />
            {!narrow && t("nav.narrow")}
          </span>
        </button>
      </div>
    </nav>
  );
}

function LiveDot() {
  const state = useLiveState();
  const text = state === "open" ? t("live.open") : state === "lost" ? t("live.lost") : t("live.connecting");
  return (
    <Tooltip label={state === "lost" ? t("live.lost_hint") : t("live.hint")}>
      <span className={style.live} data-state={state} role="status" aria-label={text}>
        <span className={style.dot} />
        <span>{text}</span>
      </span>
    </Tooltip>
  );
}

function TopBar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const session = useSession();
  return (
    <header className={style.top}>
      <span className={`${style.workspace} tl-cut`}>{session?.workspace.name}</span>
      <button type="button" className={style.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <IconSearch size={16} aria-hidden />
        <span>{t("palette.open")}</span>
        <Key hidden>{/Mac|iP/.test(navigator.platform) ? "⌘K" : "Ctrl K"}</Key>
      </button>
      <LiveDot />
      <Tooltip label={t("keys.help")}>
        <ActionIcon aria-label={t("keys.help")} onClick={onHelp} className={style.helpButton}>
          <IconHelp size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Me />
    </header>
  );
}

function Me() {
  const session = useSession();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  if (!session) return null;
  const schemes = [
    { value: "light", icon: IconSun, text: t("theme.light") },
    { value: "dark", icon: IconMoon, text: t("theme.dark") },
    { value: "auto", icon: IconDeviceDesktop, text: t("theme.auto") },
  ] as const;
  return (
    <Menu width={220}>
      <Menu.Target>
        <ActionIcon radius="xl">
          <Avatar id={session.user.id} name={session.user.name} size={26} />
          <span className="tl-hidden">{t("nav.me", { name: session.user.name })}</span>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.user.name}
          <br />
          {session.user.email}
        </Menu.Label>
        <Menu.Item leftSection={<IconUser size={16} />} component={Link} to="/settings/profile">
          {t("settings.profile")}
        </Menu.Item>
        <Menu.Divider />
        {schemes.map((scheme) => (
          <Menu.Item
            key={scheme.value}
            leftSection={<scheme.icon size={16} />}
            onClick={() => setColorScheme(scheme.value)}
            fw={colorScheme === scheme.value ? 600 : 400}
            aria-current={colorScheme === scheme.value}
          >
            {scheme.text}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          {t("session.sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
