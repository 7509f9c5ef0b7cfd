/** What was found in everybody's lines, in sentences, and the address of the question that each one answers. Pure but for the catalogue. */
import type { Findings } from "@/api/types";
import type { Condition } from "@/features/condition";
import { formatCount, formatDate } from "@/lib/format";
import { t } from "@/lib/i18n";

import { byTitle, partTitle } from "./split";
import { type Early, earlySays, landmarkWhoTitle } from "./landmark";
import { choices, type JourneySearch, type Part } from "./search";
import { people, rateOf, took } from "./words";
import { windowMs } from "./funnel";
import type { Whose } from "./findingsSearch";

export type Finding = Findings["findings"][number];
export type FoundSide = Finding["sides"][number];
export const foundGroups = ["changed", "early", "differs", "slow", "friction", "lost"] as const;
export type FoundGroup = (typeof foundGroups)[number];

/** Noon, so that no time zone makes another day of it. */
const day = (date: string) => formatDate(`${date}T12:00:00Z`);
const first = (finding: Finding) => finding.steps[0] ?? "";
const last = (finding: Finding) => finding.steps.at(-1) ?? "";
const valueTitle = (finding: Finding) => partTitle({ kind: "value", value: finding.by?.value ?? null });
const byOf = ({ by }: Finding): { trait: string } | { property: string } | undefined =>
  by?.trait ? { trait: by.trait } : by?.property ? { property: by.property } : undefined;

/** The value, with its name where it does not speak for itself. */
function ownTitle(finding: Finding): string {
  const by = byOf(finding);
  return by && typeof finding.by?.value !== "string" ? `${byTitle(by)} ${valueTitle(finding)}` : valueTitle(finding);
}

/** " with Plan pro", or nothing. */
function withWhat(finding: Finding): string {
  const by = byOf(finding);
  return by ? t("journeys.found_with", { name: byTitle(by), value: valueTitle(finding) }) : "";
}

/** Between which two steps most were lost. */
export function worstLoss({ reached }: Pick<Finding, "reached">): { at: number; lost: number } {
  let worst = { at: 0, lost: 0 };
  reached.forEach((step, at) => {
    const before = reached[at - 1];
    if (before && before.count - step.count > worst.lost) worst = { at, lost: before.count - step.count };
  });
  return worst;
}

/** What those met who are on the first side, as the end of "who …". */
function metOf({ friction }: Finding): string {
  const values = { at: friction?.at ?? "", to: friction?.to ?? "" };
  switch (friction?.kind) {
    case "dead_end":
      return t("journeys.found_met.dead_end", values);
    case "loop":
      return t("journeys.found_met.loop", values);
    default:
      return t("journeys.found_met.long_wait", values);
  }
}

/** What a finding of the first days is about; nothing of any other. */
function earlyOf({ landmark, window_ms }: Finding): Early | null {
  if (!landmark) return null;
  return { did: landmark.did, starts: landmark.starts ?? undefined, outcome: landmark.outcome ?? undefined, withinMs: landmark.within_ms, windowMs: window_ms };
}
/** Whether those on this side did it. */
const didIt = ({ landmark }: Finding, side: number) => (landmark?.did_first ?? false) === (side === 0);

/** The finding as one sentence, with how many it is about and how sure that is. */
export function findingSays(finding: Finding): string {
  const [here, there] = finding.sides;
  if (!here) return "";
  const values = {
    count: here.share.of,
    first: first(finding),
    last: last(finding),
    rate: rateOf(here.share),
    within: took(finding.window_ms),
    with: withWhat(finding),
  };
  if (finding.kind === "funnel" || !there) {
    const { at, lost } = worstLoss(finding);
    const said = t("journeys.found_funnel", values);
    if (finding.steps.length < 3 || at === 0) return `${said}.`;
    return `${said}${t("journeys.found_worst", { from: finding.steps[at - 1] ?? "", to: finding.steps[at] ?? "", count: formatCount(lost) })}`;
  }
  const early = earlyOf(finding);
  if (early) return earlySays(early, didIt(finding, 0), here.share, there.share);
  const other = { other: rateOf(there.share), others: formatCount(there.share.of) };
  if (finding.kind === "friction") return t("journeys.found_friction", { ...values, ...other, met: metOf(finding) });
  if (finding.kind === "part") return t("journeys.found_part", { ...values, ...other });
  const { changed } = finding;
  const when = finding.lasts
    ? t("journeys.found_since", { from: day(changed?.from ?? "") })
    : t("journeys.found_between", { from: day(changed?.from ?? ""), until: day(changed?.until ?? "") });
  return t("journeys.found_change", { ...values, ...other, when });
}

