/** Curves through points, and places for the labels on them. Pure. */

export interface Point {
  x: number;
  y: number;
}

/** How far the arrow's tip stands before the box. */
const tip = 6;
const labelTall = 15;
const letter = 6.4;

/** Leaves and arrives upright; sideways where two points lie at the same height or it turns back. */
function controls(a: Point, b: Point): [Point, Point] {
  const middle = (a.y + b.y) / 2;
  return [{ x: a.x, y: middle }, { x: b.x, y: middle }];
}

/** The last point is the tip's; a loop of four points is one curve. */
function shortened(points: Point[]): Point[] {
  const [before, last] = points.slice(-2);
  if (!before || !last) return points;
  if (isLoop(points)) return [...points.slice(0, -1), { x: last.x + tip, y: last.y }];
  return [...points.slice(0, -1), { x: last.x, y: last.y - Math.sign(last.y - before.y) * tip }];
}

const isLoop = (points: Point[]) => points.length === 4 && points[0]?.x === points[3]?.x && points[0]?.x !== points[1]?.x && points[1]?.x === points[2]?.x;

export function pathThrough(points: Point[]): string {
  const way = shortened(points);
  const [first, ...rest] = way;
  if (!first) return "";
  const at = (point: Point) => `${Math.round(point.x * 10) / 10} ${Math.round(point.y * 10) / 10}`;
  if (isLoop(points) && rest[0] && rest[1] && rest[2]) return `M${at(first)}C${at({ x: rest[0].x, y: rest[0].y - 12 })} ${at({ x: rest[1].x, y: rest[1].y + 12 })} ${at(rest[2])}`;
  return rest.reduce((path, point, index) => {
    const from = way[index] ?? first;
    if (from.x === point.x) return `${path}L${at(point)}`;
    const [a, b] = controls(from, point);
    return `${path}C${at(a)} ${at(b)} ${at(point)}`;
  }, `M${at(first)}`);
}

const steps = 14;

/** Points along the way, evenly by piece. */
export function pointsAlong(points: Point[]): Point[] {
  if (isLoop(points)) return points;
  return points.slice(1).flatMap((to, index) => {
    const from = points[index] ?? to;
    const [a, b] = controls(from, to);
    return Array.from({ length: steps + 1 }, (_, step) => {
      const [s, r] = [step / steps, 1 - step / steps];
      const mix = (p: number, q: number, u: number, v: number) => r * r * r * p + 3 * r * r * s * q + 3 * r * s * s * u + s * s * s * v;
      return { x: mix(from.x, a.x, b.x, to.x), y: mix(from.y, a.y, b.y, to.y) };
    });
  });
}

interface Labelled {
  points: Point[];
  text: string;
  /** The heavier ones choose first. */
  weight: number;
}
interface Rect {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const around = (point: Point, width: number, height: number): Rect => ({ left: point.x - width / 2, right: point.x + width / 2, top: point.y - height / 2, bottom: point.y + height / 2 });
const meet = (a: Rect, b: Rect) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** For each way the middle of its label: on it, off every box and label, and on as few other ways as can be. */
export function labelPlaces(ways: Labelled[], boxes: Point[], box: { width: number; height: number }): (Point | null)[] {
  const taken: Rect[] = boxes.map((middle) => around(middle, box.width + 2, box.height + 2));
  const along = ways.map((way) => pointsAlong(way.points));
  const found: (Point | null)[] = ways.map(() => null);
  const order = ways.map((_, index) => index).sort((a, b) => (ways[b]?.weight ?? 0) - (ways[a]?.weight ?? 0) || a - b);
  for (const index of order) {
    const [way, own] = [ways[index], along[index]];
    if (!way || !own || way.text === "") continue;
    const wide = way.text.length * letter + 4;
    let least = Infinity;
    let best: Point | null = null;
    const middle = own.length / 2;
    const candidates = own.map((point, at) => ({ point, off: Math.abs(at + 0.5 - middle) })).sort((a, b) => a.off - b.off);
    for (const { point } of candidates) {
      const rect = around(point, wide, labelTall);
      if (rect.left < 0 || taken.some((other) => meet(rect, other))) continue;
      const covered = along.reduce((sum, points, other) => (other === index ? sum : sum + points.filter((each) => each.x > rect.left && each.x < rect.right && each.y > rect.top && each.y < rect.bottom).length), 0);
      if (covered < least) [least, best] = [covered, point];
      if (covered === 0) break;
    }
    if (!best) continue;
    found[index] = best;
    taken.push(around(best, wide, labelTall));
  }
  return found;
}
