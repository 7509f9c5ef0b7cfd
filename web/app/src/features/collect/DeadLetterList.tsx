/** What was refused and why; each can be mended and sent again, or deleted. */
import { Button, Textarea } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { get, post, remove } from "@/api/client";
import { valueOf } from "@/api/query";
import type { DeadLetter, DeadLetters, Replayed } from "@/api/types";
import { useRight } from "@/features/access";
import { formatCount, formatExact, humanise } from "@/lib/format";
import { findText, t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { Confirm } from "@/ui/Confirm";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { Json } from "@/ui/Json";
import { Panel } from "@/ui/Panel";
import { ProblemNote } from "@/ui/Problem";
import { say } from "@/ui/toast";
import { When } from "@/ui/When";

import style from "./collect.module.css";

const reasonTitle = (reason: string) => findText(`reason.${reason}`) ?? humanise(reason);

interface Props {
  source: string;
  open: string | undefined;
  onOpen: (letter: string | null) => void;
}

export function DeadLetterList({ source, open, onOpen }: Props) {
  const path = `/sources/${encodeURIComponent(source)}/dead_letters`;
  const letters = useInfiniteQuery({
    queryKey: [path, "pages"],
    queryFn: ({ pageParam, signal }) => valueOf(get<DeadLetters>(path, { after: pageParam, limit: 100 }, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: 10_000,
  });
  const items = letters.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = Object.entries(letters.data?.pages[0]?.counts ?? {}).sort((a, b) => b[1] - a[1]);
  const letter = items.find((each) => each.id === open);
  if (letters.isPending) return <Rows />;
  if (letters.isError) return <ProblemNote message={letters.error.message} retry={() => void letters.refetch()} />;
  if (items.length === 0) return <Empty icon={IconMailOff} text={t("dead.none")} />;
  return (
    <>
      <div style={{ display: "flex", flexWrap: "wrap", gap: 6, marginBottom: 12 }}>
        {counts.map(([reason, count]) => (
          <Badge key={reason} title={reason}>
            {reasonTitle(reason)} {formatCount(count)}
          </Badge>
        ))}
      </div>
      <div className={style.scroll}>
        <table className={style.list} aria-label={t("sources.dead_letters")}>
          <thead>
            <tr>
              <th scope="col">{t("dead.reason")}</th>
              <th scope="col" className={style.wide}>
                {t("dead.detail")}
              </th>
              <th scope="col" data-end>
                {t("dead.times")}
              </th>
              <th scope="col" data-end>
                {t("dead.last")}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((each) => (
              <tr key={each.id} data-row onClick={() => onOpen(each.id)}>
                <td>
                  <button type="button" style={{ all: "unset", cursor: "pointer", fontWeight: 500 }} onClick={() => onOpen(each.id)}>
                    {reasonTitle(each.reason)}
                  </button>
                </td>
                <td className={style.wide}>{each.detail}</td>
                <td data-end>{formatCount(each.count)}</td>
                <td data-end>
                  <When at={each.last_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {letters.hasNextPage && (
        <Button variant="default" mt={12} loading={letters.isFetchingNextPage} onClick={() => void letters.fetchNextPage()}>
          {t("dead.more")}
        </Button>
      )}
      {letter && <LetterPanel key={letter.id} letter={letter} onClose={() => onOpen(null)} />}
    </>
  );
}

function LetterPanel({ letter, onClose }: { letter: DeadLetter; onClose: () => void }) {
  const queries = useQueryClient();
  const editable = useRight("manage_sources");
  const original = JSON.stringify(letter.payload, null, 2) ?? "";
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [deleting, setDeleting] = useState(false);
  const renew = () => void queries.invalidateQueries({ predicate: ({ queryKey: [address] }) => typeof address === "string" && address.startsWith("/sources") });
  const replay = async () => {
    let body = {};
    if (text !== null && text !== original) {
      try {
        body = { payload: JSON.parse(text) as unknown };
      } catch {
        return setProblem(t("dead.not_json"));
      }
    }
    const answer = await post<Replayed>(`/dead_letters/${letter.id}/replay`, body);
    if (!answer.ok) return setProblem(answer.error.message);
    if (answer.value.outcome !== "accepted" && answer.value.outcome !== "repeated") return setProblem(t("dead.refused_again", { reason: answer.value.detail ?? answer.value.reason ?? "" }));
    renew();
    say(t("dead.replayed"));
    onClose();
  };
  return (
    <Panel title={reasonTitle(letter.reason)} label={t("dead.title")} onClose={onClose}>
      <p style={{ marginBottom: 12 }}>{letter.detail}</p>
      <dl style={{ fontSize: 13, display: "grid", gridTemplateColumns: "110px 1fr", gap: "4px 12px", marginBottom: 16 }}>
        <dt className="tl-dim">{t("dead.first")}</dt>
        <dd>{formatExact(letter.first_at)}</dd>
        <dt className="tl-dim">{t("dead.last")}</dt>
        <dd>{formatExact(letter.last_at)}</dd>
        <dt className="tl-dim">{t("dead.times")}</dt>
        <dd>{formatCount(letter.count)}</dd>
        {letter.replayed_at && (
          <>
            <dt className="tl-dim">{t("dead.replayed_at")}</dt>
            <dd>{formatExact(letter.replayed_at)}</dd>
          </>
        )}
        <dt className="tl-dim">{t("event.message_id")}</dt>
        <dd>{letter.message_id}</dd>
      </dl>
      {text === null ? <Json value={letter.payload} label={t("event.payload")} /> : <Textarea aria-label={t("event.payload")} autosize minRows={10} maxRows={24} value={text} onChange={(event) => setText(event.currentTarget.value)} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }} autoFocus spellCheck={false} />}
      {letter.accepted_payload !== undefined && letter.accepted_payload !== null && (
        <div style={{ marginTop: 16 }}>
          <h3 style={{ fontSize: 13, marginBottom: 6 }}>{t("dead.accepted_payload")}</h3>
          <Json value={letter.accepted_payload} label={t("dead.accepted_payload")} />
        </div>
      )}
      {problem !== null && (
        <div style={{ marginTop: 12 }}>
          <ProblemNote message={problem} />
        </div>
      )}
      {editable && (
        <div style={{ display: "flex", gap: 8, marginTop: 16, flexWrap: "wrap" }}>
          <Button onClick={() => void replay()}>{t("dead.replay")}</Button>
          {text === null && (
            <Button variant="default" onClick={() => setText(original)}>
              {t("dead.mend")}
            </Button>
          )}
          <Button variant="default" onClick={() => setDeleting(true)} ml="auto">
            {t("action.delete")}
          </Button>
        </div>
      )}
      {deleting && (
        <Confirm
          title={t("dead.delete_title")}
          action={t("action.delete")}
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            const answer = await remove(`/dead_letters/${letter.id}`);
            if (!answer.ok) return answer.error.message;
            renew();
            onClose();
            return null;
          }}
        >
          <p>{t("dead.delete_text")}</p>
        </Confirm>
      )}
    </Panel>
  );
}
