/** The columns that the list of people can show: what every person has, and any trait. */
import type { ProfileSummary } from "@/api/types";
import { formatCount, formatValue, humanise } from "@/lib/format";
import { t } from "@/lib/i18n";
import type { Column } from "@/ui/Table";
import { When } from "@/ui/When";

import { PersonName } from "./PersonName";
import { sortNameOf } from "./search";

export const nameColumn: Column<ProfileSummary> = {
  id: "name",
  title: t("people.name"),
  sort: "name",
  width: 240,
  cell: (person) => <PersonName person={person} />,
};

const fixed: Record<string, Omit<Column<ProfileSummary>, "id" | "sort">> = {
  email: { title: t("people.email"), width: 196, cell: (person) => person.email },
  account: { title: t("people.account"), width: 150, cell: (person) => <span dir="auto">{person.account?.name}</span> },
  first_seen: { title: t("people.first_seen"), width: 108, end: true, cell: (person) => <When at={person.first_seen} /> },
  last_seen: { title: t("people.last_seen"), width: 108, end: true, cell: (person) => <When at={person.last_seen} /> },
  events: { title: t("people.events"), width: 84, end: true, cell: (person) => formatCount(person.events) },
  identifiers: { title: t("people.identifiers"), width: 100, end: true, cell: (person) => formatCount(person.identifiers) },
};

export function columnTitle(id: string): string {
  return fixed[id]?.title ?? humanise(id);
}

export function columnOf(id: string, type: string | undefined): Column<ProfileSummary> {
  const sort = sortNameOf(id);
  const known = fixed[id];
  if (known) return { id, sort, ...known };
  return {
    id,
    sort,
    title: humanise(id),
    width: type === "number" ? 110 : 104,
    end: type === "number",
    cell: (person) => {
      const value = person.traits[id];
      return value === undefined || value === null ? "" : <span dir="auto">{formatValue(value)}</span>;
    },
  };
}
