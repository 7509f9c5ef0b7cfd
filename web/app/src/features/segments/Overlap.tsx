/** How many people are in each combination of some segments. */
import { useQuery } from "@tanstack/react-query";

import { request } from "@/api/client";
import { valueOf } from "@/api/query";
import type { SegmentOverlap } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { ProblemNote } from "@/ui/Problem";

import style from "./segments.module.css";

export function Overlap({ segments }: { segments: string[] }) {
  const asked = [...segments].sort();
  const found = useQuery({
    queryKey: ["/segments/overlap", asked],
    queryFn: ({ signal }) => valueOf(request<SegmentOverlap>("/segments/overlap", { method: "POST", body: { segments: asked }, signal })),
  });
  if (found.isPending) return <Rows count={4} />;
  if (found.isError) return <ProblemNote message={found.error.message} retry={() => void found.refetch()} />;
  const names = new Map(found.data.segments.map((each) => [each.id, each.name]));
  const regions = [...found.data.regions].sort((a, b) => b.in.length - a.in.length || b.people - a.people);
  const most = Math.max(1, ...regions.map((each) => each.people));
  return (
    <section className={style.overlap} aria-label={t("segments.overlap")}>
      <h2>{t("segments.overlap")}</h2>
      <p className="tl-dim">{t("segments.overlap_text")}</p>
      {regions.length === 0 ? (
        <p>{t("segments.overlap_none")}</p>
      ) : (
        <table className={style.list} aria-label={t("segments.overlap")}>
          <thead>
            <tr>
              <th scope="col">{t("segments.exactly_in")}</th>
              <th scope="col" data-end>{t("nav.people")}</th>
              <th scope="col" className={style.barColumn} aria-hidden />
            </tr>
          </thead>
          <tbody>
            {regions.map((region) => (
              <tr key={region.in.join()}>
                <td>{region.in.map((id) => names.get(id) ?? id).join(` ${t("segments.and")} `)}</td>
                <td data-end>{formatCount(region.people)}</td>
                <td className={style.barColumn} aria-hidden>
                  <span className={style.bar} style={{ width: `${(100 * region.people) / most}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
