/** An event in full: its fields, its times, what the pipeline decided, and the payload as it came. */
import type { ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";

import { read } from "@/api/query";
import type { TimelineEvent } from "@/api/types";
import { identifierTitle, inWords } from "@/features/condition";
import { formatExact, formatValue, humanise } from "@/lib/format";
import { findText, t } from "@/lib/i18n";
import { CopyIcon } from "@/ui/Copy";
import { Rows } from "@/ui/Delayed";
import { Json } from "@/ui/Json";
import { Panel } from "@/ui/Panel";
import { ProblemNote } from "@/ui/Problem";

import { payloadOf } from "./payload";
import style from "./timeline.module.css";
import { eventTitle } from "./titles";

export function EventPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const event = useQuery({ ...read<TimelineEvent>(`/events/${encodeURIComponent(id)}`), staleTime: Infinity });
  return (
    <Panel
      title={event.data ? eventTitle(event.data) : t("event.details")}
      label={t("event.details")}
      onClose={onClose}
      actions={event.data && <CopyIcon text={event.data.id} label={t("event.copy_id")} />}
    >
      {event.isError && <ProblemNote message={event.error.message} retry={() => void event.refetch()} />}
      {event.isPending && <Rows />}
      {event.data && <Details event={event.data} />}
    </Panel>
  );
}

function Details({ event }: { event: TimelineEvent }) {
  const properties = Object.entries(event.properties ?? {});
  const simple = properties.filter(([, value]) => typeof value !== "object" || value === null);
  const payload = payloadOf(event);
  return (
    <>
      {simple.length > 0 && (
        <>
          <h3 className={style.section}>{event.kind === "identify" || event.kind === "group" ? t("event.traits") : t("event.properties")}</h3>
          <dl className={style.fields}>
            {simple.map(([key, value]) => (
              <div key={key}>
                <dt title={key}>{humanise(key)}</dt>
                <dd dir="auto" style={{ whiteSpace: "pre-wrap" }}>
                  {formatValue(value)}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <h3 className={style.section}>{t("event.times")}</h3>
      <dl className={style.fields}>
        <Time title={t("event.occurred_at")} at={event.occurred_at} />
        <Time title={t("event.original")} at={event.original_timestamp} />
        <Time title={t("event.sent_at")} at={event.sent_at} />
        <Time title={t("event.received_at")} at={event.received_at} />
        <Field title={t("event.clock")}>{findText(`clock.${event.clock}`) ?? event.clock}</Field>
      </dl>
      <h3 className={style.section}>{t("event.origin")}</h3>
      <dl className={style.fields}>
        <Field title={t("event.source")}>{event.source?.name ?? t("product")}</Field>
        <Field title={t("timeline.channel")}>{t(`channel.${event.channel}`)}</Field>
        <Field title={t("timeline.kind")}>{t(`kind.${event.kind}`)}</Field>
        {event.key_identifier && (
          <Field title={t("event.key_identifier")}>
            {identifierTitle(event.key_identifier.type)} <bdi>{event.key_identifier.value}</bdi>
          </Field>
        )}
        {event.identifiers.map((each) => (
          <Field key={`${each.type}:${each.value}`} title={identifierTitle(each.type)}>
            <bdi>{each.value}</bdi>
          </Field>
        ))}
        {event.account && <Field title={t("people.account")}>{event.account}</Field>}
        {event.reference && <Field title={t("event.reference")}>{event.reference}</Field>}
        <Field title={t("event.message_id")}>{event.message_id}</Field>
      </dl>
      <h3 className={style.section}>{t("event.decisions")}</h3>
      {event.notes.length > 0 ? (
        <ul className={style.decisions}>
          {event.notes.map((note) => (
            <li key={note}>{inWords(note)}</li>
          ))}
        </ul>
      ) : (
        <p className={`${style.decisions} tl-dim`}>{t("event.no_decisions")}</p>
      )}
      <h3 className={style.section}>{t("event.payload")}</h3>
      <Json value={payload} label={t("event.payload")} />
    </>
  );
}

function Field({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Time({ title, at }: { title: string; at: string | null | undefined }) {
  return <Field title={title}>{at ? <time dateTime={at}>{formatExact(at)}</time> : <span className="tl-dim">{t("event.not_given")}</span>}</Field>;
}
