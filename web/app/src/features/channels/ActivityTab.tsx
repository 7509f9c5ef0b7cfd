/** What failed lately and why, a test at hand, and what was given up. */
import { Button } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { post, remove } from "@/api/client";
import { read } from "@/api/query";
import type { DeliveryAttempt, Destination, Page, Undelivered } from "@/api/types";
import { useRight } from "@/features/access";
import { formatCount, humanise } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Badge, type Tone } from "@/ui/Badge";
import { Confirm } from "@/ui/Confirm";
import { Inline, PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { Section } from "@/ui/Section";
import { say, sayProblem } from "@/ui/toast";
import { When } from "@/ui/When";

import style from "./channels.module.css";
import { sendTest } from "./sendTest";
import { useRenew } from "./useRenew";

const tones: Record<DeliveryAttempt["outcome"], Tone> = { sent: "good", failed: "warn", refused: "bad" };

export function ActivityTab({ destination }: { destination: Destination }) {
  const path = `/destinations/${destination.id}`;
  const editable = useRight("manage_workspace");
  const renew = useRenew();
  const [testing, setTesting] = useState(false);
  const attempts = useQuery({ ...read<Page<DeliveryAttempt>>(`${path}/attempts`), refetchInterval: 3_000 });
  const test = async () => {
    setTesting(true);
    const answer = await sendTest(path);
    setTesting(false);
    await renew();
    if (!answer.ok) sayProblem(answer.error.message);
    else if (answer.value.outcome === "sent") say(t("channels.test_ok", { ms: answer.value.took_ms }));
    else sayProblem(t("channels.test_failed", { why: answer.value.detail }));
  };
  const items = attempts.data?.items ?? [];
  return (
    <div className={style.sections}>
      <Section title={t("channels.attempts")} text={t("channels.attempts_text")}>
        {editable && (
          <div className={style.actions}>
            <Button variant="default" leftSection={<IconSend size={16} />} loading={testing} onClick={() => void test()}>
              {t("channels.test")}
            </Button>
            {testing && (
              <span className="tl-dim" role="status">
                {t("channels.testing")}
              </span>
            )}
          </div>
        )}
        {attempts.isError && <ProblemNote message={attempts.error.message} retry={() => void attempts.refetch()} />}
        {attempts.data && items.length === 0 && <p className="tl-dim">{t("channels.attempts_none")}</p>}
        {items.length > 0 && <Attempts items={items} />}
      </Section>
      <Dead destination={destination} editable={editable} />
    </div>
  );
}

function Attempts({ items }: { items: DeliveryAttempt[] }) {
  const heads = [t("channels.attempt_when"), t("channels.attempt_what"), t("channels.attempt_events"), t("channels.attempt_took")];
  return (
    <PlainTable label={t("channels.attempts")} heads={heads}>
      {items.map((each) => (
        <tr key={each.number}>
          <td>
            <When at={each.at} />
          </td>
          <td className={style.what}>
            <Badge tone={tones[each.outcome]}>{t(`channels.attempt.${each.outcome}`)}</Badge> {each.test && <Badge>{t("channels.attempt_test")}</Badge>}
            <span className={style.why} dir="auto">
              {each.detail}
            </span>
          </td>
          <td className={style.number}>{formatCount(each.events)}</td>
          <td className={style.number}>{t("channels.attempt_ms", { ms: each.took_ms })}</td>
        </tr>
      ))}
    </PlainTable>
  );
}

function Dead({ destination, editable }: { destination: Destination; editable: boolean }) {
  const path = `/destinations/${destination.id}/dead_letters`;
  const renew = useRenew();
  const [discarding, setDiscarding] = useState(false);
  const letters = useQuery({ ...read<Page<Undelivered>>(path), refetchInterval: 5_000 });
  const items = letters.data?.items ?? [];
  const retry = async () => {
    const answer = await post<{ events: number }>(`${path}/retry`);
    if (!answer.ok) return sayProblem(answer.error.message);
    await renew();
    say(t("channels.dead_retried", { count: answer.value.events }));
  };
  return (
    <Section title={t("channels.dead")} text={t("channels.dead_text")}>
      {letters.isError && <ProblemNote message={letters.error.message} retry={() => void letters.refetch()} />}
      {letters.data && items.length === 0 && <p className="tl-dim">{t("channels.dead_none")}</p>}
      {items.length > 0 && editable && (
        <div className={style.actions}>
          <Inline>
            <Button variant="default" onClick={() => void retry()}>
              {t("channels.dead_retry")}
            </Button>
            <Button variant="default" c="var(--tl-bad)" onClick={() => setDiscarding(true)}>
              {t("channels.dead_discard")}
            </Button>
          </Inline>
        </div>
      )}
      {items.length > 0 && (
        <PlainTable label={t("channels.dead")} heads={[t("channels.dead_event"), t("channels.dead_why"), t("channels.dead_attempts")]}>
          {items.map((each) => (
            <tr key={each.number}>
              <td>
                <span dir="auto">{each.event_id ? each.name || humanise(each.kind) : t("channels.dead_erased")}</span>{" "}
                <span className="tl-dim">
                  <When at={each.occurred_at} />
                </span>
              </td>
              <td className={style.what} dir="auto">
                {each.error}
              </td>
              <td className={style.number}>{formatCount(each.attempts)}</td>
            </tr>
          ))}
        </PlainTable>
      )}
      {discarding && (
        <Confirm
          title={t("channels.dead_discard_title")}
          action={t("channels.dead_discard")}
          onClose={() => setDiscarding(false)}
          onConfirm={async () => {
            const answer = await remove(path);
            if (!answer.ok) return answer.error.message;
            await renew();
            return null;
          }}
        >
          <p>{t("channels.dead_discard_text")}</p>
        </Confirm>
      )}
    </Section>
  );
}
