/** Friction's question from the address, and its answer in words and as a table. Pure. */
import type { Friction, FrictionQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { choiceOf, chosen, isChosen } from "./events";
import { pauseMs } from "./funnel";
import type { Compare } from "./Parts";
import { sessionMs } from "./paths";
import type { TimeRange } from "./range";
import type { JourneySearch } from "./search";
import type { Sheet } from "./sheet";
import { type Difference, pointsOf } from "./split";
import { namesTitle, nodeTitle, people, rateOf } from "./words";

export type Finding = Friction["findings"][number];
export interface FrictionWho {
  kind: string;
  at?: number;
  to?: number;
  met?: boolean;
  reached?: boolean;
  from?: number;
  below?: number;
}

export function frictionQuestion(search: JourneySearch, range: TimeRange | undefined): FrictionQuestion | null {
  if (!isChosen(search.outcome)) return null;
  return {
    outcome: choiceOf(search.outcome),
    ...chosen("begins", search.begins),
    ...chosen("events", search.events),
    ...chosen("contacts", search.contacts),
    ...((search.cases ?? "session") === "session" ? { session_ms: sessionMs } : {}),
    collapse_repeats: true,
    soon_ms: pauseMs(search.soon ?? "7d"),
    too_long_ms: pauseMs(search.wait ?? "3d"),
    ...chosen("errors", search.errors),
    ...(search.rage ? { rage_count: Number.parseInt(search.rage, 10) } : {}),
    ...(search.rage_within ? { rage_ms: 1000 * Number.parseInt(search.rage_within, 10) } : {}),
    ...(range ? { range } : {}),
  };
}

const nameIn = (answer: Friction | undefined, id: number | null | undefined) => nodeTitle(answer?.nodes.find((node) => node.id === id));

/** What was met, in a sentence's beginning. */
export function findingTitle(finding: Pick<Finding, "kind" | "at" | "to">, answer: Friction | undefined): string {
  const values = { at: nameIn(answer, finding.at), to: nameIn(answer, finding.to) };
  switch (finding.kind) {
    case "dead_end":
      return t("journeys.friction.dead_end", values);
    case "loop":
      return t("journeys.friction.loop", values);
    case "repeated_contact":
      return t("journeys.friction.repeated_contact", values);
    case "channel_switch":
      return t("journeys.friction.channel_switch", values);
    case "rage":
      return t("journeys.friction.rage", values);
    case "error":
      return t("journeys.friction.error", values);
    default:
      return t("journeys.friction.long_wait", values);
  }
}

/** The server says how much less often those reach it who met the point; here, how much more often. */
export const changeOf = (finding: Finding): Difference => ({ value: 0 - finding.difference, low: 0 - finding.high, high: 0 - finding.low });

const sure = 0.001;

/** The adjusted p in plain words. */
export function certainty(finding: Pick<Finding, "holds" | "adjusted_p">): string {
  if (!finding.holds) return t("journeys.friction_chance");
  return t(finding.adjusted_p < sure ? "journeys.friction_sure" : "journeys.friction_likely");
}

export const metWho = ({ kind, at, to }: Finding, met: boolean): FrictionWho => ({ kind, at, ...(to === null || to === undefined ? {} : { to }), met });

/** What goes with reaching it less often: that is friction. What holds comes first, as the server ranks it. */
export const harmful = (answer: Friction) => answer.findings.filter((finding) => changeOf(finding).value < 0);
/** What goes with reaching it more often, beyond chance. */
export const helpful = (answer: Friction) => answer.findings.filter((finding) => finding.holds && changeOf(finding).value >= 0);
/** Friction first, then all others. */
export const ranked = (answer: Friction): Finding[] => [...harmful(answer), ...answer.findings.filter((finding) => changeOf(finding).value >= 0)];

export function frictionSays(answer: Friction, search: JourneySearch): string {
  const { reached } = answer;
  const said = t("journeys.friction_says", {
    count: reached.of,
    begin: namesTitle(search.begins),
    outcome: namesTitle(search.outcome),
    rate: rateOf(reached),
  });
  const [worst] = harmful(answer);
  if (!worst?.holds) return `${said} ${t(answer.findings.length ? "journeys.friction_none_holds" : "journeys.friction_none_tested")}`;
  return `${said} ${t("journeys.friction_worst", { finding: findingTitle(worst, answer), met: rateOf(worst.met), not_met: rateOf(worst.not_met) })}`;
}

export function frictionWhoTitle(who: FrictionWho, answer: Friction | undefined): string {
  if (who.kind === "began") return t(who.reached ? "journeys.friction_reached" : "journeys.friction_began");
  if (who.kind === "index") return t("journeys.friction_index_who", { from: who.from ?? 0, below: who.below ?? 100 });
  if (who.kind === "drop_off") return t("journeys.friction_stopped", { at: nameIn(answer, who.at) });
  const title = findingTitle({ kind: who.kind, at: who.at ?? -1, ...(who.to === undefined ? {} : { to: who.to }) }, answer);
  return who.met === false ? t("journeys.friction_not_met", { finding: title }) : title;
}

export function frictionSheet(answer: Friction): Sheet<FrictionWho> {
  const end = true;
  return {
    columns: [
      { title: t("journeys.friction_point") },
      { title: t("journeys.friction_met"), end },
      { title: t("journeys.friction_reached_met"), end },
      { title: t("journeys.friction_reached_not"), end },
      { title: t("journeys.friction_difference"), end },
      { title: t("journeys.friction_p"), end },
      { title: t("journeys.friction_holds") },
    ],
    rows: ranked(answer).map((finding) => [
      { text: findingTitle(finding, answer) },
      { text: formatCount(finding.met.of), raw: finding.met.of, who: metWho(finding, true) },
      { text: rateOf(finding.met), raw: finding.met.share, who: { ...metWho(finding, true), reached: true } },
      { text: rateOf(finding.not_met), raw: finding.not_met.share, who: metWho(finding, false) },
      { text: pointsOf(changeOf(finding)), raw: changeOf(finding).value },
      { text: finding.adjusted_p < sure ? t("journeys.p_below") : finding.adjusted_p.toFixed(3), raw: finding.adjusted_p },
      { text: certainty(finding) },
    ]),
  };
}

export const dropOffLabel = (answer: Friction, at: number, count: number) => t("journeys.friction_stopped_label", { at: nameIn(answer, at), people: people(count) });
export const dropOffName = nameIn;

const comparedMax = 20;
const samePoint = (a: Finding, b: Finding) => a.kind === b.kind && a.at === b.at && (a.to ?? null) === (b.to ?? null);

/** Parts by how many reach it, and of those who met each point. */
export function frictionCompare(search: JourneySearch): Compare<Friction, FrictionWho> {
  return {
    title: () => t("journeys.friction_compared", { outcome: namesTitle(search.outcome) }),
    rate: (answer) => ({ rate: answer.reached, who: { kind: "began", reached: true } }),
    column: t("journeys.friction_compared_rows"),
    rows: (answers, whole) =>
      ranked(whole)
        .slice(0, comparedMax)
        .map((finding) => ({
          name: findingTitle(finding, whole),
          cells: answers.map((answer) => {
            const own = answer.findings.find((each) => samePoint(each, finding));
            return own ? { rate: own.met, who: metWho(own, true) } : null;
          }),
        })),
  };
}
