/** Which row of a process map each box stands in: below all that usually comes before it. Pure. */

export interface Link {
  from: number;
  to: number;
  count: number;
}
export interface Oriented {
  link: Link;
  /** It leads back, against the way things usually go. */
  reversed: boolean;
}

/** The busiest links first, as long as they form no circle: the way things usually go. Links to themselves are left out. */
export function forward(links: Link[]): Oriented[] {
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
  return [...links]
    .filter((link) => link.from !== link.to)
    .sort((a, b) => b.count - a.count || a.from - b.from || a.to - b.to)
    .map((link) => {
      const reversed = reaches(link.to, link.from);
      if (!reversed) next.set(link.from, [...(next.get(link.from) ?? []), link.to]);
      return { link, reversed };
    });
}

/** Rows by the longest way to each box; a row that is full goes on in the next one. */
export function rowsOf(ids: number[], links: Oriented[], widest: number): Map<number, number> {
  const kept = links.filter((each) => !each.reversed).map((each) => each.link);
  const before = new Map(ids.map((id) => [id, kept.filter((link) => link.to === id).map((link) => link.from)]));
  const rows = new Map<number, number>();
  const filled: number[] = [];
  const put = (id: number, row: number) => {
    rows.set(id, row);
    filled[row] = (filled[row] ?? 0) + 1;
  };
  const waiting = [...ids];
  while (waiting.length > 0) {
    const at = waiting.findIndex((id) => (before.get(id) ?? []).every((other) => rows.has(other) || !before.has(other)));
    const [id] = waiting.splice(Math.max(0, at), 1);
    if (id === undefined) break;
    let row = Math.max(-1, ...(before.get(id) ?? []).map((other) => rows.get(other) ?? -1)) + 1;
    while ((filled[row] ?? 0) >= widest) row++;
    put(id, row);
  }
  pullDown(ids, kept, rows, filled, widest);
  // Rows that nobody is left in fall away.
  const used = [...new Set(rows.values())].sort((a, b) => a - b);
  return new Map([...rows].map(([id, row]) => [id, used.indexOf(row)]));
}

/** A box that nothing leads to stands right above what it leads to, if there is room. */
function pullDown(ids: number[], kept: Link[], rows: Map<number, number>, filled: number[], widest: number): void {
  for (const id of ids) {
    const after = kept.filter((link) => link.from === id).map((link) => rows.get(link.to) ?? 0);
    if (after.length === 0 || kept.some((link) => link.to === id)) continue;
    const own = rows.get(id) ?? 0;
    let row = Math.min(...after) - 1;
    while (row > own && (filled[row] ?? 0) >= widest) row--;
    if (row <= own) continue;
    filled[own] = (filled[own] ?? 1) - 1;
    filled[row] = (filled[row] ?? 0) + 1;
    rows.set(id, row);
  }
}
