/** A simple mapping: a role for each column of a file, and what each row is. */
import type { TextKey } from "@/lib/i18n";

export interface Mapping {
  format: string;
  separator?: string;
  dates?: string;
  kind?: string;
  event?: string;
  columns?: Record<string, string>;
}

/** Roles that can be chosen, with their words. */
export const roles: { role: string; text: TextKey }[] = [
  { role: "user_id", text: "transfer.role_user_id" },
  { role: "email", text: "transfer.role_email" },
  { role: "phone", text: "transfer.role_phone" },
  { role: "anonymous_id", text: "transfer.role_anonymous_id" },
  { role: "case", text: "transfer.role_case" },
  { role: "identifier", text: "transfer.role_identifier" },
  { role: "time", text: "transfer.role_time" },
  { role: "event", text: "transfer.role_event" },
  { role: "message_id", text: "transfer.role_message_id" },
  { role: "group_id", text: "transfer.role_group_id" },
  { role: "trait:text", text: "transfer.role_trait" },
  { role: "trait:number", text: "transfer.role_trait_number" },
  { role: "trait:boolean", text: "transfer.role_trait_boolean" },
  { role: "trait:time", text: "transfer.role_trait_time" },
  { role: "property:text", text: "transfer.role_property" },
  { role: "property:number", text: "transfer.role_property_number" },
  { role: "property:boolean", text: "transfer.role_property_boolean" },
  { role: "property:time", text: "transfer.role_property_time" },
  { role: "ignored", text: "transfer.role_ignored" },
];

/** Another identifier is named after its column. */
const typeName = (column: string) => column.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "") || "id";

export function withRole(mapping: Mapping, column: string, role: string): Mapping {
  const written = role === "identifier" ? `identifier:${typeName(column)}` : role;
  return { ...mapping, columns: { ...mapping.columns, [column]: written } };
}

/** The choice that a written role is shown as. */
export function roleOf(mapping: Mapping, column: string): string {
  const role = mapping.columns?.[column] ?? "ignored";
  if (role.startsWith("identifier:")) return "identifier";
  return role === "trait" || role === "property" ? `${role}:text` : role;
}

const whoRoles = ["user_id", "anonymous_id", "email", "phone", "case"];

/** Whether some column says who a row is about. */
export function isAboutSomebody(mapping: Mapping): boolean {
  return Object.values(mapping.columns ?? {}).some((role) => whoRoles.includes(role) || role.startsWith("identifier:"));
}

export function hasEventColumn(mapping: Mapping): boolean {
  return Object.values(mapping.columns ?? {}).includes("event");
}

/** Whether rows are events and nothing says which. */
export function lacksEvent(mapping: Mapping): boolean {
  return mapping.kind === "track" && !mapping.event && !hasEventColumn(mapping);
}

/** What is said of a person changes its place when rows become events, and the other way round. */
export function withKind(mapping: Mapping, kind: string): Mapping {
  const [from, to] = kind === "track" ? ["trait", "property"] : ["property", "trait"];
  const moved = Object.entries(mapping.columns ?? {}).map(([column, role]) => [column, role.replace(new RegExp(`^${from}`), to)]);
  return { ...mapping, kind, columns: Object.fromEntries(moved) as Record<string, string> };
}
