/** What the addresses of segments say. */
export interface SegmentsSearch {
  create?: "live" | "list" | undefined;
  /** Whose overlap is shown, how, and in which of them somebody is whose names are open. */
  compare?: string[] | undefined;
  view?: "table" | undefined;
  in?: string[] | undefined;
}
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : []);

export function readSegmentsSearch(search: Record<string, unknown>): SegmentsSearch {
  const [compare, inside] = [texts(search.compare), texts(search.in)];
  return {
    ...(search.create === "live" || search.create === "list" ? { create: search.create } : {}),
    ...(compare.length ? { compare } : {}),
    ...(search.view === "table" ? { view: "table" } : {}),
    ...(inside.length ? { in: inside } : {}),
  };
}

export interface SegmentSearch {
  edit?: boolean;
  /** Of whom it is asked why they are in it. */
  person?: string;
}
export const readSegmentSearch = (search: Record<string, unknown>): SegmentSearch => ({
  ...(search.edit === true ? { edit: true } : {}),
  ...(typeof search.person === "string" ? { person: search.person } : {}),
});
