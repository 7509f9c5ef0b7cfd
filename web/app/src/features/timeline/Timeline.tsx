/** A person's line: density, filters, days, and the live end that never moves what is being read. */
import { Button, VisuallyHidden } from "@mantine/core";
import { IconArrowUp, IconTimeline } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useMemo, useRef } from "react";

import { read } from "@/api/query";
import type { DayCount, Page, TimelineEvent } from "@/api/types";
import { dayOf, formatDay } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { ProblemNote } from "@/ui/Problem";

import { DensityStrip } from "./DensityStrip";
import { EntryRow } from "./Entries";
import { LineTools } from "./LineTools";
import type { ProfileSearch } from "./search";
import { daysOf } from "./sessions";
import style from "./timeline.module.css";
import { useLine, useLiveLine } from "./useLine";

const topPx = 24;

interface Props {
  profile: string;
  search: ProfileSearch;
  onSearch: (next: Partial<ProfileSearch>) => void;
  /** Something of the person may have changed with this event. */
  onEvent: (event: TimelineEvent) => void;
}

/** The end of a day where the reader is, as an instant. */
function endOf(day: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  let end = noon.getTime();
  // Half-hour steps find midnight in every time zone.
  while (dayOf(new Date(end)) <= day) end += 30 * 60_000;
  return new Date(end - 1).toISOString();
}

export function Timeline({ profile, search, onSearch, onEvent }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  const title = useId();
  const until = search.until ? endOf(search.until) : undefined;
  const line = useLine(profile, search, until, () => (scroll.current?.scrollTop ?? 0) < topPx);
  useLiveLine(profile, line, onEvent);
  const { pages, events } = line;
  const density = useQuery({
    ...read<Page<DayCount>>(`/profiles/${encodeURIComponent(profile)}/density`, {
      kind: search.kind?.join(","),
      channel: search.channel?.join(","),
      name: search.name,
    }),
    staleTime: 60_000,
  });
  const days = useMemo(() => daysOf(events, dayOf), [events]);

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    const end = foot.current;
    if (!end || !hasNextPage || isFetchingNextPage) return;
    const observer = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && void fetchNextPage(), {
      root: scroll.current,
      rootMargin: "800px",
    });
    observer.observe(end);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, events.length]);

  useEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
  }, [search.until]);

  const showNews = () => {
    if (search.until) onSearch({ until: undefined });
    line.flush();
    scroll.current?.scrollTo({ top: 0 });
  };
  const filtered = search.kind ?? search.channel ?? search.name ?? search.until;
  return (
    <div className={style.timeline}>
      <div className={style.head}>
        <LineTools search={search} onChange={onSearch} />
        <DensityStrip days={density.data?.items ?? []} until={search.until} onJump={(day) => onSearch({ until: day })} />
      </div>
      <div style={{ position: "relative" }} aria-live="polite">
        {line.waiting.length > 0 && (
          <Button className={style.news} size="compact-sm" leftSection={<IconArrowUp size={14} />} onClick={showNews}>
            {t("timeline.news", { count: line.waiting.length })}
          </Button>
        )}
      </div>
      <div className={style.scroll} ref={scroll} data-stale={pages.isPlaceholderData || undefined} tabIndex={0} aria-labelledby={title} role="region">
        <VisuallyHidden component="h2" id={title}>
          {t("timeline.title")}
        </VisuallyHidden>
        {pages.isError && <ProblemNote message={pages.error.message} retry={() => void pages.refetch()} />}
        {pages.isPending && !pages.isError && <Rows count={10} height={18} />}
        {pages.isSuccess && events.length === 0 && (
          <Empty icon={IconTimeline} text={filtered === undefined ? t("timeline.empty") : t("timeline.none_match")}>
            {filtered !== undefined && (
              <Button variant="default" onClick={() => onSearch({ kind: undefined, channel: undefined, name: undefined, until: undefined })}>
                {t("timeline.show_all")}
              </Button>
            )}
          </Empty>
        )}
        {days.map((day) => (
          <section key={day.day} aria-label={formatDay(day.at)}>
            <h3 className={style.day}>
              {formatDay(day.at)} <span>{t("timeline.events", { count: day.events })}</span>
            </h3>
            <ol>
              {day.entries.map((entry) => (
                <EntryRow key={entry.id} entry={entry} fresh={line.arrived.has(entry.id)} />
              ))}
            </ol>
          </section>
        ))}
        <div ref={foot} className={style.foot}>
          {pages.isFetchingNextPage ? t("state.loading") : pages.isSuccess && !hasNextPage && events.length > 0 ? t("timeline.start") : ""}
        </div>
      </div>
    </div>
  );
}
