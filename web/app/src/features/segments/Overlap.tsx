/** How many people are in each combination of some segments: drawn, as a table, as a file, and who they are. */
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";

import { request } from "@/api/client";
import { valueOf } from "@/api/query";
import type { SegmentOverlap } from "@/api/types";
import { PeoplePanel, peopleWords, Pin, SheetTable, TakeAway } from "@/features/journeys";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { ProblemNote } from "@/ui/Problem";

import { circlesMax, overlapSheet, regionTitle, ruleOf } from "./overlap";
import { OverlapChart } from "./OverlapChart";
import type { SegmentsSearch } from "./search";
import style from "./segments.module.css";

interface Props {
  segments: string[];
  search: SegmentsSearch;
  onLook: (next: Partial<SegmentsSearch>) => void;
  /** On a dashboard: only the answer. */
  tile?: boolean;
}

export function Overlap({ segments, search, onLook, tile = false }: Props) {
  const asked = [...segments].sort();
  const drawn = useRef<HTMLDivElement>(null);
  const found = useQuery({
    queryKey: ["/segments/overlap", asked],
    queryFn: ({ signal }) => valueOf(request<SegmentOverlap>("/segments/overlap", { method: "POST", body: { segments: asked }, signal })),
  });
  if (found.isPending) return <Rows count={4} />;
  if (found.isError) return <ProblemNote message={found.error.message} retry={() => void found.refetch()} />;
  const overlap = found.data;
  const sheet = overlapSheet(overlap);
  const title = t("segments.overlap");
  const people = overlap.regions.reduce((sum, region) => sum + region.people, 0);
  const says = t("segments.overlap_says", { people: peopleWords(people) });
  const region = search.in?.filter((id) => asked.includes(id)) ?? [];
  return (
    <section className={style.overlap} aria-label={title}>
      {!tile && <h2>{title}</h2>}
      {overlap.regions.length === 0 ? (
        <p>{t("segments.overlap_none")}</p>
      ) : (
        <>
          <p>{says}</p>
          {!tile && (
            <>
              <p className="tl-dim">
                {t("segments.overlap_text")} {overlap.segments.length <= circlesMax && search.view !== "table" && t("segments.overlap_circles")}
              </p>
              <div className={style.overlapTools}>
                <SegmentedControl
                  aria-label={t("journeys.view")}
                  value={search.view ?? "chart"}
                  onChange={(view) => onLook({ view: view === "table" ? "table" : undefined })}
                  data={[
                    { value: "chart", label: t("journeys.view.chart") },
                    { value: "table", label: t("journeys.view.table") },
                  ]}
                />
                <TakeAway name="overlap" title={title} says={says} sheet={sheet} drawn={drawn} />
                <Pin page="overlap" search={{ compare: asked, ...(search.view ? { view: search.view } : {}) }} title={overlap.segments.map((each) => each.name).join(", ")} />
              </div>
            </>
          )}
          {search.view === "table" ? (
            <SheetTable label={t("segments.overlap_chart")} sheet={sheet} onOpen={(next) => onLook({ in: next })} />
          ) : (
            <div ref={drawn}>
              <OverlapChart overlap={overlap} onOpen={(next) => onLook({ in: next })} />
            </div>
          )}
        </>
      )}
      {region.length > 0 && (
        <PeoplePanel behind={{ path: "/segments/overlap/people", asked: { segments: asked, in: region }, rule: ruleOf(region, asked) }} title={regionTitle(region, overlap)} onClose={() => onLook({ in: undefined })} />
      )}
    </section>
  );
}
