/** Who was in a segment at the end of a past day, and who came and went between two of them. */
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";

import { get } from "@/api/client";
import { valueOf } from "@/api/query";
import type { Page, Segment, SegmentDifference, SegmentMember } from "@/api/types";
import { PersonName } from "@/features/people";
import { formatCount, formatDate } from "@/lib/format";
import { t } from "@/lib/i18n";
import { ProblemNote } from "@/ui/Problem";

import style from "./segments.module.css";

const page = 50;
/** Days are those of the chart: of UTC. */
const endOf = (day: string) => `${day}T23:59:59.999999Z`;
const today = () => new Date().toISOString().slice(0, 10);

export function Past({ segment }: { segment: Segment }) {
  const [day, setDay] = useState("");
  const [other, setOther] = useState("");
  const first = segment.created_at.slice(0, 10);
  const dates = [day, other].filter(Boolean).sort();
  return (
    <details className={style.versions}>
      <summary>{t("segments.past")}</summary>
      <section className={style.past} aria-label={t("segments.past")}>
        <div className={style.fields}>
          <TextInput type="date" label={t("segments.past_day")} min={first} max={today()} value={day} onChange={(event) => setDay(event.currentTarget.value)} />
          <TextInput type="date" label={t("segments.past_other")} min={first} max={today()} value={other} onChange={(event) => setOther(event.currentTarget.value)} />
        </div>
        <p className="tl-dim">{t("segments.past_text", { date: formatDate(segment.created_at) })}</p>
        {dates[0] && !dates[1] && <AsOf segment={segment.id} day={dates[0]} />}
        {dates[0] && dates[1] && dates[0] !== dates[1] && <Between segment={segment.id} from={dates[0]} until={dates[1]} />}
      </section>
    </details>
  );
}

function AsOf({ segment, day }: { segment: string; day: string }) {
  const path = `/segments/${encodeURIComponent(segment)}/members`;
  const found = useInfiniteQuery({
    queryKey: [path, "as_of", day],
    queryFn: ({ pageParam, signal }) => valueOf(get<Page<SegmentMember> & { total?: number }>(path, { as_of: endOf(day), limit: page, after: pageParam }, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const total = found.data?.pages[0]?.total;
  return (
    <>
      {found.isError && <ProblemNote message={found.error.message} retry={() => void found.refetch()} />}
      {total !== undefined && (
        <p aria-live="polite" data-total={total}>
          {t("segments.past_total", { count: total, date: formatDate(day) })}
        </p>
      )}
      <People pages={found.data?.pages} />
      {found.hasNextPage && <More busy={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />}
    </>
  );
}

function Between({ segment, from, until }: { segment: string; from: string; until: string }) {
  const [who, setWho] = useState<"entered" | "left">("entered");
  const path = `/segments/${encodeURIComponent(segment)}/changes`;
  const found = useInfiniteQuery({
    queryKey: [path, from, until, who],
    queryFn: ({ pageParam, signal }) => valueOf(get<SegmentDifference>(path, { from: endOf(from), until: endOf(until), who, limit: page, after: pageParam }, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const counts = found.data?.pages[0];
  return (
    <>
      {found.isError && <ProblemNote message={found.error.message} retry={() => void found.refetch()} />}
      {counts && (
        <>
          <p aria-live="polite">
            {t("segments.past_change", {
              before: formatCount(counts.before), after: formatCount(counts.after), from: formatDate(from), until: formatDate(until),
            })}
          </p>
          <SegmentedControl
            size="xs"
            w="fit-content"
            aria-label={t("segments.past_who")}
            value={who}
            onChange={(next) => setWho(next === "left" ? "left" : "entered")}
            data={[
              { value: "entered", label: t("segments.past_entered", { count: counts.entered }) },
              { value: "left", label: t("segments.past_left", { count: counts.left }) },
            ]}
          />
        </>
      )}
      <People pages={found.data?.pages} />
      {found.hasNextPage && <More busy={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />}
    </>
  );
}

function People({ pages }: { pages: { items: SegmentMember[] }[] | undefined }) {
  const items = pages?.flatMap((each) => each.items) ?? [];
  if (items.length === 0) return null;
  return (
    <ul className={style.people}>
      {items.map((person) => (
        <li key={person.id}>
          <PersonName person={person} />
        </li>
      ))}
    </ul>
  );
}

const More = ({ busy, onMore }: { busy: boolean; onMore: () => void }) => (
  <div>
    <Button variant="default" loading={busy} onClick={onMore}>
      {t("segments.past_more")}
    </Button>
  </div>
);
