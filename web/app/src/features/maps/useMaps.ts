/** What the pages of journey maps ask. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { type Answer, patch, post, remove, request } from "@/api/client";
import { read, valueOf } from "@/api/query";
import type {
  DiscoveredJourneyMap,
  JourneyMap,
  JourneyMapChange,
  JourneyMapComparison,
  JourneyMapDetail,
  JourneyMapDraft,
  JourneyMapSummary,
  JourneyMapTemplate,
  MapAlerts,
  MapImpact,
  MapImpactQuestion,
  MapOverlay,
  MapOverlayQuestion,
  NewJourneyMap,
  Page,
} from "@/api/types";
import { useSettled } from "@/lib/useSettled";

export const rootPath = "/journey-maps";
export const pathOf = (id: string) => `${rootPath}/${encodeURIComponent(id)}`;
const settledMs = 300;
const freshMs = 60_000;

export const useMaps = (archived: boolean) => useQuery(read<Page<JourneyMapSummary>>(rootPath, archived ? { archived: true } : {}));
export const useMap = (id: string) => useQuery({ ...read<JourneyMapDetail>(pathOf(id)), refetchOnWindowFocus: false });
/** As the page begins; what comes after is told. */
export const useDraft = (id: string) => useQuery({ ...read<JourneyMapDraft>(`${pathOf(id)}/draft`), gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false });
export const useTemplates = (enabled: boolean) => useQuery({ ...read<Page<JourneyMapTemplate>>(`${rootPath}/templates`), enabled });

export const useVersion = (id: string, version: number | undefined) =>
  useQuery({ ...read<JourneyMap>(`${pathOf(id)}/versions/${version ?? 0}`), enabled: version !== undefined, staleTime: freshMs });

/** From a version of this map, or of another, to one of this. */
export const useComparison = (id: string, from: { map: string; version?: number }, to: number) =>
  useQuery({
    queryKey: [pathOf(id), "compare", from, to],
    queryFn: ({ signal }) => valueOf(request<JourneyMapComparison>(`${rootPath}/compare`, { method: "POST", body: { from, to: { map: id, version: to } }, signal })),
    staleTime: freshMs,
  });

/** What people do on the map as it is now, asked while it changes; the last answer stays meanwhile. */
export function useOverlay(id: string, question: MapOverlayQuestion | null) {
  const text = question === null ? null : JSON.stringify(question);
  const settled = useSettled(text, settledMs);
  const asked = settled === null || text === null ? text : settled;
  const answer = useQuery({
    queryKey: [pathOf(id), "overlay", asked],
    queryFn: ({ signal }) => valueOf(request<MapOverlay>(`${pathOf(id)}/overlay`, { method: "POST", body: JSON.parse(asked ?? "{}") as unknown, signal })),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: freshMs,
  });
  return { answer, stale: answer.isPlaceholderData || (text !== null && asked !== text) };
}

/** What became of a pain, asked as long as something was done about it. */
export function useImpact(id: string, question: MapImpactQuestion | null) {
  return useQuery({
    queryKey: [pathOf(id), "impact", question],
    queryFn: ({ signal }) => valueOf(request<MapImpact>(`${pathOf(id)}/impact`, { method: "POST", body: question, signal })),
    enabled: question !== null,
    placeholderData: keepPreviousData,
    staleTime: freshMs,
    retry: false,
  });
}

export const useAlerts = (id: string, enabled: boolean) => useQuery({ ...read<MapAlerts>(`${pathOf(id)}/alerts`), enabled });
export const checkAlerts = (id: string): Promise<Answer<MapAlerts>> => post<MapAlerts>(`${pathOf(id)}/alerts/check`);
export const createMap = (form: NewJourneyMap): Promise<Answer<JourneyMap>> => post<JourneyMap>(rootPath, form);
export const changeMap = (id: string, change: JourneyMapChange): Promise<Answer<JourneyMap>> => patch<JourneyMap>(pathOf(id), change);
export const copyMap = (id: string, form: { name?: string; state?: JourneyMap["state"]; version?: number }): Promise<Answer<JourneyMap>> => post<JourneyMap>(`${pathOf(id)}/duplicate`, form);
export const saveDraft = (id: string): Promise<Answer<JourneyMap>> => post<JourneyMap>(`${pathOf(id)}/versions`);
export const discardDraft = (id: string): Promise<Answer<JourneyMapDraft>> => remove<JourneyMapDraft>(`${pathOf(id)}/draft`);
export const discoverMap = (asked: object): Promise<Answer<DiscoveredJourneyMap>> => post<DiscoveredJourneyMap>(`${rootPath}/discover`, asked);
