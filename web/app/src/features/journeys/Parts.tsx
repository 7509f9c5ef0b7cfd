/** The parts of an answer side by side: how far each gets, by how much that differs from the first, and each part's own chart. */
import type { ReactNode } from "react";

import { t } from "@/lib/i18n";

import { BarRows } from "./BarRows";
import style from "./journeys.module.css";
import { RateChart, type RateGroup } from "./RateChart";
import type { Part } from "./search";
import { SheetTable } from "./SheetTable";
import { differenceOf, differenceWords, type InPart, partHead, partTitle, type Rate, type RateRow, sideBySide } from "./split";
import { people } from "./words";

export interface PartAnswer<Answer> {
  part: Part & { people: number };
  answer: Answer;
}

export interface Amount<Who> {
  value: number;
  text: string;
  who?: Who;
}

/** What parts are compared by: rates, or amounts where the question has none. */
export interface Compare<Answer, Who> {
  title: (whole: Answer) => string;
  /** The one rate that says most. */
  rate?: (answer: Answer, whole: Answer) => Rate<Who> | null;
  amount?: (answer: Answer) => Amount<Who>;
  /** All parts in one picture. */
  overview?: (parts: PartAnswer<Answer>[], onOpen: (cell: InPart<Who>) => void) => ReactNode;
  /** What the rows of the table are, and the rates in them. */
  column?: string;
  rows?: (answers: Answer[], whole: Answer) => RateRow<Who>[];
}

interface Props<Answer, Who> {
  whole: Answer;
  parts: PartAnswer<Answer>[];
  compare: Compare<Answer, Who>;
  chart: (answer: Answer, open: (who: Who) => void, whole: Answer) => ReactNode;
  onOpen: (cell: InPart<Who>) => void;
}

export function Parts<Answer, Who>(props: Props<Answer, Who>) {
  const { whole, parts, compare, chart, onOpen } = props;
  const { column = "", rows } = compare;
  const found = rows?.(parts.map((each) => each.answer), whole) ?? [];
  return (
    <>
      {compare.overview?.(parts, onOpen)}
      {compare.rate ? <Rates {...props} rate={compare.rate} /> : compare.amount && <Amounts {...props} amount={compare.amount} />}
      {found.length > 0 && (
        <div className={style.group}>
          <SheetTable label={column} sheet={sideBySide(column, found, parts.map((each) => each.part))} onOpen={onOpen} />
        </div>
      )}
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

function Rates<Answer, Who>({ whole, parts, compare, rate: rateIn, onOpen }: Props<Answer, Who> & { rate: NonNullable<Compare<Answer, Who>["rate"]> }) {
  const rates = parts.map(({ answer }) => rateIn(answer, whole));
  const [first] = rates;
  const title = compare.title(whole);
  const groups = parts.map(({ part }, at): RateGroup => {
    const rate = rates[at];
    if (!rate) return { key: String(at), bars: [] };
    const { who } = rate;
    const words = at > 0 && first ? differenceWords(differenceOf(first.rate, rate.rate)) : "";
    return {
      key: String(at),
      bars: [
        {
          key: "rate",
          name: partHead(part),
          rate: rate.rate,
          tone: at === 0 ? "neutral" : "accent",
          ...(words ? { note: words } : {}),
          onOpen: who === undefined ? undefined : () => onOpen({ who, part }),
        },
      ],
    };
  });
  return (
    <div className={style.group} data-caption={title}>
      <h2>
        {title}{" "}
        {parts[0] && parts.length > 1 && <span className="tl-dim">{t("journeys.against_first", { name: partTitle(parts[0].part) })}</span>}
      </h2>
      <RateChart label={title} groups={groups.filter((group) => group.bars.length > 0)} />
    </div>
  );
}

function Amounts<Answer, Who>({ whole, parts, compare, amount: amountIn, onOpen }: Props<Answer, Who> & { amount: NonNullable<Compare<Answer, Who>["amount"]> }) {
  const title = compare.title(whole);
  return (
    <div className={style.group} data-caption={title}>
      <h2>{title}</h2>
      <BarRows
        label={title}
        rows={parts.map(({ part, answer }, at) => {
          const { value, text, who } = amountIn(answer);
          return { key: String(at), name: partTitle(part), value, text, label: `${partTitle(part)}: ${text}`, onOpen: who === undefined ? undefined : () => onOpen({ who, part }) };
        })}
      />
    </div>
  );
}
