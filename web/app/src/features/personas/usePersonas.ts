/** What the pages of personas ask. */
import { useQuery } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";

import { read } from "@/api/query";
import type { Page, Persona, PersonaDetail, PersonaFigures, PersonaWords } from "@/api/types";

export const personaPath = (id: string) => `/personas/${encodeURIComponent(id)}`;

export const usePersonas = () => useQuery(read<Page<Persona>>("/personas"));
export const usePersona = (id: string) => useQuery(read<PersonaDetail>(personaPath(id)));
export const useFigures = (id: string) => useQuery({ ...read<PersonaFigures>(`${personaPath(id)}/figures`), staleTime: 60_000 });
export const useCandidates = (id: string, search: string) =>
  useQuery({ ...read<Page<PersonaWords>>(`${personaPath(id)}/candidates${search ? `?search=${encodeURIComponent(search)}` : ""}`), placeholderData: (before) => before });

export const refreshPersonas = (queries: QueryClient) =>
  queries.invalidateQueries({ predicate: ({ queryKey: [key] }) => typeof key === "string" && key.startsWith("/personas") && !key.endsWith("/figures") });
