/** Attribution's question from the address, and its answer in words and as a table. Pure. */
import type { Attribution, AttributionQuestion } from "@/api/types";
import { formatCount } from "@/lib/format";
import { locale, t } from "@/lib/i18n";

import { choiceOf, isChosen } from "./events";
import { windowMs } from "./funnel";
import type { Compare } from "./Parts";
import type { TimeRange } from "./range";
import type { JourneySearch, Model } from "./search";
import type { Sheet } from "./sheet";
import { formatPercent, namesTitle, nodeTitle, people, shareOf } from "./words";

export interface AttributionWho {
  kind: "touched" | "credited" | "unattributed";
  channel?: number;
  model?: string;
}

export const usualModels: Model[] = ["first", "last", "linear"];
const usualBack = "30d";

export function attributionQuestion(search: JourneySearch, range: TimeRange | undefined): AttributionQuestion | null {
  if (!isChosen(search.touches) || !isChosen(search.conversions)) return null;
  const back = windowMs(search.back ?? usualBack);
  return {
    touches: choiceOf(search.touches),
    conversions: choiceOf(search.conversions),
    models: search.models?.length ? search.models : usualModels,
    ...(back === undefined ? {} : { look_back_ms: back }),
    ...(range ? { range } : {}),
  };
}

const fine = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Credit is parted: whole numbers are written as such. */
export const formatCredit = (value: number) => (Number.isInteger(Math.round(value * 1e6) / 1e6) ? formatCount(Math.round(value)) : fine.format(value));

export const modelTitle = (model: string) => t(`journeys.model.${model as Model}`);
export const channelName = (answer: Attribution | undefined, channel: number | undefined) => nodeTitle(answer?.nodes.find((node) => node.id === channel));
export const modelsOf = (answer: Attribution) => answer.unattributed.map((each) => each.model);
export const creditOf = (channel: Attribution["channels"][number], model: string) => channel.credits.find((credit) => credit.model === model);

export function attributionSays(answer: Attribution, search: JourneySearch): string {
  const [model] = modelsOf(answer);
  const best = model === undefined ? undefined : [...answer.channels].sort((a, b) => (creditOf(b, model)?.conversions ?? 0) - (creditOf(a, model)?.conversions ?? 0))[0];
  const said = t("journeys.attribution_says", { count: answer.people, conversions: answer.conversions, name: namesTitle(search.conversions) });
  if (!best || model === undefined) return `${said} ${t("journeys.attribution_none")}`;
  const credit = creditOf(best, model)?.conversions ?? 0;
  const alone = answer.unattributed[0]?.conversions ?? 0;
  return `${said} ${t("journeys.attribution_best", {
    model: modelTitle(model),
    channel: channelName(answer, best.channel),
    share: formatPercent(credit / Math.max(1, answer.conversions), answer.conversions),
    alone: formatPercent(alone / Math.max(1, answer.conversions), answer.conversions),
  })}`;
}

export function attributionWhoTitle(who: AttributionWho, answer: Attribution | undefined): string {
  if (who.kind === "unattributed") return t("journeys.attribution_who_none", { model: modelTitle(who.model ?? "first") });
  const channel = channelName(answer, who.channel);
  if (who.kind === "touched") return who.channel === undefined ? t("journeys.attribution_who_all") : t("journeys.attribution_who_touched", { channel });
  return t("journeys.attribution_who_credited", { channel, model: modelTitle(who.model ?? "first") });
}

export const creditLabel = (channel: string, model: string, conversions: number, count: number) =>
  t("journeys.attribution_label", { channel, model: modelTitle(model), conversions: formatCredit(conversions), people: people(count) });

export function attributionSheet(answer: Attribution): Sheet<AttributionWho> {
  const end = true;
  const models = modelsOf(answer);
  const most = Math.max(1e-9, ...answer.channels.flatMap((channel) => channel.credits.map((credit) => credit.conversions)));
  return {
    columns: [{ title: t("journeys.touch") }, { title: t("journeys.touch_count"), end }, { title: t("journeys.touched_people"), end }, ...models.map((model) => ({ title: modelTitle(model), end }))],
    rows: [
      ...answer.channels.map((channel) => [
        { text: channelName(answer, channel.channel) },
        { text: formatCount(channel.touches), raw: channel.touches },
        { text: formatCount(channel.people), raw: channel.people, ...(channel.people ? { who: { kind: "touched" as const, channel: channel.channel } } : {}) },
        ...models.map((model) => {
          const credit = creditOf(channel, model);
          return {
            text: formatCredit(credit?.conversions ?? 0),
            raw: credit?.conversions ?? 0,
            heat: (credit?.conversions ?? 0) / most,
            ...(credit?.people ? { who: { kind: "credited" as const, channel: channel.channel, model } } : {}),
          };
        }),
      ]),
      [
        { text: t("journeys.unattributed") },
        { text: "", raw: null },
        { text: "", raw: null },
        ...answer.unattributed.map((each) => ({ text: formatCount(each.conversions), raw: each.conversions, ...(each.conversions ? { who: { kind: "unattributed" as const, model: each.model } } : {}) })),
      ],
    ],
  };
}

/** Parts by before whose success each touch came. */
export const attributionCompare = (): Compare<Attribution, AttributionWho> => {
  const most = (whole: Attribution) => [...whole.channels].sort((a, b) => b.people - a.people);
  const cell = (answer: Attribution, channel: number) => {
    const own = answer.channels.find((each) => each.channel === channel);
    return answer.people > 0 ? { rate: shareOf(own?.people ?? 0, answer.people), who: { kind: "touched" as const, channel } } : null;
  };
  return {
    title: (whole) => t("journeys.attribution_compared", { channel: channelName(whole, most(whole)[0]?.channel) }),
    rate: (answer, whole) => {
      const [best] = most(whole);
      return best ? cell(answer, best.channel) : null;
    },
    column: t("journeys.attribution_compared_rows"),
    rows: (answers, whole) => most(whole).map(({ channel }) => ({ name: channelName(whole, channel), cells: answers.map((answer) => cell(answer, channel)) })),
  };
};
