/** What people do next, or what they did before. */
import { NativeSelect } from "@mantine/core";

import type { Paths, PathsQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import { PathChart } from "./PathChart";
import { pathsCompare, pathsQuestion, pathsSays, pathsSheet, type PathsWho, pathsWhoTitle, sideOf } from "./paths";
import { useJourney } from "./useJourney";
import { namesTitle } from "./words";

const depths = [1, 2, 3, 4, 5, 6];

export function PathsPage() {
  const journey = useJourney();
  const { search, change, look } = journey;
  const open = search.open ?? [];
  const side = sideOf(search);
  return (
    <Frame<PathsQuestion, Paths, PathsWho>
      page="paths"
      journey={journey}
      question={pathsQuestion(search, journey.range)}
      builder={
        <>
          <Pick of="direction" journey={journey} usual="from" label={t("journeys.direction")} />
          <EventsField label={t("journeys.anchor")} none={t(search.direction === "to" ? "journeys.the_end" : "journeys.the_beginning")} value={search.anchor} onChange={(anchor) => change({ anchor, open: undefined })} />
          <Pick of="cases" journey={journey} usual="session" label={t("journeys.cases")} />
          <NativeSelect
            label={t("journeys.depth")}
            value={search.depth ?? 3}
            onChange={(event) => change({ depth: Number(event.currentTarget.value), open: undefined })}
            data={depths.map((depth) => ({ value: String(depth), label: t("journeys.steps_count", { count: depth }) }))}
          />
          <EventsField label={t("journeys.only")} none={t("journeys.all_events")} value={search.events} onChange={(events) => change({ events, open: undefined })} />
        </>
      }
      summary={[`${t("journeys.direction")} ${t(`journeys.direction.${search.direction ?? "from"}`)}`, namesTitle(search.anchor, t(search.direction === "to" ? "journeys.the_end" : "journeys.the_beginning"))]}
      compare={pathsCompare(search)}
      isEmpty={(answer) => answer.anchors === 0}
      says={(answer) => pathsSays(answer, search)}
      chart={(answer, show) => (
        <PathChart answer={answer} side={side} anchored={Boolean(search.anchor)} open={open} onExpand={(key) => look({ open: [...open, key] })} onOpen={show} />
      )}
      sheet={(answer) => pathsSheet(answer, side)}
      whoTitle={pathsWhoTitle}
    />
  );
}
