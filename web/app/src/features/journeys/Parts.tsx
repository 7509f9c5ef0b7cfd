/** The parts of an answer side by side: how far each gets, by how much that differs from the first, and each part's own chart. */
import type { ReactNode } from "react";

import { t } from "@/lib/i18n";

import style from "./journeys.module.css";
import { RateChart } from "./RateChart";
import type { Part } from "./search";
import { SheetTable } from "./SheetTable";
import { differenceOf, differenceWords, type InPart, partHead, partTitle, type Rate, type RateRow, sideBySide } from "./split";
import { people } from "./words";

export interface PartAnswer<Answer> {
  part: Part & { people: number };
  answer: Answer;
}

/** What parts are compared by. */
export interface Compare<Answer, Who> {
  /** The one rate that says most, and what it is. */
  rate: (answer: Answer, whole: Answer) => Rate<Who> | null;
  title: (whole: Answer) => string;
  /** What the rows of the table are, and the rates in them. */
  column: string;
  rows: (answers: Answer[], whole: Answer) => RateRow<Who>[];
}

interface Props<Answer, Who> {
  whole: Answer;
  parts: PartAnswer<Answer>[];
  compare: Compare<Answer, Who>;
  chart: (answer: Answer, open: (who: Who) => void, whole: Answer) => ReactNode;
  onOpen: (cell: InPart<Who>) => void;
}

export function Parts<Answer, Who>({ whole, parts, compare, chart, onOpen }: Props<Answer, Who>) {
  const rates = parts.map(({ answer }) => compare.rate(answer, whole));
  const [first] = rates;
  const name = parts[0] ? partTitle(parts[0].part) : "";
  return (
    <>
      <div className={style.group} data-caption={compare.title(whole)}>
        <h2>
          {compare.title(whole)} {parts.length > 1 && <span className="tl-dim">{t("journeys.against_first", { name })}</span>}
        </h2>
        <RateChart
          label={compare.title(whole)}
          groups={parts.map(({ part }, at) => {
            const rate = rates[at];
            const who = rate?.who;
            const words = at > 0 && rate && first ? differenceWords(differenceOf(first.rate, rate.rate)) : "";
            return {
              key: String(at),
              bars: rate
                ? [
                    {
                      key: "rate",
                      name: partHead(part),
                      rate: rate.rate,
                      tone: at === 0 ? ("neutral" as const) : ("accent" as const),
                      ...(words ? { note: words } : {}),
                      onOpen: who === undefined ? undefined : () => onOpen({ who, part }),
                    },
                  ]
                : [],
            };
          })}
        />
      </div>
      <div className={style.group}>
        <SheetTable label={compare.column} sheet={sideBySide(compare.column, compare.rows(parts.map((each) => each.answer), whole), parts.map((each) => each.part))} onOpen={onOpen} />
      </div>
      <div className={style.parts}>
        {parts.map(({ part, answer }, at) => (
          <section key={at} className={style.group} aria-label={partTitle(part)} data-caption={partHead(part)}>
            <h2>
              {partTitle(part)} <span className="tl-dim">{people(part.people)}</span>
            </h2>
            {part.people === 0 ? <p className={style.note}>{t("journeys.part_empty")}</p> : chart(answer, (who) => onOpen({ who, part }), whole)}
          </section>
        ))}
      </div>
    </>
  );
}
