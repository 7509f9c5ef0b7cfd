/** A message that a row would become, cut into what a person looks for in it. */

type Fields = Record<string, unknown>;

export interface ReadMessage {
  kind: string;
  name?: string;
  time?: string;
  /** Identifiers, by their types. */
  who: [string, string][];
  /** Traits or properties. */
  said: [string, string][];
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
const text = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
const known = { userId: "user_id", anonymousId: "anonymous_id", groupId: "group_id", previousId: "previous_id" } as const;

export function readMessage(message: unknown): ReadMessage {
  const from = fields(message);
  const who: [string, string][] = [];
  for (const [member, type] of Object.entries(known)) {
    const value = from[member];
    if (value !== undefined && value !== null) who.push([type, text(value)]);
  }
  const others = fields(from.context).externalIds;
  if (Array.isArray(others)) {
    for (const other of others) who.push([text(fields(other).type), text(fields(other).id)]);
  }
  const said = Object.entries({ ...fields(from.properties), ...fields(from.traits) }).map(([key, value]): [string, string] => [key, text(value)]);
  const name = from.event ?? from.name;
  const time = from.timestamp ?? from.originalTimestamp;
  return {
    kind: text(from.type),
    ...(name !== undefined && { name: text(name) }),
    ...(typeof time === "string" && !Number.isNaN(Date.parse(time)) && { time }),
    who,
    said,
  };
}
