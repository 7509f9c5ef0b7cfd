/** The properties of some events, from a sample of them: a few people's latest. The server keeps no list of properties. */
import { useQuery } from "@tanstack/react-query";

import { get, request } from "@/api/client";
import { valueOf } from "@/api/query";
import type { Page, PeopleBehind, TimelineEvent } from "@/api/types";

import { type Property, propertiesOf } from "./properties";

const namesMax = 3;
const peopleMax = 6;
const eventsMax = 20;
const freshMs = 300_000;

export function useProperties(names: readonly string[], enabled: boolean): { properties: Property[]; pending: boolean } {
  const asked = names.slice(0, namesMax);
  const found = useQuery({
    queryKey: ["properties", asked],
    enabled,
    staleTime: freshMs,
    queryFn: async ({ signal }) => {
      const body = { question: asked.length ? { events: { names: asked } } : {}, cell: {}, page: { limit: peopleMax } };
      const people = await valueOf(request<PeopleBehind>("/journeys/counts/people", { method: "POST", body, signal }));
      const wanted = people.items.flatMap((person) => (asked.length ? asked : [undefined]).map((name) => ({ person: person.id, name })));
      const pages = await Promise.all(
        wanted.map(({ person, name }) => valueOf(get<Page<TimelineEvent>>(`/profiles/${encodeURIComponent(person)}/events`, { name, limit: eventsMax }, signal))),
      );
      return propertiesOf(pages.flatMap((page) => page.items));
    },
  });
  return { properties: found.data ?? [], pending: enabled && found.isPending };
}
