/**
 * Places for the boxes of a process map and ways for its arrows: rows from what comes first to what comes last.
 * An arrow over several rows has a place of its own in each row between, so none leads behind a box; its
 * label stands on it where no box and no other label is. The same map always looks the same. Pure.
 */
import { forward, type Link, type Oriented, rowsOf } from "./mapRows";
import { labelPlaces, pathThrough, type Point, pointsAlong } from "./mapWays";

export interface Way {
  link: Link;
  path: string;
  /** Points along it, for what moves there. */
  along: Point[];
  /** Null where there is no free place. */
  label: Point | null;
}
export interface Layout {
  width: number;
  height: number;
  box: { width: number; height: number };
  /** The middles of the boxes. */
  places: Map<number, Point>;
  ways: Way[];
}

/** A box, or where an arrow passes through a row. */
interface Cell {
  node: number | null;
  row: number;
  wide: number;
  x: number;
  above: Cell[];
  below: Cell[];
}
interface Chain {
  link: Link;
  /** From the upper row to the lower one; then the arrow points up. */
  reversed: boolean;
  cells: Cell[];
}

const tall = 40;
const rowGap = 60;
const margin = 14;
const loopRoom = 30;
const passing = 8;
const gaps = { boxes: 26, mixed: 16, ways: 12 };
const narrow = 480;
const sweeps = 12;
const rounds = 16;
const portStep = 15;
/** Labels on more arrows than this say nothing any more. */
const labelled = 60;

/** `room` is what there is in width; a map that needs more says so. `textOf` is what stands on an arrow. */
export function layOut(ids: number[], links: Link[], room: number, textOf: (link: Link) => string): Layout {
  const box = { width: room < narrow ? 118 : 140, height: tall };
  const widest = Math.max(2, Math.floor((room - 2 * margin + gaps.boxes) / (box.width + gaps.boxes)));
  const loops = new Set(links.filter((link) => link.from === link.to).map((link) => link.from));
  const oriented = forward(links);
  const rowOf = rowsOf(ids, oriented, widest);
  const cells = new Map(ids.map((id) => [id, cellOf(id, rowOf.get(id) ?? 0, box.width + (loops.has(id) ? loopRoom : 0))]));
  const chains = oriented.flatMap((each) => chainOf(each, cells));
  const rows = linesOf([...cells.values()], chains);
  arrange(rows);
  settle(rows, room - 2 * margin);
  const all = rows.flat();
  const left = Math.min(0, ...all.map((cell) => cell.x - cell.wide / 2));
  const right = Math.max(0, ...all.map((cell) => cell.x + cell.wide / 2));
  const width = Math.max(room, right - left + 2 * margin);
  const shift = (width - (right - left)) / 2 - left;
  for (const cell of all) cell.x = Math.round((cell.x + shift) * 10) / 10;
  const yOf = (row: number) => margin + row * (tall + rowGap) + tall / 2;
  const places = new Map([...cells].map(([id, cell]) => [id, { x: cell.x, y: yOf(cell.row) }]));
  const ways = [...waysOf(chains, yOf, box.width), ...links.filter((link) => link.from === link.to).flatMap((link) => loopOf(link, places.get(link.from), box.width))];
  const shown = new Set([...ways].sort((a, b) => b.link.count - a.link.count).slice(0, labelled));
  const labels = labelPlaces(ways.map((way) => ({ points: way.points, text: shown.has(way) ? textOf(way.link) : "", weight: way.link.count })), [...places.values()], box);
  return {
    width,
    height: 2 * margin + rows.length * tall + Math.max(0, rows.length - 1) * rowGap,
    box,
    places,
    ways: ways.map((way, index) => ({ link: way.link, path: pathThrough(way.points), along: pointsAlong(way.points), label: labels[index] ?? null })),
  };
}

const cellOf = (node: number | null, row: number, wide: number): Cell => ({ node, row, wide, x: 0, above: [], below: [] });

