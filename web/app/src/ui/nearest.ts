/** The middle of something on the page. */
export interface Box {
  x: number;
  y: number;
}

/** Which of the others is nearest in a direction; what lies aside counts three times as far. Null: none is there. */
export function nearest(from: Box, others: Box[], [right, down]: [number, number]): number | null {
  let best: number | null = null;
  let least = Infinity;
  others.forEach((other, index) => {
    const [dx, dy] = [other.x - from.x, other.y - from.y];
    const ahead = dx * right + dy * down;
    if (ahead < 2) return;
    const far = ahead + 3 * Math.abs(dx * down + dy * right);
    if (far < least) [least, best] = [far, index];
  });
  return best;
}
