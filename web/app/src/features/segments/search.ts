/** What the addresses of segments say. */
export interface SegmentsSearch {
  create?: "live" | "list";
}
export const readSegmentsSearch = (search: Record<string, unknown>): SegmentsSearch =>
  search.create === "live" || search.create === "list" ? { create: search.create } : {};

export interface SegmentSearch {
  edit?: boolean;
  /** Of whom it is asked why they are in it. */
  person?: string;
}
export const readSegmentSearch = (search: Record<string, unknown>): SegmentSearch => ({
  ...(search.edit === true ? { edit: true } : {}),
  ...(typeof search.person === "string" ? { person: search.person } : {}),
});
