/**
 * What all journey pages share: the question on one side, and on the other what it answers, in a
 * sentence, as a chart, as a table and as a file; and the people behind whatever is opened.
 */
import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconRoute } from "@tabler/icons-react";
import { type ReactNode, useId, useRef, useState } from "react";

import { conditionWords, readCondition, useSegmentNames } from "@/features/condition";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";

import { RangeField, ViewField } from "./fields";
import { JourneyNav } from "./JourneyNav";
import style from "./journeys.module.css";
import { type Compare, type PartAnswer, Parts } from "./Parts";
import { PeoplePanel } from "./PeoplePanel";
import { Pin } from "./Pin";
import { type JourneyPage, shapes } from "./search";
import type { Sheet } from "./sheet";
import { SheetTable } from "./SheetTable";
import { byTitle, type InPart, isSplit, partTitle, sheetOfParts } from "./split";
import { SplitField, WhoseField } from "./SplitField";
import { TakeAway } from "./TakeAway";
import { useTile } from "./tile";
import { type Journey } from "./useJourney";
import { type Behind, useQuestion } from "./useQuestion";

interface Note {
  note: { people: number; took_ms: number };
  parts: { part: { kind: string; value?: unknown; people: number }; answer: unknown }[];
}

interface Props<Question, Answer, Who extends object> {
  page: JourneyPage;
  journey: Journey;
  /** Null while it is not complete; then `todo` says what is missing. */
  question: Question | null;
  todo?: string;
  builder: ReactNode;
  /** The question in a few words, for where the builder is folded. */
  summary: (string | undefined)[];
  /** Whether there is nothing to draw. */
  isEmpty: (answer: Answer) => boolean;
  says: (answer: Answer) => string;
  /** For a part of the answer, with the whole too. */
  chart: (answer: Answer, open: (who: Who) => void, whole?: Answer) => ReactNode;
  /** What else belongs to the answer, below the chart or the table. */
  below?: (answer: Answer, open: (who: Who) => void) => ReactNode;
  sheet: (answer: Answer) => Sheet<Who>;
  whoTitle: (who: Who, answer: Answer | undefined) => string;
  /** Where the people behind a cell are another question's. */
  ask?: (who: Who, question: Question) => { page?: JourneyPage; question: unknown; cell: unknown };
  /** How the parts of the answer are compared. */
  compare: Compare<Answer, Who>;
}

export function Frame<Question extends object, Answer extends Note, Who extends object>(props: Props<Question, Answer, Who>) {
  const { page, journey } = props;
  const { search } = journey;
  const tile = useTile();
  const question =
    props.question === null ? null : { ...props.question, ...(search.people ? { people: search.people } : {}), ...journey.split };
  const { answer, stale } = useQuestion<Question, Answer>(page, question, tile !== null);
  const who = search.who as Who | undefined;
  const open = ({ who: next, part }: InPart<Who>) => journey.look({ who: next as Record<string, unknown>, part });
  const title = t(`journeys.${page}`);
  const behind = (): Behind => {
    const asked = who && question && props.ask?.(who, question);
    return { page: asked?.page ?? page, question: asked?.question ?? question, cell: asked ? asked.cell : who, part: search.part };
  };
  const whoTitle = who && [props.whoTitle(who, answer.data), search.part && partTitle(search.part)].filter(Boolean).join(", ");
  const shown =
    question === null ? (
      <Empty icon={IconRoute} text={props.todo ?? ""} />
    ) : answer.isError ? (
      <ProblemNote message={answer.error.message} retry={() => void answer.refetch()} />
    ) : answer.data ? (
      <div className={style.result} data-stale={stale || undefined}>
        <Result {...props} answer={answer.data} open={open} title={title} />
      </div>
    ) : (
      <Rows />
    );
  const busy = question !== null && (stale || answer.isPending);
  if (tile) return <div className={style.tile} aria-busy={busy}>{shown}</div>;
  return (
    <PageBody>
      <JourneyNav search={search} />
      <PageHead title={title}>
        <RangeField journey={journey} />
      </PageHead>
      <div className={style.columns}>
        <Builder journey={journey} summary={props.summary} begun={question !== null}>
          {props.builder}
          <WhoseField journey={journey} />
          <SplitField journey={journey} eachEvent={eachEvent.includes(page)} />
        </Builder>
        <section className={style.answer} aria-label={t("journeys.answer")} aria-busy={busy}>
          {shown}
        </section>
      </div>
      {who && question !== null && (
        <PeoplePanel behind={behind()} title={whoTitle ?? ""} onClose={() => journey.look({ who: undefined, part: undefined })} />
      )}
    </PageBody>
  );
}

