/** From one question to the next: first what it is about, then how it is asked. The time and whose lines they are go along. */
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { t } from "@/lib/i18n";

import style from "./JourneyNav.module.css";
import { type JourneyPage, type JourneySearch, shapes } from "./search";

const groups = {
  conversion: ["funnel", "friction", "landmark", "graph"],
  return: ["retention", "lifecycle", "stickiness", "survival"],
  ways: ["paths", "map"],
  credit: ["attribution"],
  figures: ["counts", "distribution", "sessions"],
} as const satisfies Record<string, JourneyPage[]>;
type Group = keyof typeof groups;

const titleOf = (page: JourneyPage) => t(page === "distribution" ? "journeys.numbers" : `journeys.${page}`);

export function JourneyNav({ search: { range, from, until, people } }: { search: JourneySearch }) {
  const nav = useRef<HTMLElement>(null);
  const here = useLocation({ select: ({ pathname }) => pathname.replace(/^\/journeys\/?/, "") });
  // Scatters and treemaps are other shapes of the same numbers.
  const page = (shapes as readonly string[]).includes(here) ? "distribution" : here;
  // Where there is no room, a strip scrolls sideways.
  useEffect(() => {
    for (const active of nav.current?.querySelectorAll("[data-active]") ?? []) active.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [page]);
  const search = { ...(range ? { range } : {}), ...(from ? { from } : {}), ...(until ? { until } : {}), ...(people ? { people } : {}) };
  const has = (group: Group) => (groups[group] as readonly string[]).includes(page);
  const names = Object.keys(groups) as Group[];
  const open = names.find(has);
  const active = (is: boolean) => (is ? { "data-active": true } : {});
  return (
    <nav ref={nav} className={style.nav} aria-label={t("nav.journeys")}>
      <div className={style.groups}>
        <Link to="/journeys" {...active(here === "")}>
          {t("journeys.home")}
        </Link>
        {names.map((group) => (
          <Link key={group} to={`/journeys/${groups[group][0]}`} search={search} {...active(group === open)}>
            {group === "credit" ? titleOf("attribution") : t(`journeys.group.${group}`)}
          </Link>
        ))}
        <Link to="/journeys/maps" {...active(here.startsWith("maps"))}>
          {t("maps.title")}
        </Link>
      </div>
      {open && groups[open].length > 1 && (
        <div className={style.pages}>
          {groups[open].map((each) => (
            <Link key={each} to={`/journeys/${each}`} search={search} {...active(each === page)}>
              {titleOf(each)}
            </Link>
          ))}
        </div>
      )}
    </nav>
  );
}
