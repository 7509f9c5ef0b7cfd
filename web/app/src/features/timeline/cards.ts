/** Which events are told with their words or amounts instead of being folded into a session. Pure. */
import type { TimelineEvent } from "@/api/types";

export type CardKind = "chat" | "email" | "call" | "survey" | "purchase" | "subscription";

/** Messages of one conversation are told together. */
export const threadKinds: readonly CardKind[] = ["chat", "email", "call"];

const byName: [RegExp, CardKind][] = [
  [/^(live chat |conversation |chat )/i, "chat"],
  [/^ticket /i, "email"],
  [/^email (received|sent|replied)$/i, "email"],
  [/^call /i, "call"],
  [/^survey answered$|^response (received|submitted)$/i, "survey"],
  [/^order /i, "purchase"],
  [/^return /i, "purchase"],
  [/^(subscription|plan|upgrade charged|payment|charge|trial|seats) ?/i, "subscription"],
];

export function cardKindOf(event: TimelineEvent): CardKind | null {
  if (event.kind !== "track") return null;
  const found = byName.find(([pattern]) => pattern.test(event.name))?.[1];
  // "Plan Selected" and the like on a website are clicks of a visit, not contracts.
  if (found === "subscription" && (event.channel === "web" || event.channel === "mobile")) return null;
  return found ?? null;
}

function firstText(event: TimelineEvent, names: string[]): string {
  for (const name of names) {
    const value = event.properties?.[name];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return "";
}

function firstNumber(event: TimelineEvent, names: string[]): number | null {
  for (const name of names) {
    const value = event.properties?.[name];
    if (typeof value === "number" && Number.isFinite(value)) return value;
  }
  return null;
}

/** What was said or written, in full. */
export function wordsOf(event: TimelineEvent): string {
  return firstText(event, ["message_body", "message", "body", "text", "comment", "summary", "transcript", "note", "notes", "answer"]);
}

/** Whether the words were written about what was said, not said by anyone. */
export function isSummary(event: TimelineEvent): boolean {
  const words = wordsOf(event);
  return words !== "" && ["summary", "note", "notes"].some((name) => event.properties?.[name] === words);
}

export function subjectOf(event: TimelineEvent): string {
  return firstText(event, ["subject", "topic", "title"]);
}

/** The conversation, ticket or call that an event is part of; empty if it names none. */
export function threadOf(event: TimelineEvent): string {
  return event.reference || firstText(event, ["conversation_id", "ticket_id", "call_id", "chat_id", "thread_id"]);
}

/** What a conversation is called that was a call, or letters, and then something else too. */
export function threadCardOf(events: readonly TimelineEvent[]): CardKind {
  const kinds = events.map(cardKindOf);
  return kinds.includes("call") ? "call" : kinds.includes("email") ? "email" : "chat";
}

export type Speaker = "customer" | "company" | "unknown";

/** Who speaks. The live chat events are named from the customer's side: she sends, and receives what agents write. */
export function speakerOf(event: TimelineEvent): Speaker {
  const said = firstText(event, ["author", "from", "sender", "direction", "author_type", "sender_type"]).toLowerCase();
  if (/^(customer|user|visitor|inbound|incoming|contact)$/.test(said)) return "customer";
  if (/^(agent|bot|company|outbound|outgoing|support)$/.test(said)) return "company";
  if (/^live chat message sent$/i.test(event.name)) return "customer";
  if (/^live chat message received$/i.test(event.name)) return "company";
  if (/^ticket (created|followed up)$|^email received$/i.test(event.name)) return "customer";
  if (/^ticket (replied|solved)$|^email sent$/i.test(event.name)) return "company";
  return "unknown";
}

export function agentOf(event: TimelineEvent): string {
  return firstText(event, ["agent_name", "agent", "assignee", "author_name"]);
}

export interface Money {
  amount: number;
  currency: string;
}

export function moneyOf(event: TimelineEvent): Money | null {
  const amount = firstNumber(event, ["total", "revenue", "amount", "value", "price", "charged"]);
  const currency = firstText(event, ["currency"]);
  return amount !== null && currency ? { amount, currency } : null;
}

export interface Item {
  name: string;
  quantity: number;
  price: number | null;
}

export function itemsOf(event: TimelineEvent): Item[] {
  const products = event.properties?.products;
  if (!Array.isArray(products)) return [];
  return products.flatMap((product: unknown) => {
    if (typeof product !== "object" || product === null) return [];
    const { name, sku, product_id: id, quantity, price } = product as Record<string, unknown>;
    const title = [name, sku, id].find((each) => typeof each === "string");
    if (typeof title !== "string") return [];
    return [{ name: title, quantity: typeof quantity === "number" ? quantity : 1, price: typeof price === "number" ? price : null }];
  });
}

export interface Score {
  value: number;
  max: number;
  tone: "good" | "neutral" | "bad";
}

/** A survey's score with its scale: 0 to 10 is read as NPS, otherwise the best and worst fifth stand out. */
export function scoreOf(event: TimelineEvent): Score | null {
  const value = firstNumber(event, ["score", "rating", "nps", "csat", "value"]);
  if (value === null) return null;
  const scale = firstNumber(event, ["scale", "max", "scale_max"]);
  const survey = firstText(event, ["kind", "survey_type", "type", "metric", "survey", "survey_name", "survey_id"]);
  const max = scale ?? (/nps|recommend/i.test(survey) || value > 5 ? 10 : 5);
  const tone = max === 10 ? (value >= 9 ? "good" : value >= 7 ? "neutral" : "bad") : value / max >= 0.8 ? "good" : value / max > 0.5 ? "neutral" : "bad";
  return { value, max, tone };
}

export function surveyOf(event: TimelineEvent): string {
  return firstText(event, ["survey_name", "survey", "survey_title", "survey_id"]);
}

export function questionOf(event: TimelineEvent): string {
  return firstText(event, ["question"]);
}

/** A choice that was made, where the words say something else. */
export function choiceOf(event: TimelineEvent): string {
  const choice = firstText(event, ["answer", "choice"]);
  return choice === wordsOf(event) ? "" : choice;
}

/** A call word for word, where its summary is told first. */
export function transcriptOf(event: TimelineEvent): string {
  const transcript = firstText(event, ["transcript"]);
  return transcript === wordsOf(event) ? "" : transcript;
}

export function durationSecondsOf(event: TimelineEvent): number | null {
  return firstNumber(event, ["duration_seconds", "duration_s", "duration"]);
}

export function planOf(event: TimelineEvent): { from: string; to: string } {
  return {
    from: firstText(event, ["from_plan", "previous_plan", "old_plan", "from"]),
    to: firstText(event, ["to_plan", "new_plan", "plan", "plan_name", "to"]),
  };
}

export function orderNumberOf(event: TimelineEvent): string {
  const id = event.properties?.order_id ?? event.properties?.order_number;
  return typeof id === "string" || typeof id === "number" ? String(id) : "";
}
