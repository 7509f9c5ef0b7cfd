/** The frame of the settings: one list of pages, one page. */
import { Link, Outlet, useLocation, type LinkProps } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { t, type TextKey } from "@/lib/i18n";

import style from "./access.module.css";
import { useRight } from "./session";

interface Entry {
  to: NonNullable<LinkProps["to"]>;
  text: TextKey;
  shown?: boolean;
}

export function Settings() {
  const keys = useRight("manage_keys");
  const workspace = useRight("manage_workspace");
  const menu = useRef<HTMLElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  // On a phone the menu is a strip that scrolls sideways.
  useEffect(() => {
    menu.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);
  const mine: Entry[] = [{ to: "/settings/profile", text: "settings.profile" }];
  const shared: Entry[] = [
    { to: "/settings/workspace", text: "settings.workspace", shown: workspace },
    { to: "/settings/team", text: "settings.team" },
    { to: "/settings/keys", text: "settings.keys", shown: keys },
    { to: "/settings/audit", text: "settings.audit", shown: workspace },
  ];
  const data: Entry[] = [
    { to: "/settings/identity", text: "settings.identity" },
    { to: "/settings/traits", text: "settings.traits" },
  ];
  const links = (entries: Entry[]) =>
    entries
      .filter((entry) => entry.shown !== false)
      .map((entry) => (
        <Link key={entry.to} to={entry.to} activeProps={{ "data-active": true }}>
          {t(entry.text)}
        </Link>
      ));
  return (
    <div className={style.settings}>
      <nav ref={menu} className={style.menu} aria-label={t("nav.settings")}>
        <span className={style.menuLabel}>{t("settings.mine")}</span>
        {links(mine)}
        <span className={style.menuLabel}>{t("settings.shared")}</span>
        {links(shared)}
        <span className={style.menuLabel}>{t("settings.people")}</span>
        {links(data)}
      </nav>
      <div className={style.content}>
        <Outlet />
      </div>
    </div>
  );
}
