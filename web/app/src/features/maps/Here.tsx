/** Who else has the map open, and the cell that each is at. */
import type { JourneyMapDocument, MapVisitor } from "@/api/types";
import { colourOf } from "@/lib/colour";
import { t } from "@/lib/i18n";
import { Avatar } from "@/ui/Avatar";

import style from "./maps.module.css";
import { visitorWords } from "./place";

const shownMax = 6;

export function Here({ here, document }: { here: MapVisitor[]; document: JourneyMapDocument }) {
  if (here.length === 0) return null;
  return (
    <ul className={style.here} aria-label={t("maps.here")}>
      {here.slice(0, shownMax).map((visitor) => (
        <li key={visitor.client} title={visitorWords(visitor, document)}>
          <Avatar id={visitor.client} name={visitor.name} size={26} />
          <span className="tl-hidden">{visitorWords(visitor, document)}</span>
        </li>
      ))}
      {here.length > shownMax && <li className={style.words}>{t("maps.here.more", { count: here.length - shownMax })}</li>}
    </ul>
  );
}

/** Over a cell: who is at it. */
export function HereMark({ here, at }: { here: MapVisitor[]; at: string }) {
  const visitors = here.filter((each) => each.at === at);
  const first = visitors[0];
  if (!first) return null;
  const names = visitors.map((each) => each.name || t("maps.here.somebody")).join(", ");
  const colour = colourOf(first.client);
  return (
    <span className={style.hereMark} style={{ borderColor: colour }}>
      <span style={{ background: colour }}>{first.editing ? t("maps.here.writes", { names }) : names}</span>
    </span>
  );
}
