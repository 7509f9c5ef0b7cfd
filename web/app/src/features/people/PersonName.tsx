/** A person's name with her picture, as a link to her page. */
import { Link } from "@tanstack/react-router";

import { t } from "@/lib/i18n";
import { Avatar } from "@/ui/Avatar";

import style from "./lists.module.css";

interface Named {
  id: string;
  name?: string | null;
  email?: string | null;
}

export function nameOf(person: Named): string {
  return person.name || person.email || t("people.anonymous");
}

export function PersonName({ person }: { person: Named }) {
  return (
    <span className={style.person}>
      <Avatar id={person.id} name={person.name || person.email || null} size={22} />
      <Link to="/people/$profile" params={{ profile: person.id }} className="tl-cut" dir="auto" preload="intent">
        {nameOf(person)}
      </Link>
    </span>
  );
}
