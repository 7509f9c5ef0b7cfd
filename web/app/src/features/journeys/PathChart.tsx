/** Paths as streams that part: thick as they are frequent. A stream opens its people, the others open themselves. */
import type { Paths } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Chart, Mark, Stripes } from "@/ui/Chart";

import { type Branch, branchLabel, keyOf, othersLabel, type PathsWho, type Placed, placeTree, treeOf } from "./paths";
import { cut } from "./words";

const head = 26;
const bar = 8;
const columnMin = 158;
/** Names are read across the streams. */
const halo = { stroke: "var(--mantine-color-body)", strokeWidth: 3, paintOrder: "stroke" };

interface Props {
  answer: Paths;
  side: "after" | "before";
  anchored: boolean;
  open: readonly string[];
  onExpand: (key: string) => void;
  onOpen: (who: PathsWho) => void;
}

export function PathChart({ answer, side, anchored, open, onExpand, onOpen }: Props) {
  const { placed, height } = placeTree(treeOf(answer, side, open), answer.anchors);
  const depths = placed.reduce((most, each) => Math.max(most, each.depth + 1), 1);
  const show = ({ sort, nodes, but }: Branch) => onOpen({ side, nodes, ...(sort === "ended" ? { ended: true } : {}), ...(sort === "others" ? { other_than: but ?? [] } : {}) });
  return (
    <Chart label={t("journeys.paths_chart")} height={head + height + 8} minWidth={depths * columnMin}>
      {(width) => {
        const column = width / depths;
        return (
          <>
            <Stripes />
            {Array.from({ length: depths }, (_, depth) => (
              <text key={depth} x={depth * column} y={14} data-dim>
                {columnTitle(depth, side, anchored)}
              </text>
            ))}
            <g transform={`translate(0 ${head})`}>
              {placed.map((each) => (
                <Mark key={nameOf(each)} label={each.branch.sort === "others" ? othersLabel(each.branch) : branchLabel(each.branch)} onOpen={() => show(each.branch)}>
                  {each.parent && <path d={bandOf(each, each.parent, column)} fill="var(--tl-accent)" fillOpacity={each.branch.sort === "path" ? 0.22 : 0.09} />}
                  <rect x={each.depth * column} y={each.y - each.thick / 2} width={bar} height={each.thick} rx={1.5} fill={fillOf[each.branch.sort]} />
                  {/* Thin ones are taken by their names. */}
                  {each.branch.sort !== "others" && <rect x={each.depth * column + bar} y={each.y - 16} width={column * 0.6} height={32} fill="transparent" stroke="none" />}
                </Mark>
              ))}
              {placed
                .filter((each) => each.branch.sort === "others")
                .map((each) => (
                  <Mark key={nameOf(each)} label={branchLabel(each.branch)} onOpen={() => onExpand(keyOf(each.branch.nodes))}>
                    <rect x={each.depth * column + bar + 2} y={each.y - 16} width={Math.min(110, column - bar - 8)} height={33} rx={4} fill="var(--tl-neutral-soft)" />
                  </Mark>
                ))}
              {placed.map((each) => (
                <g key={nameOf(each)}>
                  <text x={each.depth * column + bar + 5} y={each.y - 2} {...halo} data-dim={each.branch.sort === "path" ? undefined : true}>
                    {cut(each.branch.name, column - bar - 14, 6.7)}
                  </text>
                  <text x={each.depth * column + bar + 5} y={each.y + 13} {...halo} fontSize={11} data-dim>
                    {figureOf(each.branch)}
                  </text>
                </g>
              ))}
            </g>
          </>
        );
      }}
    </Chart>
  );
}

const nameOf = ({ branch }: Placed) => `${branch.sort}${keyOf(branch.nodes)}`;

const fillOf: Record<Branch["sort"], string> = { path: "var(--tl-accent)", ended: "url(#stripes)", others: "var(--tl-line-strong)" };

const figureOf = (branch: Branch) => (branch.people === null ? formatCount(branch.paths) : t("journeys.paths_figure", { times: branch.paths, count: branch.people }));

function columnTitle(depth: number, side: "after" | "before", anchored: boolean): string {
  const step = anchored ? depth : depth + 1;
  if (step === 0) return t("journeys.paths_anchor");
  return t(side === "after" ? "journeys.paths_column" : "journeys.paths_column_before", { number: step });
}

/** From the side of the parent's bar to that of its own. */
function bandOf(each: Placed, parent: Placed, column: number): string {
  const [from, to] = [parent.depth * column + bar, each.depth * column];
  const middle = from + (to - from) * 0.62;
  const half = each.thick / 2;
  const [a, b] = [parent.y + each.from, each.y];
  return `M${from} ${a - half}C${middle} ${a - half} ${middle} ${b - half} ${to} ${b - half}V${b + half}C${middle} ${b + half} ${middle} ${a + half} ${from} ${a + half}Z`;
}
