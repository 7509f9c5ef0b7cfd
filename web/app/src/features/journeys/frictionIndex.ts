/** The friction index in words, as bars and as a table. Pure. */
import type { Friction } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t, type TextKey } from "@/lib/i18n";

import type { FrictionWho } from "./friction";
import type { Sheet } from "./sheet";
import { people } from "./words";

export type Index = Friction["index"];
export type Kind = Index["kinds"][number];
export type Weighed = Kind & { weight: number; low: number; high: number };

const figure = (value: number | null | undefined) => (value ?? 0).toFixed(1);
const percent = (share: number) => String(Math.round(share * 100));
const known = (value: number | null | undefined): value is number => value !== null && value !== undefined;
const guessing = 0.5;

export const kindName = ({ kind }: Pick<Kind, "kind">) => t(`journeys.friction_kind.${kind}` as TextKey);

/** What hurts most comes first. */
export const weighed = (index: Index): Weighed[] =>
  index.kinds.filter((kind): kind is Weighed => known(kind.weight) && known(kind.low) && known(kind.high)).sort((a, b) => a.weight - b.weight);

export const weightText = ({ weight, low, high }: Weighed) => `${weight.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;

export function indexSays(index: Index, outcome: string): string[] {
  if (!index.learned) return [t("journeys.friction_index_not", { because: t(`journeys.friction_index_not.${index.because ?? "not_converged"}` as TextKey) })];
  const says = [t("journeys.friction_index_says", { outcome, mean: figure(index.mean), median: figure(index.median), most: figure(index.p90) })];
  const { predicts } = index;
  if (!predicts || !known(predicts.low) || !known(predicts.high)) says.push(t("journeys.friction_index_unknown"));
  else {
    says.push(t("journeys.friction_index_predicts", { area: percent(predicts.area), low: percent(predicts.low), high: percent(predicts.high) }));
    if (predicts.low <= guessing) says.push(t("journeys.friction_index_guess"));
  }
  return [...says, t("journeys.friction_index_causes")];
}

type Bar = Index["bars"][number];
export const barWho = ({ from, below }: Bar): FrictionWho => ({ kind: "index", from, ...(known(below) ? { below } : {}) });
export const barName = ({ from, below }: Bar) => t("journeys.friction_index_bar", { from, below: below ?? 100 });
export const barLabel = ({ from, below, people: count }: Bar) => t("journeys.friction_index_bar_label", { from, below: below ?? 100, people: people(count) });

export const indexSheet = (index: Index): Sheet<FrictionWho> => ({
  columns: [
    { title: t("journeys.friction_index_kind") },
    { title: t("journeys.friction_index_met"), end: true },
    { title: t("journeys.friction_index_times"), end: true },
    { title: t("journeys.friction_index_of"), end: true },
  ],
  rows: [...weighed(index), ...index.kinds.filter((kind) => !known(kind.weight))].map((kind) => [
    { text: kindName(kind) },
    { text: formatCount(kind.people), raw: kind.people },
    { text: formatCount(kind.times), raw: kind.times },
    { text: known(kind.weight) ? weightText(kind as Weighed) : "–", raw: kind.weight ?? null },
  ]),
});
