/** How segments overlap: regions in order, their names, places in a picture, and the table behind it. Pure. */
import type { SegmentOverlap } from "@/api/types";
import type { Condition } from "@/features/condition";
import type { Sheet } from "@/features/journeys";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

export type Region = SegmentOverlap["regions"][number];

/** The most people first; equals by how many segments they are in. */
export const ordered = (regions: Region[]): Region[] => [...regions].sort((a, b) => b.people - a.people || a.in.length - b.in.length || a.in.join().localeCompare(b.in.join()));

export function regionName(region: string[], { segments }: SegmentOverlap): string {
  const names = new Map(segments.map((each) => [each.id, each.name]));
  return region.map((id) => names.get(id) ?? id).join(` ${t("segments.and")} `);
}

export const regionTitle = (region: string[], overlap: SegmentOverlap): string =>
  t(region.length === overlap.segments.length ? "segments.in_all" : "segments.in_only", { names: regionName(region, overlap) });

export function overlapSheet(overlap: SegmentOverlap): Sheet<string[]> {
  const all = overlap.regions.reduce((sum, region) => sum + region.people, 0);
  return {
    columns: [{ title: t("segments.exactly_in") }, { title: t("nav.people"), end: true }, { title: t("segments.overlap_share"), end: true }],
    rows: ordered(overlap.regions).map((region) => [
      { text: regionName(region.in, overlap) },
      { text: formatCount(region.people), raw: region.people, who: region.in },
      { text: t("journeys.percent", { share: Math.round((100 * region.people) / Math.max(1, all)) }), raw: region.people / Math.max(1, all) },
    ]),
  };
}

export interface Circle {
  x: number;
  y: number;
  r: number;
}

/** Who is in exactly these of the segments. */
export const ruleOf = (region: string[], all: string[]): Condition => ({ and: all.map((segment) => (region.includes(segment) ? { segment } : { not: { segment } })) });

/** More segments than these are bars over dots. */
export const circlesMax = 3;

/** Two circles side by side, or three in a triangle, in the middle of so much room. */
export function circles(count: number, width: number, height: number): Circle[] {
  const r = Math.min(width / 3.6, height / (count === 2 ? 2.4 : 3.4));
  const apart = r * 0.62;
  const middle = { x: width / 2, y: height / 2 };
  if (count === 2) return [-1, 1].map((side) => ({ x: middle.x + side * apart, y: middle.y, r }));
  return [-90, 150, 30].map((angle) => ({ x: middle.x + apart * Math.cos((angle * Math.PI) / 180), y: middle.y + apart * 0.25 + apart * Math.sin((angle * Math.PI) / 180), r }));
}

/** Where the figure of a region stands: in these circles and no other. */
export function placeOf(places: number[], all: Circle[]): { x: number; y: number } {
  const centre = { x: all.reduce((sum, each) => sum + each.x, 0) / all.length, y: all.reduce((sum, each) => sum + each.y, 0) / all.length };
  if (places.length === all.length) return centre;
  const own = places.flatMap((place) => all[place] ?? []);
  const mean = { x: own.reduce((sum, each) => sum + each.x, 0) / own.length, y: own.reduce((sum, each) => sum + each.y, 0) / own.length };
  const [dx, dy] = [mean.x - centre.x, mean.y - centre.y];
  const length = Math.hypot(dx, dy) || 1;
  const far = (own[0]?.r ?? 0) * (own.length === 1 ? 1.05 : 0.72);
  return { x: centre.x + (dx / length) * far, y: centre.y + (dy / length) * far };
}
