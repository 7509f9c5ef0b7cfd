/** What the server's answers look like. */

export type Id = string;
export type Instant = string;

export interface Page<T> {
  items: T[];
  next: string | null;
  total?: number;
}
export interface Named {
  id: Id;
  name: string;
}
export interface Identifier {
  type: string;
  value: string;
}

export type Role = "owner" | "admin" | "agent" | "analyst" | "viewer";
export type Right = string;

export interface Session {
  user: { id: Id; name: string; email: string; role: Role };
  workspace: Named;
  csrf_token: string;
  rights: Right[];
}
export interface User {
  id: Id;
  name: string;
  email: string;
  role: Role;
  created_at: Instant;
  last_seen_at: Instant | null;
  invited: boolean;
}
export interface Invited {
  user: User;
  /** Null where the user has a password already. */
  invitation_url: string | null;
}
export interface Invitation {
  name: string;
  email: string;
  workspace_name: string;
}
export interface ApiKey {
  id: Id;
  name: string;
  role: Role;
  prefix: string;
  created_at: Instant;
  created_by: string | null;
  last_used_at: Instant | null;
}
export interface Workspace {
  name: string;
  default_region: string;
  time_zone: string;
}
export interface Status {
  version: string;
  workspace: string;
  position: string;
  events: number;
  people: number;
  database: "sqlite" | "postgres";
  started_at: Instant;
}

export type SourceKind = "browser" | "server";
export interface Source {
  id: Id;
  name: string;
  kind: SourceKind;
  enabled: boolean;
  created_at: Instant;
  write_key_prefix: string;
  last_event_at: Instant | null;
  events_24h: number;
  accepted: number;
  repeated: number;
  collided: number;
  refused: number;
  dead_letters: number;
  random_ids: number;
  properties_email_is_identifier: boolean;
}
export type Outcome = "accepted" | "repeated" | "collided" | "refused";
export interface Decision {
  /** Counts up per source. */
  number: number;
  at: Instant;
  outcome: Outcome;
  reason?: string | null;
  decisions: string[];
  message_id: string;
  kind: string;
  name: string;
  event_id?: Id | null;
  profile_id?: Id | null;
  payload: unknown;
}
export interface DeadLetter {
  id: Id;
  reason: string;
  detail: string;
  first_at: Instant;
  last_at: Instant;
  count: number;
  message_id: string;
  payload: unknown;
  replayed_at?: Instant | null;
  /** Of an id collision: what came first. */
  accepted_payload?: unknown;
}
export interface DeadLetters extends Page<DeadLetter> {
  counts?: Record<string, number>;
}
export interface Replayed {
  outcome: Outcome;
  reason?: string | null;
  detail?: string | null;
}

export type Traits = Record<string, unknown>;
export interface ProfileSummary {
  id: Id;
  name: string | null;
  email: string | null;
  known: boolean;
  first_seen: Instant;
  last_seen: Instant;
  events: number;
  traits: Traits;
  account: Named | null;
  identifiers: number;
}
export interface Membership {
  id: Id;
  name: string;
  group_id: string;
  roles: string[];
  since: Instant;
}
export interface Profile {
  id: Id;
  name: string | null;
  known: boolean;
  first_seen: Instant | null;
  last_seen: Instant | null;
  events: number;
  traits: Traits;
  identifiers: IdentifierRow[];
  identifier_count: number;
  accounts: Membership[];
  pending: boolean;
}
export interface IdentifierRow extends Identifier {
  first_at: Instant | null;
  last_at: Instant | null;
  verified: boolean;
  events: number;
}
export interface TraitRow {
  key: string;
  value: unknown;
  occurred_at: Instant;
  received_at: Instant;
  source: Named | null;
  event_id: Id | null;
  rule: string;
  locked: boolean;
}
export interface TraitHistoryRow {
  value: unknown;
  op: string;
  occurred_at: Instant;
  received_at: Instant;
  source: Named | null;
  event_id: Id | null;
  once: boolean;
  wins: boolean;
}

export type EventKind = "track" | "page" | "screen" | "identify" | "group" | "alias" | "merge" | "split" | "system";
export type Channel = "web" | "mobile" | "server" | "email" | "chat" | "phone" | "shop" | "survey" | "system";
export interface TimelineEvent {
  id: Id;
  kind: EventKind;
  name: string;
  channel: Channel;
  occurred_at: Instant;
  original_timestamp: Instant | null;
  sent_at: Instant | null;
  received_at: Instant;
  clock: string;
  message_id: string;
  source: Named | null;
  key_identifier: Identifier | null;
  identifiers: Identifier[];
  account: string | null;
  reference: string | null;
  properties: Record<string, unknown> | null;
  context: Record<string, unknown> | null;
  integrations: Record<string, unknown> | null;
  /** Members of the message that have no other place. */
  extra?: Record<string, unknown> | null;
  notes: string[];
  cursor?: string;
}
export interface ThinEvent {
  id: Id;
  kind: EventKind;
  name: string;
  channel: Channel;
  occurred_at: Instant;
  profile: { id: Id; name: string | null } | null;
}
export interface DayCount {
  day: string;
  events: number;
}
export interface LinkStep {
  occurred_at: Instant;
  source: Named | null;
  message_id: string;
  identifiers: Identifier[];
  rule: string;
  text: string;
}
export interface Links {
  linked: boolean;
  text: string;
  steps: LinkStep[];
  refusals: LinkStep[];
}

export interface TraitField {
  key: string;
  type: string;
  people: number;
}
export interface EventField {
  name: string;
  events: number;
  people: number;
}
export interface Fields {
  traits: TraitField[];
  event_names: EventField[];
  identifier_types: { type: string; people: number }[];
  account_traits: TraitField[];
  channels: string[];
}

export interface Account {
  id: Id;
  group_id: string;
  name: string;
  type: string;
  parents: string[];
  people: number;
  created_at: Instant;
  traits: Traits;
}

export interface IdentityRules {
  priority: string[];
  /** The type "*" stands for all that are not named. */
  limits: { type: string; count?: number | null; window: string }[];
  blocked: { exact?: string | null; pattern?: string | null }[];
  /** default and segment fill in the rest; custom takes it as it is. */
  preset: string;
  phone_region: string;
}
export interface SurvivorshipRule {
  rule: string;
  trusted_sources: Id[];
}
export interface Survivorship {
  traits: Record<string, SurvivorshipRule>;
}
