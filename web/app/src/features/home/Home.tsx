/** Home: from nothing to the first event seen; with data, a few true figures and the live line. */
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useLocalStorage } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";

import { useLive } from "@/api/live";
import { read } from "@/api/query";
import type { Page, ProfileSummary, Source, Status, ThinEvent, User } from "@/api/types";
import { useRight, useSession } from "@/features/access";
import { nameOf, PersonName } from "@/features/people";
import { formatClock, formatCount, formatExact } from "@/lib/format";
import { findText, t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { channelIcons, kindIcons } from "@/ui/eventIcons";
import { PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { When } from "@/ui/When";

import style from "./home.module.css";

/** Seen by those who set up, and by nobody afterwards. */
const Checklist = lazy(() => import("./Checklist").then((it) => ({ default: it.Checklist })));

const streamMax = 30;
/** The stream can carry hundreds of events a second; a person reads a few. */
const drawMs = 250;
const figuresMs = 3000;

export function Home() {
  const session = useSession();
  const status = useQuery({ ...read<Status>("/status"), staleTime: 0 });
  const mayBuild = useRight("manage_sources");
  const sources = useQuery({ ...read<Page<Source>>("/sources"), enabled: mayBuild });
  const [hidden, setHidden] = useLocalStorage({ key: "tl-checklist-hidden", defaultValue: false, getInitialValueInEffect: false });
  // Someone who came to set up stays with the checklist until she has seen it through or closes it.
  const [began, setBegan] = useState(false);
  const none = status.data?.events === 0;
  if (none && !began) setBegan(true);
  const users = useQuery({ ...read<Page<User>>("/users"), enabled: mayBuild });
  const setUp = mayBuild && !hidden && sources.isSuccess && status.isSuccess && (none || began || sources.data.items.length === 0);
  const first = session?.user.name.split(" ")[0] ?? "";
  return (
    <div className={style.page}>
      <PageHead title={none ? t("home.welcome", { name: first }) : t("nav.home")}>
        {setUp && !none && (
          <Button variant="subtle" color="gray" leftSection={<IconX size={14} />} onClick={() => setHidden(true)}>
            {t("home.close_steps")}
          </Button>
        )}
      </PageHead>
      {status.isError && <ProblemNote message={status.error.message} retry={() => void status.refetch()} />}
      {setUp && (
        <Suspense fallback={<Rows />}>
          <Checklist sources={sources.data.items} events={status.data.events} team={users.data?.items.length ?? 1} />
        </Suspense>
      )}
      {status.data && !none && <Figures status={status.data} sources={sources.data?.items} />}
      {status.data && !none && <Latest />}
      {none && !mayBuild && <p className="tl-dim">{t("home.nothing_yet")}</p>}
    </div>
  );
}

function Figures({ status, sources }: { status: Status; sources: Source[] | undefined }) {
  const active = useQuery(read<Page<ProfileSummary>>("/profiles", { filter: JSON.stringify({ last_seen: { is: "within_days", value: 1 } }), limit: 1 }));
  return (
    <dl className={style.figures}>
      <div className={style.figure}>
        <dt>{t("nav.people")}</dt>
        <dd>
          <Link to="/people">{formatCount(status.people)}</Link>
        </dd>
      </div>
      <div className={style.figure}>
        <dt>{t("home.active")}</dt>
        <dd>
          <Link to="/people" search={{ filter: { and: [{ last_seen: { is: "within_days", value: 1 } }] } }}>
            {typeof active.data?.total === "number" ? formatCount(active.data.total) : "–"}
          </Link>
        </dd>
      </div>
      <div className={style.figure}>
        <dt>{t("home.events")}</dt>
        <dd>{formatCount(status.events)}</dd>
      </div>
      {sources && (
        <div className={style.figure}>
          <dt>{t("home.events_day")}</dt>
          <dd>
            <Link to="/data/sources">{formatCount(sources.reduce((sum, source) => sum + source.events_24h, 0))}</Link>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Latest() {
  const queries = useQueryClient();
  const people = useQuery(read<Page<ProfileSummary>>("/profiles", { sort: "last_seen", order: "desc", limit: 12 }));
  const latest = useQuery({ ...read<Page<ThinEvent>>("/events", { limit: streamMax }), staleTime: 0 });
  const [news, setNews] = useState<ThinEvent[]>([]);
  const buffer = useRef<ThinEvent[]>([]);
  const timers = useRef<{ draw?: ReturnType<typeof setTimeout> | undefined; figures?: ReturnType<typeof setTimeout> | undefined }>({});
  useEffect(() => {
    const { current } = timers;
    return () => {
      clearTimeout(current.draw);
      clearTimeout(current.figures);
    };
  }, []);
  useLive("/events/live", {
    event: (name, data) => {
      if (name !== "event") return;
      buffer.current = [data as ThinEvent, ...buffer.current].slice(0, streamMax);
      timers.current.draw ??= setTimeout(() => {
        timers.current.draw = undefined;
        const drawn = buffer.current;
        buffer.current = [];
        setNews((before) => joined(drawn, before));
      }, drawMs);
      timers.current.figures ??= setTimeout(() => {
        timers.current.figures = undefined;
        void queries.invalidateQueries({ predicate: ({ queryKey: [address] }) => ["/status", "/sources", "/profiles"].includes(String(address)) });
      }, figuresMs);
    },
  });
  const events = joined(news, latest.data?.items ?? []);
  return (
    <div className={style.columns}>
      <section aria-label={t("home.live")}>
        <h2>{t("home.live")}</h2>
        {latest.isPending ? (
          <Rows />
        ) : events.length === 0 ? (
          <p className="tl-dim" style={{ fontSize: 13, padding: "6px 0" }}>
            {t("home.live_waiting")}
          </p>
        ) : (
          <ol className={style.stream}>
            {events.map((event) => (
              <StreamRow key={event.id} event={event} fresh={news.includes(event)} />
            ))}
          </ol>
        )}
      </section>
      <section aria-label={t("home.recent")}>
        <h2>
          {t("home.recent")}
          <Link to="/people" className="tl-link">
            {t("home.all_people")}
          </Link>
        </h2>
        {people.isPending && <Rows />}
        <ul className={style.people}>
          {people.data?.items.map((person) => (
            <li key={person.id}>
              <PersonName person={person} />
              <When at={person.last_seen} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** The newer ones first, each once. */
function joined(newer: ThinEvent[], older: ThinEvent[]): ThinEvent[] {
  return [...newer, ...older.filter((each) => !newer.some((other) => other.id === each.id))].slice(0, streamMax);
}

function StreamRow({ event, fresh }: { event: ThinEvent; fresh: boolean }) {
  const Picture = event.kind === "track" ? channelIcons[event.channel] : kindIcons[event.kind];
  const name = event.name || (findText(`event.${event.kind}`) ?? t(`kind.${event.kind}`));
  return (
    <li data-new={fresh || undefined}>
      <Picture size={16} stroke={1.6} aria-label={t(`channel.${event.channel}`)} />
      {event.profile ? (
        <Link to="/people/$profile" params={{ profile: event.profile.id }} search={{ event: event.id }} className="tl-cut" dir="auto">
          {name}
        </Link>
      ) : (
        <span className="tl-cut">{name}</span>
      )}
      {event.profile ? (
        <Link to="/people/$profile" params={{ profile: event.profile.id }} className="tl-cut tl-dim" dir="auto">
          {nameOf(event.profile)}
        </Link>
      ) : (
        <span />
      )}
      <time dateTime={event.occurred_at} title={formatExact(event.occurred_at)}>
        {formatClock(event.occurred_at)}
      </time>
    </li>
  );
}
