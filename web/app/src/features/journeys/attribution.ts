/** Attribution's question from the address, and its answer in words and as a table. Pure. */
import type { Attribution, AttributionQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { locale, t } from "@/lib/i18n";

import { choiceOf, isChosen } from "./events";
import { dayMs, sessionMs, windowMs } from "./funnel";
import type { Compare } from "./Parts";
import type { TimeRange } from "./range";
import type { JourneySearch, Model, Weights } from "./search";
import type { Sheet } from "./sheet";
import { partTitle } from "./split";
import { formatPercent, namesTitle, nodeTitle, people, shareOf } from "./words";

export interface AttributionWho {
  kind: "touched" | "credited" | "unattributed";
  channel?: number;
  property?: unknown;
  without_property?: boolean;
  model?: string;
}
type Channel = Attribution["channels"][number];
type Credit = Channel["credits"][number];

export const usualModels: Model[] = ["first", "last", "linear"];
const usualBack = "30d";
export const usualWeights: Weights = { first: 40, between: 20, last: 40 };
export const usualDays = 45;

/** How far back touches count: the visit, so many days, or any time. */
function lookBack({ back = usualBack, back_days: days = usualDays }: JourneySearch): Partial<AttributionQuestion> {
  if (back === "session") return { session_ms: sessionMs };
  const ms = back === "own" ? days * dayMs : windowMs(back);
  return ms === undefined ? {} : { look_back_ms: ms };
}

export function attributionQuestion(search: JourneySearch, range: TimeRange | undefined): AttributionQuestion | null {
  if (!isChosen(search.touches) || !isChosen(search.conversions)) return null;
  const models = search.models?.length ? search.models : usualModels;
  return {
    touches: choiceOf(search.touches),
    conversions: choiceOf(search.conversions),
    ...(search.channel ? { channel: search.channel } : {}),
    ...(search.worth ? { value: search.worth } : {}),
    models,
    ...(models.includes("custom") ? { shape: search.weights ?? usualWeights } : {}),
    ...lookBack(search),
    ...(range ? { range } : {}),
  };
}

const fine = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** What is shared: what the successes are worth, where that is known, else the successes. */
export const figureOf = (credit: Credit | undefined): number => credit?.value ?? credit?.conversions ?? 0;
export const wholeOf = (answer: Attribution): number => answer.value ?? answer.conversions;

/** Credit is parted: whole numbers are written as such. */
export const formatCredit = (value: number) => (Number.isInteger(Math.round(value * 1e6) / 1e6) ? formatCount(Math.round(value)) : fine.format(value));

export const modelTitle = (model: string) => t(`journeys.model.${model as Model}`);

/** A channel of its own in the answer and in all its parts. */
export const channelKey = ({ channel, property }: Pick<Channel, "channel" | "property">): string => JSON.stringify(channel ?? [property ?? null]);
export const channelCell = ({ channel, property }: Channel): Omit<AttributionWho, "kind"> =>
  typeof channel === "number" ? { channel } : property === null || property === undefined ? { without_property: true } : { property };

/** Its name, or what the property says. */
export function channelName(answer: Attribution | undefined, { channel, property, without_property: without }: Partial<AttributionWho> | Channel & { without_property?: boolean }): string {
  if (typeof channel === "number") return nodeTitle(answer?.nodes.find((node) => node.id === channel));
  return partTitle(without || property === null || property === undefined ? { kind: "none", value: null } : { kind: "value", value: property });
}
export const modelsOf = (answer: Attribution) => answer.unattributed.map((each) => each.model);
export const creditOf = (channel: Attribution["channels"][number], model: string) => channel.credits.find((credit) => credit.model === model);

function worthWords(worth: number, without: number): string {
  const value = formatCredit(worth);
  return without > 0 ? t("journeys.attribution_worth_some", { value, count: without }) : t("journeys.attribution_worth", { value });
}

export function attributionSays(answer: Attribution, search: JourneySearch): string {
  const [model] = modelsOf(answer);
  const best = model === undefined ? undefined : [...answer.channels].sort((a, b) => figureOf(creditOf(b, model)) - figureOf(creditOf(a, model)))[0];
  const worth = answer.value === null || answer.value === undefined ? "" : ` ${worthWords(answer.value, answer.without_value ?? 0)}`;
  const said = t("journeys.attribution_says", { count: answer.people, conversions: answer.conversions, name: namesTitle(search.conversions) }) + worth;
  if (!best || model === undefined) return `${said} ${t("journeys.attribution_none")}`;
  const whole = wholeOf(answer);
  const credit = figureOf(creditOf(best, model));
  const alone = answer.unattributed[0]?.conversions ?? 0;
  return `${said} ${t("journeys.attribution_best", {
    model: modelTitle(model),
    channel: channelName(answer, best),
    share: formatPercent(whole > 0 ? credit / whole : 0, answer.conversions),
    alone: formatPercent(alone / Math.max(1, answer.conversions), answer.conversions),
  })}`;
}

export function attributionWhoTitle(who: AttributionWho, answer: Attribution | undefined): string {
  if (who.kind === "unattributed") return t("journeys.attribution_who_none", { model: modelTitle(who.model ?? "first") });
  const isAny = who.channel === undefined && who.property === undefined && !who.without_property;
  const channel = channelName(answer, who);
  if (who.kind === "touched") return isAny ? t("journeys.attribution_who_all") : t("journeys.attribution_who_touched", { channel });
  return t("journeys.attribution_who_credited", { channel, model: modelTitle(who.model ?? "first") });
}

export const creditLabel = (channel: string, model: string, credit: Credit): string => {
  const values = { channel, model: modelTitle(model), conversions: formatCredit(credit.conversions), people: people(credit.people) };
  return typeof credit.value === "number" ? t("journeys.attribution_label_worth", { ...values, value: formatCredit(credit.value) }) : t("journeys.attribution_label", values);
};

export function attributionSheet(answer: Attribution): Sheet<AttributionWho> {
  const end = true;
  const models = modelsOf(answer);
  const hasWorth = typeof answer.value === "number";
  const most = Math.max(1e-9, ...answer.channels.flatMap((channel) => channel.credits.map(figureOf)));
  const amount = (value: number) => ({ text: formatCredit(value), raw: value });
  return {
    columns: [
      { title: t("journeys.touch") },
      { title: t("journeys.touch_count"), end },
      { title: t("journeys.touched_people"), end },
      ...models.flatMap((model) => [{ title: modelTitle(model), end }, ...(hasWorth ? [{ title: t("journeys.attribution_worth_of", { model: modelTitle(model) }), end }] : [])]),
    ],
    rows: [
      ...answer.channels.map((channel) => [
        { text: channelName(answer, channel) },
        { text: formatCount(channel.touches), raw: channel.touches },
        { text: formatCount(channel.people), raw: channel.people, ...(channel.people ? { who: { kind: "touched" as const, ...channelCell(channel) } } : {}) },
        ...models.flatMap((model) => {
          const credit = creditOf(channel, model);
          const who = credit?.people ? { who: { kind: "credited" as const, ...channelCell(channel), model } } : {};
          return [{ ...amount(credit?.conversions ?? 0), heat: figureOf(credit) / most, ...who }, ...(hasWorth ? [amount(credit?.value ?? 0)] : [])];
        }),
      ]),
      [
        { text: t("journeys.unattributed") },
        { text: "", raw: null },
        { text: "", raw: null },
        ...answer.unattributed.flatMap((each) => [
          { ...amount(each.conversions), ...(each.conversions ? { who: { kind: "unattributed" as const, model: each.model } } : {}) },
          ...(hasWorth ? [amount(each.value ?? 0)] : []),
        ]),
      ],
    ],
  };
}

/** Parts by before whose success each touch came. */
export const attributionCompare = (): Compare<Attribution, AttributionWho> => {
  const most = (whole: Attribution) => [...whole.channels].sort((a, b) => b.people - a.people);
  const cell = (answer: Attribution, channel: Channel) => {
    const own = answer.channels.find((each) => channelKey(each) === channelKey(channel));
    return answer.people > 0 ? { rate: shareOf(own?.people ?? 0, answer.people), who: { kind: "touched" as const, ...channelCell(channel) } } : null;
  };
  return {
    title: (whole) => t("journeys.attribution_compared", { channel: channelName(whole, most(whole)[0] ?? {}) }),
    rate: (answer, whole) => {
      const [best] = most(whole);
      return best ? cell(answer, best) : null;
    },
    column: t("journeys.attribution_compared_rows"),
    rows: (answers, whole) => most(whole).map((channel) => ({ name: channelName(whole, channel), cells: answers.map((answer) => cell(answer, channel)) })),
  };
};
