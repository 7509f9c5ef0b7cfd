/** The question about visits from the address, and its answer in words and as a table. Pure. */
import type { Sessions, SessionsQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { chosen } from "./events";
import type { Compare } from "./Parts";
import { periodTitle, type Unit } from "./periods";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";
import type { Sheet } from "./sheet";
import { people, took } from "./words";

export interface SessionsWho {
  period: number;
}
export type SessionsPeriod = Sessions["periods"][number];

const minute = 60_000;
const pauses = { "5m": 5 * minute, "30m": 30 * minute, "2h": 120 * minute, "1d": 1440 * minute };

export function sessionsQuestion(search: JourneySearch, range: TimeRange | undefined): SessionsQuestion {
  return { timeout_ms: pauses[search.pause ?? "30m"], ...chosen("starts", search.starts), unit: search.unit ?? "week", ...(range ? { range } : {}) };
}

export function sessionsSays(answer: Sessions): string {
  return t("journeys.sessions_says", {
    count: answer.sessions,
    people: people(answer.people),
    median: took(answer.lasted_ms.median),
    longest: took(answer.lasted_ms.p90),
    events: formatCount(Math.round(answer.events.median ?? 0)),
  });
}

export const sessionsLabel = (period: SessionsPeriod, unit: Unit) =>
  t("journeys.sessions_label", { period: periodTitle(period.begins_on, unit), visits: t("journeys.visits", { count: period.sessions }), people: people(period.people) });

export function sessionsWhoTitle(who: SessionsWho, answer: Sessions | undefined, unit: Unit): string {
  const period = answer?.periods.find((each) => each.period === who.period);
  return t("journeys.sessions_who", { period: period ? periodTitle(period.begins_on, unit) : "" });
}

export function sessionsSheet(answer: Sessions, unit: Unit): Sheet<SessionsWho> {
  const end = true;
  return {
    columns: [{ title: t("journeys.period") }, { title: t("journeys.visits_title"), end }, { title: t("nav.people"), end }],
    rows: answer.periods.map((period) => {
      const unsure = period.completeness !== "complete";
      return [
        { text: periodTitle(period.begins_on, unit), raw: period.begins_on },
        { text: formatCount(period.sessions), raw: period.sessions, unsure },
        { text: formatCount(period.people), raw: period.people, unsure, who: { period: period.period } },
      ];
    }),
  };
}

/** Parts by how many visits they have; who came is known period by period. */
export const sessionsCompare = (): Compare<Sessions, SessionsWho> => ({
  title: () => t("journeys.visits_title"),
  amount: (answer) => ({ value: answer.sessions, text: t("journeys.visits", { count: answer.sessions }) }),
});
