/** One entry of a line: a folded session, a conversation with its words, a card, or a single line. */
import { IconChevronRight } from "@tabler/icons-react";
import { memo, type ReactNode, useState } from "react";

import type { TimelineEvent } from "@/api/types";
import type { Device } from "@/lib/device";
import { dayOf, formatDate, formatDuration, formatExact, formatMoney, formatSeconds, formatTime, humanise } from "@/lib/format";
import { t } from "@/lib/i18n";

import {
  agentOf,
  choiceOf,
  durationSecondsOf,
  isSummary,
  itemsOf,
  moneyOf,
  orderNumberOf,
  planOf,
  questionOf,
  scoreOf,
  speakerOf,
  subjectOf,
  surveyOf,
  transcriptOf,
  wordsOf,
} from "./cards";
import { EventLink } from "./EventLink";
import { cardIcons, channelIcons, kindIcons } from "./icons";
import type { CardEntry, Entry, SessionEntry, ThreadEntry } from "./sessions";
import style from "./timeline.module.css";
import { eventDetail, eventTitle } from "./titles";

interface FrameProps {
  at: number;
  icon: ReactNode;
  strong?: boolean;
  fresh: boolean;
  children: ReactNode;
}

function Frame({ at, icon, strong, fresh, children }: FrameProps) {
  const time = new Date(at);
  return (
    <li className={style.entry} data-new={fresh || undefined}>
      <time className={style.at} dateTime={time.toISOString()} title={formatExact(time)}>
        {formatTime(time)}
      </time>
      <span className={style.icon} data-strong={strong || undefined}>
        {icon}
      </span>
      <div style={{ minWidth: 0 }}>{children}</div>
    </li>
  );
}

export const EntryRow = memo(function EntryRow({ entry, fresh }: { entry: Entry; fresh: boolean }) {
  switch (entry.sort) {
    case "session":
      return <Session entry={entry} fresh={fresh} />;
    case "thread":
      return <Thread entry={entry} fresh={fresh} />;
    case "card":
      return <Card entry={entry} fresh={fresh} />;
    case "line": {
      const Picture = entry.event.kind === "track" ? channelIcons[entry.event.channel] : kindIcons[entry.event.kind];
      return (
        <Frame at={entry.end} icon={<Picture size={14} stroke={1.6} aria-label={channelName(entry.event)} />} fresh={fresh}>
          <Line event={entry.event} />
        </Frame>
      );
    }
  }
});

function channelName(event: TimelineEvent): string {
  return t(`channel.${event.channel}`);
}

function Line({ event }: { event: TimelineEvent }) {
  const detail = eventDetail(event);
  return (
    <div className={style.line}>
      <EventLink id={event.id} className={`${style.name} tl-cut`}>
        <bdi>{eventTitle(event)}</bdi>
      </EventLink>
      {detail && (
        <span className={`${style.more} tl-cut`} dir="auto">
          {detail}
        </span>
      )}
    </div>
  );
}

function deviceText(device: Device | null): string {
  if (!device) return "";
  return device.program && device.machine ? t("timeline.device", { program: device.program, machine: device.machine }) : device.program || device.machine;
}

/** "12 pages, 3 actions in 6 min · Safari on iPhone · ended at Checkout". */
export function sessionText(entry: SessionEntry): string {
  const counts = [
    entry.pages > 0 ? t("timeline.pages", { count: entry.pages }) : "",
    entry.actions > 0 ? t("timeline.actions", { count: entry.actions }) : "",
  ].filter(Boolean);
  const length = formatDuration(Math.max(1000, entry.end - entry.start));
  const first = t("timeline.in", { what: counts.join(", "), duration: length });
  return [first, deviceText(entry.device), entry.endedAt ? t("timeline.ended_at", { page: entry.endedAt }) : ""].filter(Boolean).join(" · ");
}

