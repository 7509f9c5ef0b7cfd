/** The people of a replay as dots on the map. */
import { useEffect, useMemo, useRef } from "react";

import style from "./journeys.module.css";
import type { Layout } from "./mapLayout";
import type { Point } from "./mapWays";
import { placeOf, type Plan, pointOn, stayOf } from "./replay";
import type { Player } from "./usePlayer";

interface Props {
  plan: Plan;
  player: Player;
  layout: Layout;
  /** Nobody is shown between two boxes. */
  still: boolean;
}

const radius = 4;
const inset = 9;

export function ReplayDots({ plan, player, layout, still }: Props) {
  const group = useRef<SVGGElement>(null);
  const pointOf = useMemo(() => pointsIn(layout), [layout]);
  useEffect(() => {
    const dots = [...(group.current?.children ?? [])];
    const stay = stayOf(plan);
    return player.listen((at) => {
      plan.trips.forEach((trip, index) => {
        const dot = dots[index];
        if (!dot) return;
        const place = placeOf(trip, at, stay);
        const point = place && pointOf(place.from, place.to, still ? 0 : place.share, trip.person);
        if (!point) return dot.setAttribute("display", "none");
        dot.removeAttribute("display");
        dot.setAttribute("cx", point.x.toFixed(1));
        dot.setAttribute("cy", point.y.toFixed(1));
      });
    });
  }, [plan, player, pointOf, still]);
  return (
    <g ref={group} className={style.dots} aria-hidden data-dots>
      {plan.trips.map((_, index) => (
        <circle key={index} r={radius} display="none" />
      ))}
    </g>
  );
}

/** Where somebody is: those on a box stand side by side on its lower edge, each always at the same place. */
function pointsIn(layout: Layout): (from: number, to: number, share: number, person: number) => Point | null {
  const ways = new Map(layout.ways.map((way) => [`${way.link.from}-${way.link.to}`, way.along]));
  const { width, height } = layout.box;
  return (from, to, share, person) => {
    const [a, b] = [layout.places.get(from), layout.places.get(to)];
    if (!a || !b) return null;
    const aside = (((person * 0.618033988749895) % 1) - 0.5) * (width - 2 * inset);
    if (share === 0) return { x: a.x + aside, y: a.y + height / 2 };
    // An arrow that is not shown is a straight way.
    return pointOn(ways.get(`${from}-${to}`) ?? [a, b], share);
  };
}
