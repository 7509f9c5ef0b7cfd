/** The routes, and what must hold before each is shown. Pages are fetched when first opened. */
import { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";

import { get, whenSignedOut } from "@/api/client";
import { ProblemError } from "@/api/query";
import { sessionQuery, workspaceQuery } from "@/features/access";
import { readDestinationSearch } from "@/features/channels/search";
import { readSourceSearch } from "@/features/collect/search";
import { readFindingsSearch } from "@/features/journeys/findingsSearch";
import { readJourneySearch } from "@/features/journeys/search";
import { readMapSearch, readMapsSearch } from "@/features/maps/search";
import { readAccountsSearch, readPeopleSearch } from "@/features/people/search";
import { readSegmentSearch, readSegmentsSearch } from "@/features/segments/search";
import { readProfileSearch } from "@/features/timeline/search";

import { ErrorPage, NotFoundPage } from "./ErrorPage";
import { Shell } from "./Shell";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      // What the server has refused it refuses again; only silence and overload pass.
      retry: (count, error) => error instanceof ProblemError && [0, 502, 503, 504].includes(error.problem.status) && count < 2,
    },
  },
});

interface Context {
  queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<Context>()({
  component: Outlet,
  errorComponent: ErrorPage,
  notFoundComponent: NotFoundPage,
});

const text = (value: unknown) => (typeof value === "string" ? value : undefined);

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ ...(text(search.next) ? { next: text(search.next) } : {}) }),
  component: lazyRouteComponent(() => import("@/features/access/SignIn"), "SignIn"),
});
const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup",
  validateSearch: (search: Record<string, unknown>): { token?: string } =>
    search.token === undefined ? {} : { token: String(search.token) },
  component: lazyRouteComponent(() => import("@/features/access/SetUp"), "SetUp"),
});
const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invitation/$token",
  component: lazyRouteComponent(() => import("@/features/access/AcceptInvitation"), "AcceptInvitation"),
});

