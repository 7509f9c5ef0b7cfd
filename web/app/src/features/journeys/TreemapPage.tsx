/** What everything is made of: events, people or a sum, by one or two values. */
import type { Treemap, TreemapQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { DimensionField } from "./DimensionField";
import { namesOf } from "./events";
import { EventsField, Pick } from "./fields";
import { Frame } from "./Frame";
import { PropertyNameField } from "./NumberField";
import type { Dimension } from "./search";
import { ShapeField } from "./ShapeField";
import { areaOf, boxesOf, dimensionTitle, groupTitle, treemapCompare, treemapQuestion, treemapSays, treemapSheet, type TreemapWho } from "./treemap";
import { TreemapChart } from "./TreemapChart";
import { useJourney } from "./useJourney";
import { namesTitle } from "./words";

export function TreemapPage() {
  const journey = useJourney();
  const { search, change } = journey;
  const boxes = boxesOf(search);
  const area = areaOf(search);
  const set = (level: number, by: Dimension | null) => change({ boxes: by ? [...boxes.slice(0, level), by, ...boxes.slice(level + 1)] : boxes.slice(0, level) });
  return (
    <Frame<TreemapQuestion, Treemap, TreemapWho>
      page="treemap"
      journey={journey}
      question={treemapQuestion(search, journey.range)}
      todo={t("journeys.treemap_todo")}
      builder={
        <>
          <ShapeField search={search} />
          <EventsField label={t("journeys.counted_events")} none={t("journeys.all_events")} value={search.events} onChange={(events) => change({ events })} />
          <Pick of="area" journey={journey} usual="events" label={t("journeys.area")} />
          {area === "sum" && <PropertyNameField label={t("journeys.area_property")} names={namesOf(search.events)} value={search.sum ?? ""} onChange={(sum) => change({ sum: sum || undefined })} />}
          <DimensionField label={t("journeys.treemap_by")} names={namesOf(search.events)} value={boxes[0] ?? null} onChange={(by) => set(0, by)} />
          <DimensionField label={t("journeys.treemap_within")} names={namesOf(search.events)} value={boxes[1] ?? null} onChange={(by) => set(1, by)} none={t("journeys.treemap_by.none")} />
        </>
      }
      summary={[namesTitle(search.events, t("journeys.all_events")), boxes.map(dimensionTitle).join(" › ")]}
      compare={treemapCompare(area)}
      isEmpty={(answer) => answer.events === 0}
      says={(answer) => treemapSays(answer, search)}
      chart={(answer, open) => <TreemapChart answer={answer} area={area} onOpen={open} />}
      sheet={(answer) => treemapSheet(answer, search)}
      whoTitle={(who) => groupTitle(who)}
    />
  );
}
