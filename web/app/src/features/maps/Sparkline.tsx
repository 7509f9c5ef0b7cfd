/** How a figure went over time, beside the figure. */
import { t } from "@/lib/i18n";

import { sparkPaths } from "./sparkline";

const size = { width: 56, height: 16 };

interface Props {
  name: string;
  values: (number | null)[];
  format: (value: number) => string;
}

export function Sparkline({ name, values, format }: Props) {
  const known = values.filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (known.length < 2 || first === undefined || last === undefined) return null;
  const { lines, end } = sparkPaths(values, size.width, size.height);
  return (
    <svg width={size.width} height={size.height} viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={t("maps.spark", { name, first: format(first), last: format(last), lowest: format(Math.min(...known)), highest: format(Math.max(...known)) })}>
      {lines.map((line) => (
        <path key={line} d={line} fill="none" stroke="var(--tl-accent)" strokeWidth={1.25} strokeLinejoin="round" />
      ))}
      {end && <circle cx={end.x} cy={end.y} r={1.75} fill="var(--tl-accent)" />}
    </svg>
  );
}
