/** The question about paths from the address, and the answer as a tree, in words and as a table. Pure. */
import type { Paths, PathsQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { chosen } from "./events";
import type { Compare } from "./Parts";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";
import type { Sheet } from "./sheet";
import type { Rate } from "./split";
import { namesTitle, nodeTitle, people, rateOf, shareOf } from "./words";

export interface PathsWho {
  side: "after" | "before";
  nodes: number[];
  ended?: boolean;
  /** Those who go on, and to none of these. */
  other_than?: number[];
}

export const sessionMs = 30 * 60_000;
const depthUsual = 3;
const limit = 100;
/** Where all ways are asked for, none is left unnamed. */
const limitOpen = 1000;

export function pathsQuestion(search: JourneySearch, range: TimeRange | undefined): PathsQuestion {
  return {
    ...chosen("anchor", search.anchor),
    ...chosen("events", search.events),
    direction: search.direction ?? "from",
    depth: search.depth ?? depthUsual,
    ...((search.cases ?? "session") === "session" ? { session_ms: sessionMs } : {}),
    collapse_repeats: true,
    limit: search.open ? limitOpen : limit,
    ...(range ? { range } : {}),
  };
}

export const sideOf = (search: JourneySearch): "before" | "after" => (search.direction === "to" ? "before" : "after");
export const keyOf = (nodes: readonly number[]) => nodes.join(".");

/** A path so far, with what follows it. Of the smaller ones only the sum is shown until they are asked for. */
export interface Branch {
  sort: "path" | "ended" | "others";
  nodes: number[];
  name: string;
  paths: number;
  /** Not known of the others, who may be the same people. */
  people: number | null;
  /** Of the others: what follows those that are shown. */
  but?: number[];
  children: Branch[];
}

/** Shown of those that follow one path. */
const shownMax = 4;

export function treeOf(answer: Paths, side: "after" | "before", open: readonly string[]): Branch[] {
  const found = answer[side]?.paths ?? [];
  const names = new Map(answer.nodes.map((node) => [node.id, nodeTitle(node)]));
  const below = new Map<string, typeof found>();
  for (const path of found) {
    const parent = keyOf(path.nodes.slice(0, -1));
    below.set(parent, [...(below.get(parent) ?? []), path]);
  }
  const longest = found.reduce((most, path) => Math.max(most, path.nodes.length), 0);
  const grow = (nodes: number[], total: number, ended: number): Branch[] => {
    const key = keyOf(nodes);
    const all = [...(below.get(key) ?? [])].sort((a, b) => b.paths - a.paths);
    const few = all.length > shownMax + 1 && !open.includes(key) ? all.slice(0, shownMax) : all;
    const branches: Branch[] = few.map((path) => ({
      sort: "path",
      nodes: path.nodes,
      name: names.get(path.nodes.at(-1) ?? -1) ?? t("journeys.unknown"),
      paths: path.paths,
      people: path.people,
      children: grow(path.nodes, path.paths, path.ended),
    }));
    const rest = total - ended - few.reduce((sum, path) => sum + path.paths, 0);
    if (nodes.length < longest && rest > 0) branches.push({ sort: "others", nodes, name: t("journeys.paths_others"), paths: rest, people: null, but: few.map((path) => path.nodes.at(-1) ?? -1), children: [] });
    if (nodes.length > 0 && ended > 0) branches.push({ sort: "ended", nodes, name: t("journeys.paths_ended"), paths: ended, people: null, children: [] });
    return branches;
  };
  return grow([], answer.anchors, 0);
}

export interface Placed {
  branch: Branch;
  depth: number;
  /** Middle of its slot, and how thick it is. */
  y: number;
  thick: number;
  parent: Placed | null;
  /** Where it leaves its parent, from the parent's middle. */
  from: number;
}

export const slot = 36;
const thickest = 120;

/** A place for each branch: its own slot, its children beside it, thick as it is frequent. */
export function placeTree(tree: Branch[], total: number): { placed: Placed[]; height: number } {
  const placed: Placed[] = [];
  const thickOf = (paths: number) => Math.max(2, (paths / Math.max(1, total)) * thickest);
  const tall = (branch: Branch): number => Math.max(slot, thickOf(branch.paths) + 10, branch.children.reduce((sum, child) => sum + tall(child), 0));
  const put = (branches: Branch[], depth: number, top: number, parent: Placed | null) => {
    let y = top;
    let from = parent ? -parent.thick / 2 : 0;
    for (const branch of branches) {
      const height = tall(branch);
      const thick = thickOf(branch.paths);
      const at: Placed = { branch, depth, y: y + height / 2, thick, parent, from: from + thick / 2 };
      placed.push(at);
      put(branch.children, depth + 1, y, at);
      y += height;
      from += thick;
    }
    return y;
  };
  return { placed, height: put(tree, 0, 0, null) };
}

export const othersLabel = (branch: Branch) => t("journeys.paths_others_people", { count: branch.paths });

export function branchLabel(branch: Branch): string {
  if (branch.sort === "others") return t("journeys.paths_others_label", { count: branch.paths });
  const ways = t("journeys.ways", { count: branch.paths });
  return `${branch.name}: ${branch.people === null ? ways : `${people(branch.people)}, ${ways}`}`;
}

export function pathTitle(answer: Paths | undefined, nodes: readonly number[], side: "after" | "before"): string {
  const names = new Map(answer?.nodes.map((node) => [node.id, nodeTitle(node)]));
  const titles = nodes.map((node) => names.get(node) ?? t("journeys.unknown"));
  return side === "after" ? titles.join(" → ") : titles.reverse().join(" → ");
}

export const pathsWhoTitle = (who: PathsWho, answer: Paths | undefined): string => {
  const title = pathTitle(answer, who.nodes, who.side);
  if (who.other_than) return t("journeys.paths_other_than", { path: title || t("journeys.paths_anchor") });
  return who.ended ? t("journeys.paths_ended_after", { path: title }) : title;
};

export function pathsSays(answer: Paths, search: JourneySearch): string {
  const side = sideOf(search);
  const length = search.anchor ? 2 : 1;
  const found = (answer[side]?.paths ?? []).filter((path) => path.nodes.length === length);
  const best = found.reduce<(typeof found)[number] | undefined>((most, path) => (!most || path.people > most.people ? path : most), undefined);
  const end = search.cases === "line" ? "line" : "session";
  if (!best) return t("journeys.paths_none", { count: answer.people, anchor: namesTitle(search.anchor) });
  const name = nodeTitle(answer.nodes.find((node) => node.id === best.nodes.at(-1)));
  const rate = rateOf(shareOf(best.people, answer.people));
  if (!search.anchor) return t(`journeys.paths_edge.${side}.${end}`, { count: answer.people, name, rate });
  return t(`journeys.paths_says.${side}`, { count: answer.people, anchor: namesTitle(search.anchor), name, rate });
}

export function pathsSheet(answer: Paths, side: "after" | "before"): Sheet<PathsWho> {
  const end = true;
  const found = [...(answer[side]?.paths ?? [])].sort((a, b) => a.nodes.length - b.nodes.length || b.paths - a.paths);
  return {
    columns: [{ title: t("journeys.path") }, { title: t("journeys.length"), end }, { title: t("journeys.times"), end }, { title: t("nav.people"), end }, { title: t("journeys.paths_ended"), end }],
    rows: found.map((path) => [
      { text: pathTitle(answer, path.nodes, side) },
      { text: formatCount(path.nodes.length), raw: path.nodes.length },
      { text: formatCount(path.paths), raw: path.paths },
      { text: formatCount(path.people), raw: path.people, who: { side, nodes: path.nodes } },
      { text: formatCount(path.ended), raw: path.ended, ...(path.ended ? { who: { side, nodes: path.nodes, ended: true } } : {}) },
    ]),
  };
}

const comparedMax = 10;

/** Parts by what most of all people did next. */
export function pathsCompare(search: JourneySearch): Compare<Paths, PathsWho> {
  const side = sideOf(search);
  const length = search.anchor ? 2 : 1;
  const nexts = (answer: Paths) => (answer[side]?.paths ?? []).filter((path) => path.nodes.length === length).sort((a, b) => b.people - a.people || b.paths - a.paths);
  const cell = (answer: Paths, nodes: number[]): Rate<PathsWho> | null => {
    const found = nexts(answer);
    const own = found.find((path) => keyOf(path.nodes) === keyOf(nodes));
    // What is not among the most frequent is not known.
    if (!own && found.length >= limit) return null;
    return { rate: shareOf(own?.people ?? 0, answer.people), ...(own ? { who: { side, nodes } } : {}) };
  };
  const title = (nodes: number[], whole: Paths) => pathTitle(whole, nodes, side);
  return {
    title: (whole) => t("journeys.paths_compared", { path: title(nexts(whole)[0]?.nodes ?? [], whole) }),
    rate: (answer, whole) => {
      const [best] = nexts(whole);
      return best ? cell(answer, best.nodes) : null;
    },
    column: t("journeys.paths_compared_rows"),
    rows: (answers, whole) => nexts(whole).slice(0, comparedMax).map(({ nodes }) => ({ name: title(nodes, whole), cells: answers.map((answer) => cell(answer, nodes)) })),
  };
}
