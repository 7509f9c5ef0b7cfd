/** What directly follows what, how often and how soon. */
import { useMemo } from "react";

import type { ProcessMap, ProcessMapQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { EventsField, Pick, SliderField } from "./fields";
import { Frame } from "./Frame";
import style from "./journeys.module.css";
import { edgeSheet, mapCompare, mapQuestion, mapSays, type MapWho, mapWhoTitle, nodeSheet, usualLinks, usualNodes, variantSheet } from "./map";
import { MapChart } from "./MapChart";
import { detailOf, likewise } from "./mapDetail";
import { SheetTable } from "./SheetTable";
import { ReplayedMap } from "./ReplayedMap";
import { isSplit } from "./split";
import { type Journey, useJourney } from "./useJourney";

export function ProcessMapPage() {
  const journey = useJourney();
  const { search, change } = journey;
  return (
    <Frame<ProcessMapQuestion, ProcessMap, MapWho>
      page="map"
      journey={journey}
      question={mapQuestion(search, journey.range, isSplit(journey.split))}
      builder={
        <>
          <SliderField label={t("journeys.nodes_shown", { share: search.nodes ?? usualNodes })} value={search.nodes ?? usualNodes} onChange={(nodes) => change({ nodes })} />
          <SliderField label={t("journeys.links_shown", { share: search.links ?? usualLinks })} value={search.links ?? usualLinks} onChange={(links) => change({ links })} />
          <Pick of="edges" journey={journey} usual="count" label={t("journeys.edges")} />
          <Pick of="cases" journey={journey} usual="session" label={t("journeys.cases")} />
          <EventsField label={t("journeys.only")} none={t("journeys.all_events")} value={search.events} onChange={(events) => change({ events })} />
        </>
      }
      summary={[t("journeys.nodes_shown", { share: search.nodes ?? usualNodes }), t("journeys.links_shown", { share: search.links ?? usualLinks })]}
      compare={mapCompare}
      isEmpty={(answer) => answer.nodes.length === 0}
      says={mapSays}
      chart={(answer, open, whole) => (
        <>
          {whole ? <PartMap answer={answer} whole={whole} journey={journey} onOpen={open} /> : <ReplayedMap answer={answer} journey={journey} onArrows={search.edges ?? "count"} onOpen={open} />}
          {!whole && (
            <p className={style.note}>
              {t("journeys.map_hidden", { nodes: answer.nodes.length, all_nodes: answer.all_nodes, edges: answer.edges.length, all_edges: answer.all_edges })}
            </p>
          )}
        </>
      )}
      below={(answer, open) => (
        <>
          <div className={style.group}>
            <h2>{t("journeys.variants")}</h2>
            <SheetTable label={t("journeys.variants")} sheet={variantSheet(answer)} onOpen={open} />
          </div>
          {search.view === "table" && (
            <div className={style.group}>
              <h2>{t("journeys.map_events")}</h2>
              <SheetTable label={t("journeys.map_events")} sheet={nodeSheet(answer)} onOpen={open} />
            </div>
          )}
        </>
      )}
      sheet={edgeSheet}
      whoTitle={mapWhoTitle}
    />
  );
}

/** Of parts each shows what the whole does, in the same places. */
function PartMap({ answer, whole, journey, onOpen }: { answer: ProcessMap; whole: ProcessMap; journey: Journey; onOpen: (who: MapWho) => void }) {
  const { nodes = usualNodes, links = usualLinks, edges = "count" } = journey.search;
  const [shown, layout] = useMemo(() => {
    const all = detailOf(whole, nodes / 100, links / 100);
    return [likewise(answer, all), all];
  }, [answer, whole, nodes, links]);
  return <MapChart answer={shown} layout={layout} onArrows={edges} onOpen={onOpen} />;
}
