/** The rooms of the product, in the order of the rail. Only what is built is here. */
import { IconDatabase, IconHome, type Icon, IconRoute, IconSettings, IconUsers } from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";

import { type KnownRight, useSession } from "@/features/access";
import type { TextKey } from "@/lib/i18n";

export interface Room {
  to: NonNullable<LinkProps["to"]>;
  /** Addresses that belong to the room. */
  under: string;
  text: TextKey;
  icon: Icon;
  keys: string;
  /** Without it the room is not shown. */
  right?: KnownRight;
  parts?: { to: NonNullable<LinkProps["to"]>; text: TextKey }[];
}

const rooms: Room[] = [
  { to: "/", under: "/", text: "nav.home", icon: IconHome, keys: "g h" },
  {
    to: "/people",
    under: "/people",
    text: "nav.people",
    icon: IconUsers,
    keys: "g p",
    parts: [
      { to: "/people/accounts", text: "nav.accounts" },
      { to: "/people/segments", text: "nav.segments" },
      { to: "/people/personas", text: "nav.personas" },
      { to: "/people/duplicates", text: "nav.duplicates" },
    ],
  },
  {
    to: "/journeys",
    under: "/journeys",
    text: "nav.journeys",
    icon: IconRoute,
    keys: "g j",
    parts: [
      { to: "/journeys/maps", text: "maps.title" },
      { to: "/journeys/dashboards", text: "nav.dashboards" },
    ],
  },
  {
    to: "/data/sources",
    under: "/data",
    text: "nav.data",
    icon: IconDatabase,
    keys: "g d",
    right: "manage_sources",
    parts: [
      { to: "/data/import", text: "nav.import" },
      { to: "/data/destinations", text: "nav.destinations" },
    ],
  },
  { to: "/settings/profile", under: "/settings", text: "nav.settings", icon: IconSettings, keys: "g s" },
];

/** The rooms that the person may enter. */
export function useRooms(): Room[] {
  const rights = useSession()?.rights ?? [];
  return rooms.filter((room) => !room.right || rights.includes(room.right));
}

export function isIn(room: Room, path: string): boolean {
  return room.under === "/" ? path === "/" : path === room.under || path.startsWith(`${room.under}/`);
}