const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "app",
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session) {
      await context.queryClient.ensureQueryData(workspaceQuery);
      whenSignedOut(() => {
        context.queryClient.setQueryData(sessionQuery.queryKey, null);
        void router.invalidate();
      });
      return;
    }
    whenSignedOut(() => undefined);
    const setup = await get<{ needed: boolean }>("/setup");
    if (setup.ok && setup.value.needed) throw redirect({ to: "/setup" });
    const next = location.href === "/" ? {} : { next: location.href };
    throw redirect({ to: "/sign-in", search: next });
  },
});

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/home/Home"), "Home"),
});
const peopleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/people",
  validateSearch: readPeopleSearch,
  component: lazyRouteComponent(() => import("@/features/people/PeoplePage"), "PeoplePage"),
});
const accountsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/people/accounts",
  validateSearch: readAccountsSearch,
  component: lazyRouteComponent(() => import("@/features/people/AccountsPage"), "AccountsPage"),
});
const duplicatesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/people/duplicates",
  validateSearch: (search: Record<string, unknown>): { pair?: string } => (text(search.pair) ? { pair: text(search.pair) } : {}),
  component: lazyRouteComponent(() => import("@/features/people/DuplicatesPage"), "DuplicatesPage"),
});
const segmentsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/people/segments",
  validateSearch: readSegmentsSearch,
  component: lazyRouteComponent(() => import("@/features/segments/SegmentsPage"), "SegmentsPage"),
});
const segmentRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/people/segments/$segment",
  validateSearch: readSegmentSearch,
  component: lazyRouteComponent(() => import("@/features/segments/SegmentPage"), "SegmentPage"),
});
const personasRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/people/personas",
  validateSearch: (search: Record<string, unknown>): { segment?: string } => (text(search.segment) ? { segment: text(search.segment) } : {}),
  component: lazyRouteComponent(() => import("@/features/personas/PersonasPage"), "PersonasPage"),
});
const personaRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/people/personas/$persona",
  validateSearch: (search: Record<string, unknown>): { edit?: boolean; quotes?: boolean } => ({
    ...(search.edit === true ? { edit: true } : {}),
    ...(search.quotes === true ? { quotes: true } : {}),
  }),
  component: lazyRouteComponent(() => import("@/features/personas/PersonaPage"), "PersonaPage"),
});
const accountRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/people/accounts/$account",
  component: lazyRouteComponent(() => import("@/features/people/AccountPage"), "AccountPage"),
});
const profileRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/people/$profile",
  validateSearch: readProfileSearch,
  component: lazyRouteComponent(() => import("@/features/people/ProfilePage"), "ProfilePage"),
});
const journeysRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys",
  validateSearch: readFindingsSearch,
  component: lazyRouteComponent(() => import("@/features/journeys/FindingsPage"), "FindingsPage"),
});
const funnelRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/funnel",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/FunnelPage"), "FunnelPage"),
});
const retentionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/retention",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/RetentionPage"), "RetentionPage"),
});
const pathsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/paths",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/PathsPage"), "PathsPage"),
});
const mapRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/map",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/ProcessMapPage"), "ProcessMapPage"),
});
const lifecycleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/lifecycle",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/LifecyclePage"), "LifecyclePage"),
});
const countsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/counts",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/CountsPage"), "CountsPage"),
});
const frictionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/friction",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/FrictionPage"), "FrictionPage"),
});
const landmarkRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/landmark",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/LandmarkPage"), "LandmarkPage"),
});
const attributionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/attribution",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/AttributionPage"), "AttributionPage"),
});
const survivalRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/survival",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/SurvivalPage"), "SurvivalPage"),
});
const stickinessRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/stickiness",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/StickinessPage"), "StickinessPage"),
});
const visitsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/sessions",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/SessionsPage"), "SessionsPage"),
});
const graphRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/graph",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/GraphPage"), "GraphPage"),
});
const distributionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/distribution",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/DistributionPage"), "DistributionPage"),
});
const scatterRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/scatter",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/ScatterPage"), "ScatterPage"),
});
const treemapRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/treemap",
  validateSearch: readJourneySearch,
  component: lazyRouteComponent(() => import("@/features/journeys/TreemapPage"), "TreemapPage"),
});
const mapsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/maps",
  validateSearch: readMapsSearch,
  component: lazyRouteComponent(() => import("@/features/maps/MapsPage"), "MapsPage"),
});
const oneMapRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/maps/$map",
  validateSearch: (raw: Record<string, unknown>) => ({ ...readJourneySearch(raw), ...readMapSearch(raw) }),
  component: lazyRouteComponent(() => import("@/features/maps/MapPage"), "MapPage"),
});
const dashboardsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/dashboards",
  component: lazyRouteComponent(() => import("@/features/dashboards/DashboardsPage"), "DashboardsPage"),
});
const dashboardRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/journeys/dashboards/$dashboard",
  component: lazyRouteComponent(() => import("@/features/dashboards/DashboardPage"), "DashboardPage"),
});
const dataRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/data",
  beforeLoad: () => {
    throw redirect({ to: "/data/sources" });
  },
});
const sourcesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/data/sources",
  validateSearch: (search: Record<string, unknown>): { create?: boolean } => (search.create ? { create: true } : {}),
  component: lazyRouteComponent(() => import("@/features/collect/SourcesPage"), "SourcesPage"),
});
const sourceRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/data/sources/$source",
  validateSearch: readSourceSearch,
  component: lazyRouteComponent(() => import("@/features/collect/SourcePage"), "SourcePage"),
});
const importRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/data/import",
  component: lazyRouteComponent(() => import("@/features/transfer/ImportPage"), "ImportPage"),
});
const destinationsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/data/destinations",
  validateSearch: (search: Record<string, unknown>): { create?: boolean } => (search.create ? { create: true } : {}),
  component: lazyRouteComponent(() => import("@/features/channels/DestinationsPage"), "DestinationsPage"),
});
const destinationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/data/destinations/$destination",
  validateSearch: readDestinationSearch,
  component: lazyRouteComponent(() => import("@/features/channels/DestinationPage"), "DestinationPage"),
});
const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/features/access/Settings"), "Settings"),
});
const settingsIndexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/profile" });
  },
});
const mineRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/profile",
  component: lazyRouteComponent(() => import("@/features/access/MyProfile"), "MyProfile"),
});
const workspaceRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/workspace",
  component: lazyRouteComponent(() => import("@/features/access/WorkspaceSettings"), "WorkspaceSettings"),
});
const teamRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/team",
  validateSearch: (search: Record<string, unknown>): { invite?: boolean } => (search.invite ? { invite: true } : {}),
  component: lazyRouteComponent(() => import("@/features/access/Team"), "Team"),
});
const keysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/keys",
  component: lazyRouteComponent(() => import("@/features/access/Keys"), "Keys"),
});
const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/audit",
  component: lazyRouteComponent(() => import("@/features/access/AuditLog"), "AuditLog"),
});
const identityRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/identity",
  component: lazyRouteComponent(() => import("@/features/people/IdentitySettings"), "IdentitySettings"),
});
const survivorshipRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/traits",
  component: lazyRouteComponent(() => import("@/features/people/SurvivorshipSettings"), "SurvivorshipSettings"),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  setupRoute,
  invitationRoute,
  appRoute.addChildren([
    homeRoute,
    peopleRoute,
    accountsRoute,
    duplicatesRoute,
    segmentsRoute,
    segmentRoute,
    personasRoute,
    personaRoute,
    accountRoute,
    profileRoute,
    journeysRoute,
    funnelRoute,
    retentionRoute,
    pathsRoute,
    mapRoute,
    lifecycleRoute,
    countsRoute,
    frictionRoute,
    landmarkRoute,
    attributionRoute,
    survivalRoute,
    stickinessRoute,
    visitsRoute,
    graphRoute,
    distributionRoute,
    scatterRoute,
    treemapRoute,
    mapsRoute,
    oneMapRoute,
    dashboardsRoute,
    dashboardRoute,
    dataRoute,
    sourcesRoute,
    sourceRoute,
    importRoute,
    destinationsRoute,
    destinationRoute,
    settingsRoute.addChildren([
      settingsIndexRoute,
      mineRoute,
      workspaceRoute,
      teamRoute,
      keysRoute,
      auditRoute,
      identityRoute,
      survivorshipRoute,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: "intent",
  defaultPreloadDelay: 80,
  defaultPendingMs: 300,
  scrollRestoration: true,
  scrollToTopSelectors: ["#main"],
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
