/**
 * Places for the nodes of a process map: rows from what comes first to what comes last, and within a
 * row near to what they are joined with. The same map always gets the same places. Pure.
 */

export interface Link {
  from: number;
  to: number;
  count: number;
}
export interface Spot {
  id: number;
  row: number;
  /** From 0 on, within the row. */
  column: number;
}

/** The busiest edges that form no circle: the way things usually go. */
function forward(links: Link[]): Link[] {
  const next = new Map<number, number[]>();
  const reaches = (from: number, to: number): boolean => {
    const seen = new Set<number>();
    const stack = [from];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (at === to) return true;
      if (seen.has(at)) continue;
      seen.add(at);
      stack.push(...(next.get(at) ?? []));
    }
    return false;
  };
  const kept: Link[] = [];
  for (const link of [...links].sort((a, b) => b.count - a.count || a.from - b.from || a.to - b.to)) {
    if (link.from === link.to || reaches(link.to, link.from)) continue;
    next.set(link.from, [...(next.get(link.from) ?? []), link.to]);
    kept.push(link);
  }
  return kept;
}

/** Each node stands below the one that most come from. */
function rowsOf(ids: number[], kept: Link[]): Map<number, number> {
  const rows = new Map<number, number>();
  const strongest = new Map<number, Link>();
  for (const link of kept) if ((strongest.get(link.to)?.count ?? -1) < link.count) strongest.set(link.to, link);
  const rowOf = (id: number): number => {
    const known = rows.get(id);
    if (known !== undefined) return known;
    const before = strongest.get(id);
    const row = before ? rowOf(before.from) + 1 : 0;
    rows.set(id, row);
    return row;
  };
  ids.forEach(rowOf);
  return rows;
}

const sweeps = 6;

export function layOut(ids: number[], links: Link[], widest: number): Spot[] {
  const rows = rowsOf(ids, forward(links));
  const lines: number[][] = [];
  for (const id of ids) {
    // A row that is full goes on in the next one.
    let row = rows.get(id) ?? 0;
    while ((lines[row]?.length ?? 0) >= widest) row++;
    (lines[row] ??= []).push(id);
  }
  const filled = Array.from(lines, (line) => line ?? []).filter((line) => line.length > 0);
  const place = new Map<number, number>();
  const settle = () => filled.forEach((line) => line.forEach((id, at) => place.set(id, at - (line.length - 1) / 2)));
  settle();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const line of filled) {
      const own = new Set(line);
      const wish = new Map(
        line.map((id) => {
          let [sum, weight] = [0, 0];
          for (const link of links) {
            const other = link.from === id ? link.to : link.to === id ? link.from : null;
            if (other === null || own.has(other)) continue;
            sum += (place.get(other) ?? 0) * link.count;
            weight += link.count;
          }
          return [id, weight ? sum / weight : (place.get(id) ?? 0)] as const;
        }),
      );
      line.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || a - b);
      settle();
    }
  }
  return filled.flatMap((line, row) => line.map((id, column) => ({ id, row, column })));
}
