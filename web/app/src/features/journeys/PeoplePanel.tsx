/** The people behind a figure, each a link to their page. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";

import { PersonName } from "@/features/people";
import { SaveAs } from "@/features/segments";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Panel } from "@/ui/Panel";
import { ProblemNote } from "@/ui/Problem";

import style from "./journeys.module.css";
import { type Behind, everybodyBehind, ruleBehind, usePeopleBehind } from "./useQuestion";
import { useFigure } from "./useFigure";
import { people } from "./words";

interface Props {
  behind: Behind;
  title: string;
  onClose: () => void;
  children?: ReactNode;
}

export function PeoplePanel({ behind, title, onClose, children }: Props) {
  const found = usePeopleBehind(behind);
  const items = found.data?.pages.flatMap((each) => each.items) ?? [];
  const figure = useFigure(behind);
  const total = found.data?.pages[0]?.total;
  return (
    <Panel title={title} label={t("journeys.who")} onClose={onClose}>
      {children}
      {total !== undefined && (
        <p className={style.total} aria-live="polite">
          {people(total)}
        </p>
      )}
      {total ? <SaveAs title={title} everybody={() => everybodyBehind(behind)} rule={() => ruleBehind(behind)} figure={figure} /> : null}
      {found.isPending && <Rows count={8} />}
      {found.isError && <ProblemNote message={found.error.message} retry={() => void found.refetch()} />}
      {items.length > 0 && (
        <ul className={style.people}>
          {items.map((person) => (
            <li key={person.id}>
              <PersonName person={person} />
            </li>
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("journeys.more_people")}
        </Button>
      )}
    </Panel>
  );
}
