/** Whether people go as the map says: how many fit, where the others leave it, and which moments decide. */
import type { JourneyMapDocument, MapDeviation, MapOverlay, MapOverlayCell } from "@/api/types";
import { peopleWords, rateOf, type Sheet, SheetTable } from "@/features/journeys";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";

import { Compared } from "./Compared";
import { deviationCell, deviationSays, differenceSays } from "./figures";
import { Handoffs } from "./Handoffs";
import style from "./maps.module.css";
import { Moments } from "./Moments";
import type { MapSearch } from "./search";

interface Props {
  overlay: MapOverlay;
  document: JourneyMapDocument;
  /** What the other side of a comparison is called. */
  other: string;
  search: MapSearch;
  look: (next: MapSearch) => void;
  onOpen: (cell: MapOverlayCell, compared?: boolean) => void;
}

export function Conformance({ overlay, document, other, search, look, onOpen }: Props) {
  const { conformance } = overlay.shown;
  const { fits, on_the_way: onTheWay, deviations, lines } = conformance;
  const difference = overlay.differences?.fits;
  if (lines === 0) return null;
  return (
    <div className={style.below}>
      <Compared overlay={overlay} other={other} onOpen={onOpen} />
      <section aria-labelledby="conformance">
        <h2 id="conformance">{t("maps.conformance")}</h2>
        <ul className={style.shares}>
          <Share name={t("maps.fits")} text={rateOf(fits)} note={difference ? differenceSays(difference) : undefined} onOpen={() => onOpen({ kind: "fits" })} />
          <Share name={t("maps.on_the_way")} text={rateOf(onTheWay)} onOpen={() => onOpen({ kind: "on_the_way" })} />
          <Share name={t("maps.deviates")} text={peopleWords(lines - fits.count)} onOpen={() => onOpen({ kind: "deviates" })} />
          <Share name={t("maps.fitness")} text={t("journeys.percent", { share: Math.round(conformance.fitness * 100) })} />
        </ul>
        {deviations.length > 0 && (
          <>
            <h3>{t("maps.where")}</h3>
            <SheetTable label={t("maps.where")} sheet={deviationSheet(deviations, document)} onOpen={onOpen} />
            {conformance.all_deviations > deviations.length && <p className={style.note}>{t("maps.more_deviations", { shown: deviations.length, count: conformance.all_deviations })}</p>}
          </>
        )}
        {conformance.too_long > 0 && <p className={style.note}>{t("maps.too_long", { count: conformance.too_long })}</p>}
      </section>
      <Moments moments={overlay.shown.moments} search={search} look={look} onOpen={onOpen} />
      <Handoffs figures={overlay.shown} document={document} onOpen={onOpen} />
    </div>
  );
}

function Share({ name, text, note, onOpen }: { name: string; text: string; note?: string | undefined; onOpen?: () => void }) {
  return (
    <li>
      <span className={style.words}>{name}</span>
      {onOpen ? (
        <button type="button" className={style.figure} aria-label={`${name}: ${text}`} onClick={onOpen}>
          {text}
        </button>
      ) : (
        <span>{text}</span>
      )}
      {note && <span className={style.words}>{note}</span>}
    </li>
  );
}

function deviationSheet(deviations: MapDeviation[], document: JourneyMapDocument): Sheet<MapOverlayCell> {
  const end = true;
  return {
    columns: [{ title: t("maps.deviation") }, { title: t("nav.people"), end }, { title: t("maps.share"), end }, { title: t("journeys.times"), end }],
    rows: deviations.map((each) => [
      { text: deviationSays(each, document) },
      { text: formatCount(each.people.count), raw: each.people.count, who: deviationCell(each) },
      { text: rateOf(each.people), raw: each.people.share },
      { text: formatCount(each.times), raw: each.times },
    ]),
  };
}
