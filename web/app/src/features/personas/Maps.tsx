/** The journey maps of a persona's people, and the way to another one. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { read } from "@/api/query";
import type { JourneyMapSummary, Page } from "@/api/types";
import { t } from "@/lib/i18n";

import style from "./personas.module.css";

export function Maps({ segment }: { segment: string }) {
  const found = useQuery(read<Page<JourneyMapSummary>>("/journey-maps"));
  const own = found.data?.items.filter((each) => each.segment === segment) ?? [];
  if (!found.data) return null;
  return (
    <section className={`${style.section} ${style.narrow}`} aria-label={t("personas.maps")}>
      <div className={style.sectionHead}>
        <h2>{t("personas.maps")}</h2>
      </div>
      {own.length === 0 ? (
        <p className="tl-dim">
          {t("personas.maps_none")}{" "}
          <Link to="/journeys/maps" search={{}} className={style.link}>
            {t("maps.title")}
          </Link>
        </p>
      ) : (
        <ul className={style.maps}>
          {own.map((map) => (
            <li key={map.id}>
              <Link to="/journeys/maps/$map" params={{ map: map.id }} search={{}} className={style.link} dir="auto">
                {map.name}
              </Link>{" "}
              <span className="tl-dim">{t(`maps.state.${map.state}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
