/** Which stages and touchpoints go with reaching the end, and with what somebody is worth. */
import { NativeSelect } from "@mantine/core";

import type { MapMoment, MapOverlay, MapOverlayCell } from "@/api/types";
import { useEventNames } from "@/features/condition";
import { rateOf, type Sheet, SheetTable } from "@/features/journeys";
import { t } from "@/lib/i18n";

import { differenceSays, formatAmount, momentCell, worthDifferenceSays } from "./figures";
import style from "./maps.module.css";
import { NumbersField } from "./NumbersField";
import type { MapSearch } from "./search";

interface Props {
  moments: MapOverlay["shown"]["moments"];
  search: MapSearch;
  look: (next: MapSearch) => void;
  onOpen: (cell: MapOverlayCell) => void;
}

export function Moments({ moments, search, look, onOpen }: Props) {
  const names = [...useEventNames().keys()];
  const { goal, amounts } = search;
  const hasWorth = moments.items.some((each) => each.worth);
  return (
    <section aria-labelledby="moments">
      <h2 id="moments">{t("maps.moments")}</h2>
      <div className={style.momentFields}>
        <NativeSelect
          aria-label={t("maps.goal")}
          value={goal ?? ""}
          onChange={({ currentTarget: { value } }) => look({ goal: value || undefined } as MapSearch)}
          data={[{ value: "", label: t("maps.goal_last") }, ...(goal && !names.includes(goal) ? [goal] : []), ...names]}
        />
        <NumbersField event={t("maps.worth_event")} property={t("maps.worth_property")} none={t("maps.worth_none")} value={amounts} onChange={(next) => look({ amounts: next } as MapSearch)} />
      </div>
      {moments.items.length > 0 ? (
        <>
          <p className={style.note}>
            {t("maps.moments_text", { share: rateOf(moments.reached), goal: goal ?? t("maps.the_end") })}
            {hasWorth && amounts && ` ${t("maps.worth_text", { event: amounts.event, property: amounts.property })}`}
          </p>
          <SheetTable label={t("maps.moments_table")} sheet={momentSheet(moments.items, hasWorth)} onOpen={onOpen} />
        </>
      ) : (
        <p className={style.note}>{t("maps.moments_none")}</p>
      )}
    </section>
  );
}

const sure = (text: string, holds: boolean) => (holds ? text : `${text} · ${t("maps.unsure")}`);

function momentSheet(items: MapMoment[], hasWorth: boolean): Sheet<MapOverlayCell> {
  const end = true;
  // What they are ranked by comes first.
  const heads = [...(hasWorth ? [t("maps.worth_met"), t("maps.worth_not_met"), t("maps.worth_difference")] : []), t("maps.who_met"), t("maps.who_did_not"), t("maps.difference")];
  return {
    columns: [{ title: t("maps.moment") }, ...heads.map((title) => ({ title, end }))],
    rows: items.map((each) => [
      { text: each.name },
      ...(hasWorth ? worthCells(each) : []),
      { text: rateOf(each.met), raw: each.met.share, who: momentCell(each, true) },
      { text: rateOf(each.not_met), raw: each.not_met.share, who: momentCell(each, false) },
      { text: sure(differenceSays(each), each.holds), raw: each.difference, unsure: !each.holds },
    ]),
  };
}

function worthCells(moment: MapMoment): Sheet<MapOverlayCell>["rows"][number] {
  const { worth } = moment;
  if (!worth) return [{ text: "" }, { text: "" }, { text: "" }];
  return [
    { text: formatAmount(worth.met), raw: worth.met, who: momentCell(moment, true) },
    { text: formatAmount(worth.not_met), raw: worth.not_met, who: momentCell(moment, false) },
    { text: sure(worthDifferenceSays(worth), worth.holds), raw: worth.difference, unsure: !worth.holds },
  ];
}
