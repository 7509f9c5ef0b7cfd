/** Whose journey a map can show: segments, each by the name of the persona that describes it where there is one. */
import { useQuery } from "@tanstack/react-query";

import { read } from "@/api/query";
import type { Page, Persona } from "@/api/types";
import { useSegments } from "@/features/segments";
import { t } from "@/lib/i18n";

export interface Whose {
  id: string;
  name: string;
}

export function useWhose(): Whose[] {
  const segments = useSegments().data?.items ?? [];
  const personas = useQuery(read<Page<Persona>>("/personas")).data?.items ?? [];
  return segments.map(({ id, name }) => {
    const persona = personas.find((each) => each.segment === id);
    return { id, name: persona ? t("maps.persona", { name: persona.name, segment: name }) : name };
  });
}