function chainOf({ link, reversed }: Oriented, cells: Map<number, Cell>): Chain[] {
  const [upper, lower] = reversed ? [cells.get(link.to), cells.get(link.from)] : [cells.get(link.from), cells.get(link.to)];
  if (!upper || !lower) return [];
  const between = Array.from({ length: lower.row - upper.row - 1 }, (_, at) => cellOf(null, upper.row + at + 1, passing));
  const chain = [upper, ...between, lower];
  chain.forEach((cell, at) => {
    const next = chain[at + 1];
    if (!next) return;
    cell.below.push(next);
    next.above.push(cell);
  });
  return [{ link, reversed, cells: chain }];
}

function linesOf(cells: Cell[], chains: Chain[]): Cell[][] {
  const rows: Cell[][] = [];
  const seen = new Set<Cell>();
  const put = (cell: Cell) => {
    if (seen.has(cell)) return;
    seen.add(cell);
    (rows[cell.row] ??= []).push(cell);
  };
  // What is joined most begins beside each other.
  for (const chain of chains) chain.cells.forEach(put);
  cells.forEach(put);
  return Array.from(rows, (row) => row ?? []);
}

/** Pairs of lines that cross between two rows. */
function crossings(rows: Cell[][]): number {
  let found = 0;
  for (const row of rows) {
    const place = new Map<Cell, number>();
    for (const cell of row) cell.below.forEach((next) => place.set(next, 0));
    rows[(row[0]?.row ?? 0) + 1]?.forEach((cell, at) => place.set(cell, at));
    const ends = row.flatMap((cell, at) => cell.below.map((next) => [at, place.get(next) ?? 0] as const));
    for (let a = 0; a < ends.length; a++) {
      for (let b = a + 1; b < ends.length; b++) {
        const [one, other] = [ends[a], ends[b]];
        if (one && other && (one[0] - other[0]) * (one[1] - other[1]) < 0) found++;
      }
    }
  }
  return found;
}

/** Orders each row by where its neighbours stand, down and up by turns, and keeps the order with fewest crossings. */
function arrange(rows: Cell[][]): void {
  let best = rows.map((row) => [...row]);
  let least = crossings(rows);
  for (let sweep = 0; sweep < sweeps && least > 0; sweep++) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows : [...rows].reverse()) {
      const wish = new Map<Cell, number>();
      row.forEach((cell, at) => {
        const others = down ? cell.above : cell.below;
        const beside = rows[cell.row + (down ? -1 : 1)] ?? [];
        wish.set(cell, others.length ? others.reduce((sum, other) => sum + (beside.indexOf(other) + 0.5) / beside.length, 0) / others.length : (at + 0.5) / row.length);
      });
      row.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
    }
    const now = crossings(rows);
    if (now < least) [least, best] = [now, rows.map((row) => [...row])];
  }
  best.forEach((row, at) => rows.splice(at, 1, row));
}

const apart = (a: Cell, b: Cell) =>
  (a.wide + b.wide) / 2 + (a.node !== null && b.node !== null ? gaps.boxes : a.node === null && b.node === null ? gaps.ways : gaps.mixed);

/** Moves every row's cells as near to their neighbours as the order and the room allow; long arrows are kept straight. */
function settle(rows: Cell[][], room: number): void {
  for (const row of rows) {
    let x = 0;
    row.forEach((cell, at) => {
      const before = row[at - 1];
      x = before ? x + apart(before, cell) : 0;
      cell.x = x;
    });
    for (const cell of row) cell.x -= x / 2;
  }
  for (let round = 0; round < rounds; round++) {
    const down = round % 2 === 0;
    for (const row of down ? rows : [...rows].reverse()) {
      place(row, room, (cell) => {
        const others = round > rounds - 4 ? [...cell.above, ...cell.below] : down ? cell.above : cell.below;
        let [sum, weight] = [cell.x * 0.05, 0.05];
        for (const other of others) {
          const pull = cell.node === null && other.node === null ? 8 : cell.node === null || other.node === null ? 2 : 1;
          sum += other.x * pull;
          weight += pull;
        }
        return { x: sum / weight, weight: cell.node === null ? 3 : 1 };
      });
    }
  }
}

