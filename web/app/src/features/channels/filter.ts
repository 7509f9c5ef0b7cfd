/** The filter of a destination as the page offers it: names and kinds of events. Pure. */
import type { Condition } from "@/features/condition";

export const kinds = ["track", "page", "screen", "identify", "group", "alias"] as const;

export interface EventChoice {
  names: string[];
  kinds: string[];
}

export const everything: EventChoice = { names: [], kinds: [] };

/** An empty choice is every event, which the server writes as a group of nothing. */
export function conditionOf(choice: EventChoice): Condition {
  const parts: Condition[] = [];
  if (choice.names.length > 0) parts.push({ trait: "name", is: "one_of", value: choice.names });
  if (choice.kinds.length > 0) parts.push({ trait: "kind", is: "one_of", value: choice.kinds });
  return { and: parts };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Null where the condition says more than the page can show. */
export function choiceOf(condition: unknown): EventChoice | null {
  if (condition === null || condition === undefined) return everything;
  if (!isObject(condition) || !Array.isArray(condition.and)) return null;
  const choice: EventChoice = { names: [], kinds: [] };
  for (const part of condition.and) {
    if (!isObject(part) || part.is !== "one_of" || !Array.isArray(part.value) || !part.value.every((each) => typeof each === "string")) return null;
    if (part.trait === "name") choice.names.push(...part.value);
    else if (part.trait === "kind") choice.kinds.push(...part.value);
    else return null;
  }
  return choice;
}
