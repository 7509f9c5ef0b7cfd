/** The people behind a figure, each a link to their page. */
import { Button } from "@mantine/core";

import { PersonName } from "@/features/people";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Panel } from "@/ui/Panel";
import { ProblemNote } from "@/ui/Problem";

import style from "./journeys.module.css";
import type { JourneyPage } from "./search";
import { usePeopleBehind } from "./useQuestion";
import { people } from "./words";

interface Props {
  page: JourneyPage;
  question: unknown;
  who: unknown;
  title: string;
  onClose: () => void;
}

export function PeoplePanel({ page, question, who, title, onClose }: Props) {
  const found = usePeopleBehind(page, question, who);
  const items = found.data?.pages.flatMap((each) => each.items) ?? [];
  const total = found.data?.pages[0]?.total;
  return (
    <Panel title={title} label={t("journeys.who")} onClose={onClose}>
      {total !== undefined && (
        <p className={style.total} aria-live="polite">
          {people(total)}
        </p>
      )}
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