function Session({ entry, fresh }: { entry: SessionEntry; fresh: boolean }) {
  const [open, setOpen] = useState(false);
  const first = entry.events[0];
  const Picture = first ? channelIcons[first.channel] : kindIcons.page;
  return (
    <Frame at={entry.end} icon={<Picture size={14} stroke={1.6} aria-hidden />} fresh={fresh}>
      <button type="button" className={style.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} aria-hidden />
        <span className={`${style.foldText} tl-cut`} dir="auto">
          {sessionText(entry)}
        </span>
      </button>
      {open && (
        <ul className={style.inner}>
          {entry.events.map((event) => {
            const Kind = kindIcons[event.kind];
            return (
              <li key={event.id}>
                <time dateTime={event.occurred_at} title={formatExact(event.occurred_at)}>
                  {formatSeconds(event.occurred_at)}
                </time>
                <Kind size={13} stroke={1.6} aria-label={t(`kind.${event.kind}`)} />
                <span className="tl-cut">
                  <EventLink id={event.id}>
                    <bdi>{eventTitle(event)}</bdi>
                  </EventLink>{" "}
                  {eventDetail(event)}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Frame>
  );
}

function Thread({ entry, fresh }: { entry: ThreadEntry; fresh: boolean }) {
  const Picture = cardIcons[entry.card];
  const first = entry.events[0];
  const last = entry.events[entry.events.length - 1];
  if (!first || !last) return null;
  const subject = entry.events.map(subjectOf).find(Boolean) ?? "";
  const seconds = entry.events.map(durationSecondsOf).find((each) => each !== null) ?? null;
  const agent = entry.events.map(agentOf).find(Boolean) ?? "";
  const sort = t(`card.${entry.card as "chat" | "email" | "call"}`);
  const facts = [subject ? sort : "", seconds !== null ? formatDuration(seconds * 1000) : "", agent ? t("card.with", { name: agent }) : ""];
  return (
    <Frame at={entry.end} icon={<Picture size={14} stroke={1.6} aria-hidden />} strong fresh={fresh}>
      <article className={style.card}>
        <div className={style.cardHead}>
          <EventLink id={last.id} className={`${style.title} tl-cut`}>
            <bdi>{subject || sort}</bdi>
          </EventLink>
          <span className={`${style.facts} tl-dim`}>{facts.filter(Boolean).join(" · ")}</span>
        </div>
        <div className={style.messages}>
          {entry.events.map((event) => (
            <Message key={event.id} event={event} day={dayOf(new Date(entry.end))} />
          ))}
        </div>
      </article>
    </Frame>
  );
}

/** The clock time, with the date where it is another day than the card's. */
function timeOn(day: string, at: string): string {
  return dayOf(at) === day ? formatTime(at) : `${formatDate(at)} ${formatTime(at)}`;
}

function Message({ event, day }: { event: TimelineEvent; day: string }) {
  const words = wordsOf(event);
  if (!words) {
    return (
      <span className={style.note}>
        <EventLink id={event.id}>{event.name}</EventLink> {timeOn(day, event.occurred_at)}
      </span>
    );
  }
  const summary = isSummary(event);
  const speaker = summary ? "unknown" : speakerOf(event);
  const transcript = transcriptOf(event);
  const who = summary ? (event.name.startsWith("Call") ? t("card.summary") : event.name) : speaker === "company" ? agentOf(event) || t("card.company") : speaker === "customer" ? t("card.customer") : event.name;
  return (
    <div className={style.message} data-speaker={speaker}>
      <span className={style.by}>
        <EventLink id={event.id}>{who}</EventLink>
        <time dateTime={event.occurred_at} title={formatExact(event.occurred_at)}>
          {timeOn(day, event.occurred_at)}
        </time>
      </span>
      <p dir="auto">{words}</p>
      {transcript && (
        <details>
          <summary className="tl-dim">{t("card.transcript")}</summary>
          <p dir="auto">{transcript}</p>
        </details>
      )}
    </div>
  );
}

function Card({ entry, fresh }: { entry: CardEntry; fresh: boolean }) {
  const { event } = entry;
  const Picture = cardIcons[entry.card];
  return (
    <Frame at={entry.end} icon={<Picture size={14} stroke={1.6} aria-hidden />} strong fresh={fresh}>
      {entry.card === "survey" ? <Survey event={event} /> : entry.card === "purchase" ? <Purchase event={event} /> : <Contract event={event} />}
    </Frame>
  );
}

function Survey({ event }: { event: TimelineEvent }) {
  const score = scoreOf(event);
  const words = wordsOf(event);
  const survey = surveyOf(event);
  const question = questionOf(event);
  const choice = choiceOf(event);
  return (
    <article className={style.card}>
      <div className={style.cardHead}>
        <EventLink id={event.id} className={`${style.title} tl-cut`}>
          <bdi>{survey || event.name}</bdi>
        </EventLink>
        {score && (
          <span className={`${style.score} ${style.end}`} data-tone={score.tone}>
            {t("card.score", { value: score.value, max: score.max })}
          </span>
        )}
      </div>
      {question && (
        <p className="tl-dim" dir="auto">
          {question}
        </p>
      )}
      {choice && (
        <p className={style.words} dir="auto" style={{ fontWeight: 500 }}>
          {humanise(choice)}
        </p>
      )}
      {words && (
        <p className={style.words} dir="auto">
          {words}
        </p>
      )}
    </article>
  );
}

function Purchase({ event }: { event: TimelineEvent }) {
  const money = moneyOf(event);
  const items = itemsOf(event);
  const number = orderNumberOf(event);
  const words = wordsOf(event);
  // What happens to an order later needs a line, not a card.
  if (items.length === 0 && !words) return <Line event={event} />;
  return (
    <article className={style.card}>
      <div className={style.cardHead}>
        <EventLink id={event.id} className={`${style.title} tl-cut`}>
          {event.name}
        </EventLink>
        {number && <span className="tl-dim tl-cut">{number}</span>}
        {money && <strong className={style.end} style={{ fontWeight: 600 }}>{formatMoney(money.amount, money.currency)}</strong>}
      </div>
      <ul className={style.items}>
        {items.map((item, index) => (
          <li key={index}>
            <span className="tl-cut" dir="auto">
              {item.quantity > 1 ? t("card.item", { quantity: item.quantity, name: item.name }) : item.name}
            </span>
            {item.price !== null && money && <span className={style.price}>{formatMoney(item.price * item.quantity, money.currency)}</span>}
          </li>
        ))}
      </ul>
      {words && (
        <p className={style.words} dir="auto">
          {words}
        </p>
      )}
    </article>
  );
}

function Contract({ event }: { event: TimelineEvent }) {
  const money = moneyOf(event);
  const plan = planOf(event);
  const detail = [plan.from && plan.to ? t("card.from_to", plan) : plan.to, money ? formatMoney(money.amount, money.currency) : "", wordsOf(event)].filter(Boolean).join(" · ");
  return (
    <div className={style.line}>
      <EventLink id={event.id} className={`${style.name} tl-cut`}>
        {event.name}
      </EventLink>
      <span className={`${style.more} tl-cut`} dir="auto">
        {detail || eventDetail(event)}
      </span>
    </div>
  );
}
