/** A person's name with her picture, as a link to her page. */
import { Link } from "@tanstack/react-router";

import { t } from "@/lib/i18n";
import { Avatar } from "@/ui/Avatar";

import style from "./lists.module.css";

interface Named {
  id: string;
  name?: string | null;
  email?: string | null;
  user_id?: string | null;
}

/** What she is called where she has told us anything; an id says more than "Anonymous". */
export const givenName = (person: Omit<Named, "id">): string | null => person.name || person.email || person.user_id || null;

export function nameOf(person: Omit<Named, "id">): string {
  return givenName(person) ?? t("people.anonymous");
}

export function PersonName({ person }: { person: Named }) {
  return (
    <span className={style.person}>
      <Avatar id={person.id} name={givenName(person)} size={22} />
      <Link to="/people/$profile" params={{ profile: person.id }} className="tl-cut" dir="auto" preload="intent">
        {nameOf(person)}
      </Link>
    </span>
  );
}
