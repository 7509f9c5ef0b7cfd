/** What a journey page answers now, without the question beside it. */
import { type ComponentType, lazy, type LazyExoticComponent, Suspense, useMemo } from "react";

import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { ProblemNote } from "@/ui/Problem";

import { type JourneyPage, pages, readJourneySearch } from "./search";
import { TileContext } from "./tile";

const shown: Record<JourneyPage, LazyExoticComponent<ComponentType>> = {
  funnel: lazy(() => import("./FunnelPage").then((it) => ({ default: it.FunnelPage }))),
  graph: lazy(() => import("./GraphPage").then((it) => ({ default: it.GraphPage }))),
  friction: lazy(() => import("./FrictionPage").then((it) => ({ default: it.FrictionPage }))),
  landmark: lazy(() => import("./LandmarkPage").then((it) => ({ default: it.LandmarkPage }))),
  retention: lazy(() => import("./RetentionPage").then((it) => ({ default: it.RetentionPage }))),
  paths: lazy(() => import("./PathsPage").then((it) => ({ default: it.PathsPage }))),
  map: lazy(() => import("./ProcessMapPage").then((it) => ({ default: it.ProcessMapPage }))),
  attribution: lazy(() => import("./AttributionPage").then((it) => ({ default: it.AttributionPage }))),
  survival: lazy(() => import("./SurvivalPage").then((it) => ({ default: it.SurvivalPage }))),
  lifecycle: lazy(() => import("./LifecyclePage").then((it) => ({ default: it.LifecyclePage }))),
  stickiness: lazy(() => import("./StickinessPage").then((it) => ({ default: it.StickinessPage }))),
  counts: lazy(() => import("./CountsPage").then((it) => ({ default: it.CountsPage }))),
  distribution: lazy(() => import("./DistributionPage").then((it) => ({ default: it.DistributionPage }))),
  scatter: lazy(() => import("./ScatterPage").then((it) => ({ default: it.ScatterPage }))),
  treemap: lazy(() => import("./TreemapPage").then((it) => ({ default: it.TreemapPage }))),
  sessions: lazy(() => import("./SessionsPage").then((it) => ({ default: it.SessionsPage }))),
};

export const pageNamed = (name: string): JourneyPage | undefined => pages.find((page) => page === name);

export function ReportTile({ report, question }: { report: string; question: Record<string, unknown> }) {
  const page = pageNamed(report);
  const tile = useMemo(() => page && { page, search: readJourneySearch(question) }, [page, question]);
  if (!tile) return <ProblemNote message={t("dashboards.unknown_report", { name: report })} />;
  const Shown = shown[tile.page];
  return (
    <TileContext value={tile}>
      <Suspense
        fallback={
          <div aria-busy>
            <Rows />
          </div>
        }
      >
        <Shown />
      </Suspense>
    </TileContext>
  );
}