/** Pages whose parts by a property are of events, and not of people by their first one. */
const eachEvent: JourneyPage[] = ["counts", ...shapes];

interface BuilderProps {
  journey: Journey;
  summary: (string | undefined)[];
  begun: boolean;
  children: ReactNode;
}

/** Beside the answer; above it, where there is no room, folded into a line that says the question. */
function Builder({ journey, summary, begun, children }: BuilderProps) {
  const [unfolded, setUnfolded] = useState<boolean | null>(null);
  const id = useId();
  const shown = unfolded ?? !begun;
  const { people, by } = journey.search;
  const node = people && readCondition(people);
  const segments = useSegmentNames();
  const words = [...summary, node ? conditionWords(node, segments) : "", by && isSplit(journey.split) ? t("journeys.by", { name: byTitle(by) }) : ""].filter(Boolean).join(" · ");
  return (
    <div className={style.side}>
      <UnstyledButton className={style.fold} aria-expanded={shown} aria-controls={id} onClick={() => setUnfolded(!shown)}>
        <span className={style.foldWords}>
          <b>{t("journeys.question")}</b> {words}
        </span>
        <IconChevronDown size={16} className={style.foldIcon} aria-hidden />
      </UnstyledButton>
      <form id={id} className={style.builder} data-folded={!shown || undefined} aria-label={t("journeys.question")} onSubmit={(event) => event.preventDefault()}>
        {children}
      </form>
    </div>
  );
}

type ResultProps<Question, Answer, Who extends object> = Props<Question, Answer, Who> & { answer: Answer; open: (cell: InPart<Who>) => void; title: string };

function Result<Question, Answer extends Note, Who extends object>(props: ResultProps<Question, Answer, Who>) {
  const { answer, open, title, journey, compare } = props;
  const drawn = useRef<HTMLDivElement>(null);
  const tile = useTile();
  if (props.isEmpty(answer)) return <Empty icon={IconRoute} text={t("journeys.nothing")} />;
  const parts = answer.parts as PartAnswer<Answer>[];
  const whole = (who: Who) => open({ who });
  const sheet: Sheet<InPart<Who>> =
    parts.length > 0
      ? sheetOfParts(parts.map(({ part, answer: of }) => ({ part, sheet: props.sheet(of) })))
      : inWhole(props.sheet(answer));
  const says = props.says(answer);
  return (
    <>
      <p className={style.says} aria-live="polite">
        {says}
      </p>
      {!tile && (
        <div className={style.tools}>
          <ViewField journey={journey} />
          <TakeAway name={props.page} title={title} says={says} sheet={sheet} drawn={drawn} />
          <Pin page={props.page} search={journey.search} title={[title, props.summary[0]].filter(Boolean).join(": ")} />
        </div>
      )}
      {journey.search.view === "table" ? (
        <SheetTable label={title} sheet={sheet} onOpen={open} />
      ) : (
        <div className={style.drawn} ref={drawn}>
          {parts.length > 0 ? <Parts whole={answer} parts={parts} compare={compare} chart={props.chart} onOpen={open} /> : props.chart(answer, whole)}
        </div>
      )}
      {!tile && (
        <>
          {parts.length === 0 && props.below?.(answer, whole)}
          <p className={style.note}>{t("journeys.note", { count: answer.note.people, ms: Math.max(1, Math.round(answer.note.took_ms)) })}</p>
        </>
      )}
    </>
  );
}

function inWhole<Who>(sheet: Sheet<Who>): Sheet<InPart<Who>> {
  return { columns: sheet.columns, rows: sheet.rows.map((row) => row.map(({ who, ...cell }) => ({ ...cell, ...(who === undefined ? {} : { who: { who } }) }))) };
}
