/** What of the lists stands in the address: a filtered list is a link. Pure. */
import type { Condition } from "@/features/condition";

export interface PeopleSearch {
  q?: string;
  filter?: Condition;
  sort?: string;
  order?: "asc" | "desc";
  /** Ids of the columns shown, where they differ from the usual ones. */
  cols?: string[];
}

type Raw = Record<string, unknown>;

/** The router reads a bare number or "true" as JSON; a search for one is text all the same. */
function text(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function readPeopleSearch(raw: Raw): PeopleSearch {
  const search: PeopleSearch = {};
  const q = text(raw.q);
  if (q) search.q = q;
  if (typeof raw.filter === "object" && raw.filter !== null && !Array.isArray(raw.filter)) search.filter = raw.filter as Condition;
  const sort = text(raw.sort);
  if (sort) search.sort = sort;
  if (raw.order === "asc" || raw.order === "desc") search.order = raw.order;
  if (Array.isArray(raw.cols)) {
    const cols = raw.cols.filter((each): each is string => typeof each === "string");
    if (cols.length) search.cols = cols;
  }
  return search;
}

export function readAccountsSearch(raw: Raw): { q?: string } {
  const q = text(raw.q);
  return q ? { q } : {};
}

export const usualColumns = ["email", "plan", "account", "country", "first_seen", "last_seen", "events"];
export const fixedColumns = ["email", "account", "first_seen", "last_seen", "events", "identifiers"];

/** Columns that the server can sort by; every trait can. */
export function sortNameOf(column: string): string | undefined {
  if (["name", "first_seen", "last_seen", "events"].includes(column)) return column;
  if (column === "email") return "trait:email";
  if (column === "account" || column === "identifiers") return undefined;
  return `trait:${column}`;
}

/** The columns to show: what the address says, else the usual ones that this workspace has. */
export function columnsOf(search: PeopleSearch, traits: readonly string[]): string[] {
  if (search.cols) return search.cols;
  return usualColumns.filter((column) => fixedColumns.includes(column) || traits.includes(column));
}
