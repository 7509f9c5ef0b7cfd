/** From one picture of numbers to another; what they have in common goes along. */
import { Link } from "@tanstack/react-router";

import { t } from "@/lib/i18n";

import style from "./journeys.module.css";
import { type JourneySearch, shapes } from "./search";

export function ShapeField({ search: { range, from, until, people, number, x, y, boxes } }: { search: JourneySearch }) {
  const kept = { range, from, until, people, number: number ?? (x?.of === "property" ? undefined : x), x: x ?? (number?.of === "property" ? undefined : number), y, boxes };
  const search = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) as JourneySearch;
  return (
    <nav className={style.shapes} aria-label={t("journeys.shapes")}>
      {shapes.map((page) => (
        <Link key={page} to={`/journeys/${page}`} search={search} activeOptions={{ includeSearch: false }} activeProps={{ "data-active": true }}>
          {t(`journeys.shape.${page}`)}
        </Link>
      ))}
    </nav>
  );
}
