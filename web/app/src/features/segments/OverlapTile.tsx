/** The overlap of segments as a tile of a dashboard: what is opened there opens on the page of segments. */
import { useNavigate } from "@tanstack/react-router";

import { Overlap } from "./Overlap";
import { readSegmentsSearch } from "./search";

export function OverlapTile({ question }: { question: Record<string, unknown> }) {
  const navigate = useNavigate();
  const search = readSegmentsSearch(question);
  return <Overlap tile segments={search.compare ?? []} search={search} onLook={(next) => void navigate({ to: "/people/segments", search: { ...search, ...next } })} />;
}
