/** Where the line of a small series runs: broken where nothing is known, flat in the middle where all is the same. Pure. */
const margin = 2;

export function sparkPaths(values: (number | null)[], width: number, height: number): { lines: string[]; end: { x: number; y: number } | null } {
  const known = values.filter((value) => value !== null);
  const [lowest, highest] = [Math.min(...known), Math.max(...known)];
  const x = (index: number) => margin + (index * (width - 2 * margin)) / Math.max(1, values.length - 1);
  const y = (value: number) => margin + (height - 2 * margin) * (highest > lowest ? 1 - (value - lowest) / (highest - lowest) : 0.5);
  const runs: string[][] = [[]];
  let end: { x: number; y: number } | null = null;
  values.forEach((value, index) => {
    if (value === null) return void runs.push([]);
    end = { x: x(index), y: y(value) };
    runs.at(-1)?.push(`${end.x.toFixed(1)} ${end.y.toFixed(1)}`);
  });
  return { lines: runs.filter((run) => run.length > 1).map((run) => `M${run.join("L")}`), end };
}
