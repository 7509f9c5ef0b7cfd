/** Boxes as large as their values, as square as can be (Bruls, Huizing and van Wijk 2000). Pure. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A place for each value, in their order, which should be from the largest on; none where there is nothing. */
export function squarify(values: number[], area: Area): (Area | null)[] {
  const sum = values.reduce((all, value) => all + Math.max(0, value), 0);
  const places: (Area | null)[] = values.map(() => null);
  if (sum <= 0 || area.width <= 0 || area.height <= 0) return places;
  const scale = (area.width * area.height) / sum;
  const left = { ...area };
  let at = 0;
  while (at < values.length) {
    const side = Math.min(left.width, left.height);
    const row: number[] = [];
    let inRow = 0;
    for (let next = at + row.length; next < values.length; next++) {
      const size = Math.max(0, values[next] ?? 0) * scale;
      if (row.length > 0 && worst([...row, size], inRow + size, side) > worst(row, inRow, side)) break;
      row.push(size);
      inRow += size;
    }
    const thick = side > 0 ? inRow / side : 0;
    let along = 0;
    row.forEach((size, place) => {
      const long = thick > 0 ? size / thick : 0;
      if (size > 0) {
        places[at + place] =
          left.width >= left.height
            ? { x: left.x, y: left.y + along, width: thick, height: long }
            : { x: left.x + along, y: left.y, width: long, height: thick };
      }
      along += long;
    });
    if (left.width >= left.height) {
      left.x += thick;
      left.width -= thick;
    } else {
      left.y += thick;
      left.height -= thick;
    }
    at += Math.max(1, row.length);
  }
  return places;
}

/** The longest of a row of boxes, as its length for its width. */
function worst(row: number[], sum: number, side: number): number {
  if (sum === 0) return Infinity;
  const [least, most] = [Math.min(...row), Math.max(...row)];
  return Math.max((side * side * most) / (sum * sum), least > 0 ? (sum * sum) / (side * side * least) : 0);
}
