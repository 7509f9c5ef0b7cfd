/**
 * What all journey pages share: the question on one side, and on the other what it answers, in a
 * sentence, as a chart, as a table and as a file; and the people behind whatever is opened.
 */
import { Button } from "@mantine/core";
import { IconDownload, IconRoute } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";

import { RangeField, ViewField } from "./fields";
import style from "./journeys.module.css";
import { PeoplePanel } from "./PeoplePanel";
import { type JourneyPage, pages } from "./search";
import { csvOf, type Sheet } from "./sheet";
import { SheetTable } from "./SheetTable";
import type { Journey } from "./useJourney";
import { useQuestion } from "./useQuestion";

interface Props<Question, Answer, Who extends object> {
  page: JourneyPage;
  journey: Journey;
  /** Null while it is not complete; then `todo` says what is missing. */
  question: Question | null;
  todo?: string;
  builder: ReactNode;
  /** Whether there is nothing to draw. */
  isEmpty: (answer: Answer) => boolean;
  says: (answer: Answer) => string;
  chart: (answer: Answer, open: (who: Who) => void) => ReactNode;
  /** What else belongs to the answer, below the chart or the table. */
  below?: (answer: Answer, open: (who: Who) => void) => ReactNode;
  sheet: (answer: Answer) => Sheet<Who>;
  whoTitle: (who: Who, answer: Answer | undefined) => string;
}

export function Frame<Question, Answer extends { note: { people: number; took_ms: number } }, Who extends object>(props: Props<Question, Answer, Who>) {
  const { page, journey, question } = props;
  const { answer, stale } = useQuestion<Question, Answer>(page, question);
  const who = journey.search.who as Who | undefined;
  const open = (next: Who) => journey.look({ who: next as Record<string, unknown> });
  const title = t(`journeys.${page}`);
  return (
    <div className={style.page}>
      <JourneyNav journey={journey} />
      <PageHead title={title}>
        <RangeField journey={journey} />
      </PageHead>
      <div className={style.columns}>
        <form className={style.builder} aria-label={t("journeys.question")} onSubmit={(event) => event.preventDefault()}>
          {props.builder}
        </form>
        <section className={style.answer} aria-label={t("journeys.answer")} aria-busy={question !== null && (stale || answer.isPending)}>
          {question === null ? (
            <Empty icon={IconRoute} text={props.todo ?? ""} />
          ) : answer.isError ? (
            <ProblemNote message={answer.error.message} retry={() => void answer.refetch()} />
          ) : answer.data ? (
            <div className={style.result} data-stale={stale || undefined}>
              <Result {...props} answer={answer.data} open={open} title={title} />
            </div>
          ) : (
            <Rows />
          )}
        </section>
      </div>
      {who && question !== null && (
        <PeoplePanel page={page} question={question} who={who} title={props.whoTitle(who, answer.data)} onClose={() => journey.look({ who: undefined })} />
      )}
    </div>
  );
}

type ResultProps<Question, Answer, Who extends object> = Props<Question, Answer, Who> & { answer: Answer; open: (who: Who) => void; title: string };

function Result<Question, Answer extends { note: { people: number; took_ms: number } }, Who extends object>(props: ResultProps<Question, Answer, Who>) {
  const { answer, open, title, journey } = props;
  if (props.isEmpty(answer)) return <Empty icon={IconRoute} text={t("journeys.nothing")} />;
  const sheet = props.sheet(answer);
  return (
    <>
      <p className={style.says} aria-live="polite">
        {props.says(answer)}
      </p>
      <div className={style.tools}>
        <ViewField journey={journey} />
        <Button variant="default" leftSection={<IconDownload size={15} />} onClick={() => save(`${props.page}.csv`, csvOf(sheet))}>
          {t("journeys.csv")}
        </Button>
      </div>
      {journey.search.view === "table" ? <SheetTable label={title} sheet={sheet} onOpen={open} /> : props.chart(answer, open)}
      {props.below?.(answer, open)}
      <p className={style.note}>{t("journeys.note", { count: answer.note.people, ms: Math.max(1, Math.round(answer.note.took_ms)) })}</p>
    </>
  );
}

/** Gives the browser a file that was made here. */
function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** From one question to the next; the range of time goes along. */
function JourneyNav({ journey }: { journey: Journey }) {
  const { range, from, until } = journey.search;
  const search = { ...(range ? { range } : {}), ...(from ? { from } : {}), ...(until ? { until } : {}) };
  return (
    <nav className={style.nav} aria-label={t("nav.journeys")}>
      {pages.map((page) => (
        <Link key={page} to={`/journeys/${page}`} search={search} activeOptions={{ includeSearch: false }} activeProps={{ "data-active": true }}>
          {t(`journeys.${page}`)}
        </Link>
      ))}
    </nav>
  );
}