/** What a side of it is called. */
export function sideTitle(finding: Finding, side: number): string {
  switch (finding.kind) {
    case "part":
      return side === 0 ? ownTitle(finding) : t("journeys.found_others");
    case "landmark":
      return landmarkWhoTitle({ did: didIt(finding, side) }, undefined);
    case "friction":
      return t(side === 0 ? "journeys.found_met" : "journeys.found_not_met");
    case "change":
      if (side === 1) return t("journeys.found_before");
      return finding.lasts
        ? t("journeys.found_since", { from: day(finding.changed?.from ?? "") })
        : `${day(finding.changed?.from ?? "")} – ${day(finding.changed?.until ?? "")}`;
    default:
      return first(finding);
  }
}

export const periodOf = (finding: Pick<Finding, "days">) => t("journeys.found_days", { from: day(finding.days.from), until: day(finding.days.until) });

/** Which people of a side are meant, in words. */
export const whoseTitle = (who: Whose) => t(`journeys.found_${who}`);

export function panelTitle(finding: Finding, side: number, who: Whose): string {
  if (finding.landmark) {
    return landmarkWhoTitle({ did: didIt(finding, side), ...(who === "all" ? {} : { reached: who === "reached" }) }, finding.landmark.outcome ?? undefined);
  }
  const title = finding.kind === "funnel" ? first(finding) : sideTitle(finding, side);
  if (who === "all") return title;
  return [title, t(who === "reached" ? "journeys.found_title_reached" : "journeys.found_title_stopped", { last: last(finding) })].join(", ");
}

/** As the list of people behind a figure is asked for. */
export function behindOf(finding: Finding, side: FoundSide, who: Whose) {
  return {
    page: finding.page as "funnel" | "friction" | "landmark",
    question: finding.question,
    cell: side[who],
    ...(side.part ? { part: side.part as Part } : {}),
  };
}

const withinOf = (ms: number) => choices.within.find((within) => windowMs(within) === ms);
const equals = (by: { trait: string } | { property: string }, value: unknown): Condition => ({ and: [{ ...by, is: "equals", value }] }) as Condition;

const weekMs = 7 * 86_400_000;

function earlySearch({ days: { from, until }, window_ms }: Finding, { did, starts, outcome, within_ms }: NonNullable<Finding["landmark"]>): JourneySearch {
  const days = choices.days.find((each) => windowMs(each) === within_ms);
  const then = choices.then.find((each) => windowMs(each) === window_ms);
  const week = choices.week.find((each) => each === `w${window_ms / weekMs}`);
  return {
    did: [did],
    ...(days ? { days } : {}),
    ...(starts ? { starts: [starts] } : {}),
    ...(outcome ? { outcome: [outcome], ...(then ? { then } : {}) } : week ? { week } : {}),
    from,
    until,
  };
}

/** The builder's address with exactly this question in it. */
export function addressOf(finding: Finding): { to: "/journeys/funnel" | "/journeys/friction" | "/journeys/landmark"; search: JourneySearch } {
  if (finding.landmark) return { to: "/journeys/landmark", search: earlySearch(finding, finding.landmark) };
  if (finding.kind === "friction") {
    const cases = finding.friction?.kind === "long_wait" ? ({ cases: "line" } as const) : {};
    const { from, until } = finding.days;
    return { to: "/journeys/friction", search: { begins: [first(finding)], outcome: [last(finding)], ...cases, from, until } };
  }
  const by = byOf(finding);
  const within = withinOf(finding.window_ms);
  const days = finding.changed ?? finding.days;
  const begun = { from: days.from, until: days.until };
  const value = finding.by?.value;
  const own = finding.kind === "change" && by !== undefined;
  const steps = finding.steps.map((name, at) => (at === 0 && own && "property" in by ? { names: [name], where: equals(by, value) } : [name]));
  return {
    to: "/journeys/funnel",
    search: {
      steps,
      ...begun,
      ...(within ? { within } : {}),
      ...(finding.kind === "funnel" ? {} : { attempts: "first" as const }),
      later: true,
      ...(finding.kind === "part" && by ? { by } : {}),
      ...(own && "trait" in by ? { people: equals(by, value) } : {}),
      ...(finding.before ? { against: { from: finding.before.from, until: finding.before.until } } : {}),
    },
  };
}

export const groupOf = (findings: Finding[], group: FoundGroup) => findings.filter((finding) => finding.group === group);
export const lookedAt = (answer: Findings) =>
  [people(answer.people), t("journeys.found_events", { count: answer.events }), answer.days ? t("journeys.found_days", { from: day(answer.days.from), until: day(answer.days.until) }) : ""]
    .filter(Boolean)
    .join(" · ");
