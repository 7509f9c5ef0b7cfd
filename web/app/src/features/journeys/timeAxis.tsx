/** The names under an axis of time: as many as there is room for, none over the edge or over another. */

export interface Place {
  key: number;
  name: string;
  /** Of the middle. */
  x: number;
}
type Anchor = "start" | "middle" | "end";

/** About the widest that a letter gets in a chart, in pixels. */
const letter = 6.6;
const gap = 12;

/** Which names are written, and from where. Places are in order, `step` apart. Pure. */
export function placeNames(places: Place[], step: number, left: number, right: number): (Place & { textAnchor: Anchor })[] {
  const widest = Math.max(0, ...places.map(({ name }) => name.length)) * letter;
  const every = Math.max(1, Math.ceil((widest + gap) / step));
  const written: (Place & { textAnchor: Anchor })[] = [];
  let end = -Infinity;
  for (const place of places.filter((_, index) => index % every === 0)) {
    const width = place.name.length * letter;
    const from = Math.max(left, Math.min(place.x - width / 2, right - width));
    if (from < end + gap) continue;
    const middle = from === place.x - width / 2;
    const textAnchor = middle ? "middle" : from === left ? "start" : "end";
    written.push({ ...place, x: middle ? place.x : from === left ? left : right, textAnchor });
    end = from + width;
  }
  return written;
}

interface Props {
  places: Place[];
  step: number;
  left: number;
  right: number;
  y: number;
}

export function TimeNames({ places, step, left, right, y }: Props) {
  return placeNames(places, step, left, right).map(({ key, name, x, textAnchor }) => (
    <text key={key} x={x} y={y} textAnchor={textAnchor} data-dim>
      {name}
    </text>
  ));
}
