/** People who are probably one: pairs side by side, why, and the decision. */
import { Button } from "@mantine/core";
import { IconArrowMerge, IconArrowsSplit2, IconUsersGroup } from "@tabler/icons-react";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";

import { post } from "@/api/client";
import { read } from "@/api/query";
import type { DuplicatePair, Duplicates, DuplicateSearch } from "@/api/types";
import { useRight } from "@/features/access";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { say, sayProblem } from "@/ui/toast";
import { When } from "@/ui/When";

import style from "./duplicates.module.css";
import lists from "./lists.module.css";
import { chanceOf, nextAfter, strengthOf } from "./duplicates";

const route = getRouteApi("/app/people/duplicates");
const path = "/duplicates";
const pollMs = 1000;

export function DuplicatesPage() {
  const { pair: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery({
    ...read<Duplicates>(path, { limit: 200 }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.search?.state === "running" ? pollMs : false),
  });
  const pairs = list.data?.items ?? [];
  const shown = pairs.find((each) => each.id === wanted) ?? pairs[0];
  const choose = (id: string | undefined) => void navigate({ search: id ? { pair: id } : {}, replace: true, resetScroll: false });
  const search = list.data?.search ?? null;
  return (
    <div className={lists.page}>
      <div className={lists.head}>
        <PageHead title={t("nav.duplicates")} count={search ? list.data?.total : undefined}>
          <SearchState search={search} />
        </PageHead>
        {list.isError && <ProblemNote message={list.error.message} retry={() => void list.refetch()} />}
      </div>
      {list.isPending ? (
        <div className={style.loading}>
          <Rows count={10} height={18} />
        </div>
      ) : shown ? (
        <div className={style.columns}>
          <PairList pairs={pairs} shown={shown.id} onChoose={choose} />
          <Pair key={shown.id} pair={shown} pairs={pairs} onChoose={choose} />
        </div>
      ) : list.isError ? null : (
        <Empty icon={IconUsersGroup} text={search ? t("duplicates.none") : t("duplicates.never")} />
      )}
    </div>
  );
}

/** When everybody was last compared, and the button that does it again. */
function SearchState({ search }: { search: DuplicateSearch | null }) {
  const queries = useQueryClient();
  const mayEdit = useRight("edit_people");
  const running = search?.state === "running";
  const start = async () => {
    const answer = await post<DuplicateSearch>(`${path}/search`, {});
    if (!answer.ok) sayProblem(answer.error.message);
    void queries.invalidateQueries({ queryKey: [path] });
  };
  return (
    <>
      <span className={style.searched} role="status">
        {running ? (
          t("duplicates.comparing")
        ) : search?.state === "failed" ? (
          t("duplicates.failed")
        ) : search ? (
          <>
            {t("duplicates.compared", { count: search.people })} <When at={search.finished_at} />
          </>
        ) : null}
      </span>
      {mayEdit && (
        <Button variant={search ? "default" : "filled"} disabled={running} onClick={() => void start()}>
          {t("duplicates.search")}
        </Button>
      )}
    </>
  );
}

function PairList({ pairs, shown, onChoose }: { pairs: DuplicatePair[]; shown: string; onChoose: (id: string) => void }) {
  return (
    <ul className={style.list} aria-label={t("nav.duplicates")}>
      {pairs.map((pair) => (
        <li key={pair.id}>
          <button type="button" aria-current={pair.id === shown} onClick={() => onChoose(pair.id)}>
            <span className={style.names}>
              <bdi>{pair.one.name}</bdi>
              <bdi className="tl-dim">{pair.other.name}</bdi>
            </span>
            <span className="tl-numbers">{chanceOf(pair.probability)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Pair({ pair, pairs, onChoose }: { pair: DuplicatePair; pairs: DuplicatePair[]; onChoose: (id: string | undefined) => void }) {
  const mayEdit = useRight("edit_people");
  const { accept, refuse, busy } = useDecisions(pair, () => onChoose(nextAfter(pairs, pair.id, 1)));
  useShortcuts(t("keys.duplicates"), [
    { keys: "j", text: t("keys.next"), run: () => onChoose(nextAfter(pairs, pair.id, 1)) },
    { keys: "k", text: t("keys.previous"), run: () => onChoose(nextAfter(pairs, pair.id, -1)) },
    ...(mayEdit
      ? [
          { keys: "y", text: t("duplicates.same"), run: () => void accept() },
          { keys: "n", text: t("duplicates.two"), run: () => void refuse() },
        ]
      : []),
  ]);
  return (
    <section className={style.pair} aria-label={t("duplicates.pair", { one: pair.one.name, other: pair.other.name })}>
      <table className={style.compared}>
        <thead>
          <tr>
            <th scope="col">
              <span className="tl-hidden">{t("duplicates.field")}</span>
            </th>
            <Side person={pair.one} />
            <Side person={pair.other} />
            <th scope="col">{t("duplicates.says")}</th>
          </tr>
        </thead>
        <tbody>
          {pair.evidence.map((row) => (
            <tr key={row.field}>
              <th scope="row">{row.field}</th>
              <td dir="auto">{row.one}</td>
              <td dir="auto">{row.other}</td>
              <td>
                <span className={style.words}>{row.words}</span>
                <Strength weight={row.weight} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={style.chance}>{t("duplicates.chance", { chance: chanceOf(pair.probability) })}</p>
      {mayEdit && (
        <div className={style.decide}>
          <Button leftSection={<IconArrowMerge size={16} />} loading={busy} onClick={() => void accept()}>
            {t("duplicates.same")}
          </Button>
          <Button variant="default" leftSection={<IconArrowsSplit2 size={16} />} disabled={busy} onClick={() => void refuse()}>
            {t("duplicates.two")}
          </Button>
          <span className="tl-dim">{t("duplicates.effect")}</span>
        </div>
      )}
    </section>
  );
}

function Side({ person }: { person: DuplicatePair["one"] }) {
  return (
    <th scope="col">
      <span className={style.person}>
        <Avatar id={person.id} name={person.name} size={22} />
        <Link to="/people/$profile" params={{ profile: person.id }} search={{}} className="tl-cut" dir="auto">
          {person.name}
        </Link>
      </span>
      <span className={style.facts}>
        {t("duplicates.events", { count: person.events })}
        {person.last_seen ? (
          <>
            {", "}
            {formatCount(person.identifiers)} {t("people.identifiers").toLowerCase()}, <When at={person.last_seen} />
          </>
        ) : null}
      </span>
    </th>
  );
}

function Strength({ weight }: { weight: number }) {
  const { tone, key } = strengthOf(weight);
  return key ? <Badge tone={tone}>{t(key)}</Badge> : null;
}

/** Both decisions, one at a time; each goes on to the next pair. */
function useDecisions(pair: DuplicatePair, onDone: () => void) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const fresh = () => {
    void queries.invalidateQueries({ queryKey: [path] });
    void queries.invalidateQueries({ queryKey: ["/profiles"] });
  };
  const decide = async (decision: "accept" | "refuse", done: () => void) => {
    if (busy) return;
    setBusy(true);
    const answer = await post(`${path}/${pair.id}/${decision}`, {});
    setBusy(false);
    if (!answer.ok) {
      sayProblem(answer.error.message);
    } else {
      onDone();
      done();
    }
    fresh();
  };
  const reopen = async () => {
    const answer = await post(`${path}/${pair.id}/reopen`, {});
    if (!answer.ok) sayProblem(answer.error.message);
    fresh();
  };
  return {
    busy,
    accept: () => decide("accept", () => say(t("duplicates.merged", { name: pair.one.name }))),
    refuse: () => decide("refuse", () => say(t("duplicates.kept"), () => void reopen())),
  };
}