/** The places nearest to the wished ones that keep order and distance (pooled adjacent violators), around 0 and within the room if they fit. */
function place(row: Cell[], room: number, wishOf: (cell: Cell) => { x: number; weight: number }): void {
  const offsets: number[] = [];
  row.forEach((cell, at) => {
    const before = row[at - 1];
    offsets.push(before ? (offsets[at - 1] ?? 0) + apart(before, cell) : 0);
  });
  const pools: { mean: number; weight: number; count: number }[] = [];
  row.forEach((cell, at) => {
    const wish = wishOf(cell);
    let pool = { mean: wish.x - (offsets[at] ?? 0), weight: wish.weight, count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      const weight = last.weight + pool.weight;
      pool = { mean: (last.mean * last.weight + pool.mean * pool.weight) / weight, weight, count: last.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  });
  const [first, last] = [row[0], row.at(-1)];
  const least = -room / 2 + (first?.wide ?? 0) / 2;
  const most = room / 2 - (last?.wide ?? 0) / 2 - (offsets.at(-1) ?? 0);
  let at = 0;
  for (const pool of pools) {
    const x = least <= most ? Math.min(most, Math.max(least, pool.mean)) : (least + most) / 2;
    for (let one = 0; one < pool.count; one++, at++) {
      const cell = row[at];
      if (cell) cell.x = x + (offsets[at] ?? 0);
    }
  }
}

interface Drawn {
  link: Link;
  points: Point[];
}

/** One end of an arrow at a box, and where it leads. */
interface End {
  chain: Chain;
  end: 0 | 1;
  other: number;
}

/** Where arrows leave and reach their boxes: side by side, in the order in which they lead away. */
function portsOf(chains: Chain[], boxWidth: number): Map<Chain, [number, number]> {
  const uppers = new Map<Cell, End[]>();
  const lowers = new Map<Cell, End[]>();
  const put = (side: Map<Cell, End[]>, cell: Cell, end: End) => side.set(cell, [...(side.get(cell) ?? []), end]);
  for (const chain of chains) {
    const [first, second] = chain.cells;
    const [before, last] = chain.cells.slice(-2);
    if (!first || !second || !before || !last) continue;
    put(uppers, first, { chain, end: 0, other: second.x });
    put(lowers, last, { chain, end: 1, other: before.x });
  }
  const ports = new Map<Chain, [number, number]>(chains.map((chain) => [chain, [0, 0]]));
  for (const [cell, list] of [...uppers, ...lowers]) {
    const step = Math.min(portStep, (boxWidth - 20) / Math.max(1, list.length - 1));
    list.sort((a, b) => a.other - b.other);
    list.forEach(({ chain, end }, index) => {
      const port = ports.get(chain);
      if (port) port[end] = cell.x + (index - (list.length - 1) / 2) * step;
    });
  }
  return ports;
}

function waysOf(chains: Chain[], yOf: (row: number) => number, boxWidth: number): Drawn[] {
  const ports = portsOf(chains, boxWidth);
  return chains.map((chain) => {
    const [from, to] = ports.get(chain) ?? [0, 0];
    const points = chain.cells.flatMap((cell, at): Point[] => {
      const y = yOf(cell.row);
      if (at === 0) return [{ x: from, y: y + tall / 2 }];
      if (at === chain.cells.length - 1) return [{ x: to, y: y - tall / 2 }];
      return [{ x: cell.x, y: y - tall / 2 }, { x: cell.x, y: y + tall / 2 }];
    });
    return { link: chain.link, points: chain.reversed ? points.reverse() : points };
  });
}

function loopOf(link: Link, middle: Point | undefined, boxWidth: number): Drawn[] {
  if (!middle) return [];
  const x = middle.x + boxWidth / 2;
  return [{ link, points: [{ x, y: middle.y - 10 }, { x: x + 20, y: middle.y - 4 }, { x: x + 20, y: middle.y + 4 }, { x, y: middle.y + 10 }] }];
}
