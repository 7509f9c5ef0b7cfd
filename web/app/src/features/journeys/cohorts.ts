/** Who begins and who comes back, as up to three metrics with thresholds; in the address, to the server and in words. Pure but for the catalogue. */
import { t } from "@/lib/i18n";

import { choiceOf, chosen, type Events, isChosen } from "./events";
import type { CohortCriteria, Dimension, JourneySearch } from "./search";
import { namesTitle } from "./words";

/** What is said simply in the address (`starts`) where it can be, else with metrics (`included`). */
export type Side = "included" | "returned";
const simple = { included: "starts", returned: "returns" } as const satisfies Record<Side, keyof JourneySearch>;

export function criteriaOf(search: JourneySearch, side: Side): CohortCriteria {
  const events = search[simple[side]];
  return search[side] ?? { metrics: [events ? { events } : {}] };
}

export function criteriaInSearch(criteria: CohortCriteria, side: Side): Partial<JourneySearch> {
  const [first, ...others] = criteria.metrics;
  if (others.length === 0 && (first?.least ?? 1) === 1) return { [simple[side]]: first?.events, [side]: undefined };
  return { [simple[side]]: undefined, [side]: criteria };
}

const leastOf = (least: number | undefined) => (least && least > 1 ? { at_least: least } : {});
const eventsAsked = (events: Events | undefined) => (isChosen(events) ? { events: choiceOf(events) } : {});

/** As the server wants it. */
export function criteriaAsked(search: JourneySearch, side: Side) {
  const criteria = search[side];
  if (!criteria) return chosen(simple[side], search[simple[side]]);
  return { [side]: { metrics: criteria.metrics.map(({ events, least }) => ({ ...eventsAsked(events), ...leastOf(least) })), ...(criteria.any ? { joined: "or" } : {}) } };
}

/** "Visit (at least 3 times) and Paid". */
export function criteriaTitle(search: JourneySearch, side: Side, any = t("journeys.anything")): string {
  const { metrics, any: or } = criteriaOf(search, side);
  const each = metrics.map(({ events, least }) => {
    const name = namesTitle(events, any);
    return least && least > 1 ? t("journeys.metric_least", { name, count: least }) : name;
  });
  return each.join(t(or ? "journeys.metrics_or" : "journeys.metrics_and"));
}

/** A property or a trait may still be chosen. */
export const isDimension = (rows: Dimension | undefined): rows is Dimension => rows !== undefined && Object.values(rows).every(Boolean);
