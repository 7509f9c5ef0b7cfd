/** The last messages of a source as they arrive, each with everything the pipeline decided. */
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { IconActivity, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";

import { useLive } from "@/api/live";
import { read } from "@/api/query";
import type { Decision, Outcome, Page } from "@/api/types";
import { inWords } from "@/features/condition";
import { formatClock, formatExact } from "@/lib/format";
import { findText, t } from "@/lib/i18n";
import { Badge, type Tone } from "@/ui/Badge";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { Json } from "@/ui/Json";
import { ProblemNote } from "@/ui/Problem";

import style from "./collect.module.css";

const kept = 200;
const tones: Record<Outcome, Tone> = { accepted: "good", repeated: "neutral", collided: "warn", refused: "bad" };
const outcomes: Outcome[] = ["accepted", "repeated", "collided", "refused"];

/** What came live and what was read, each once, newest first. What was read knows the person too. */
function joined(live: Decision[], read: Decision[]): Decision[] {
  const byNumber = new Map([...live, ...read].map((each) => [each.number, each]));
  return [...byNumber.values()].sort((a, b) => b.number - a.number).slice(0, kept);
}

export function LiveDebugger({ source }: { source: string }) {
  const path = `/sources/${encodeURIComponent(source)}`;
  const recent = useQuery({ ...read<Page<Decision>>(`${path}/recent`), staleTime: 0, refetchOnWindowFocus: false });
  const [live, setLive] = useState<Decision[]>([]);
  const [paused, setPaused] = useState<Decision[] | null>(null);
  const [outcome, setOutcome] = useState("all");
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<number | null>(null);
  useLive(`${path}/live`, {
    event: (name, data) => name === "decision" && setLive((before) => [data as Decision, ...before].slice(0, kept)),
    opened: () => void recent.refetch(),
  });
  const all = useMemo(() => joined(live, recent.data?.items ?? []), [live, recent.data]);
  const words = search.trim().toLowerCase();
  const shown = (paused ?? all).filter(
    (each) => (outcome === "all" || each.outcome === outcome) && (!words || JSON.stringify([each.name, each.kind, each.message_id, each.payload]).toLowerCase().includes(words)),
  );
  const news = useMemo(() => new Set(live.map((each) => each.number)), [live]);
  const ahead = paused ? all.filter((each) => each.number > (paused[0]?.number ?? 0)).length : 0;
  return (
    <div>
      <div style={{ display: "flex", gap: 8, flexWrap: "wrap", marginBottom: 10 }}>
        <Button variant="default" leftSection={paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />} onClick={() => setPaused(paused ? null : all)}>
          {paused ? t("debug.resume", { count: ahead }) : t("debug.pause")}
        </Button>
        <SegmentedControl
          aria-label={t("debug.outcome")}
          value={outcome}
          onChange={setOutcome}
          data={[{ value: "all", label: t("debug.all") }, ...outcomes.map((each) => ({ value: each, label: t(`outcome.${each}`) }))]}
        />
        <TextInput placeholder={t("debug.search")} aria-label={t("debug.search")} value={search} onChange={(event) => setSearch(event.currentTarget.value)} w={220} />
      </div>
      {recent.isError && <ProblemNote message={recent.error.message} retry={() => void recent.refetch()} />}
      {recent.isPending && <Rows />}
      {recent.isSuccess && shown.length === 0 && <Empty icon={IconActivity} text={all.length === 0 ? t("debug.empty") : t("debug.none_match")} />}
      {shown.map((decision) => {
        const key = decision.number;
        return (
          <div key={key} className={style.decision} data-new={news.has(key) || undefined}>
            <button type="button" aria-expanded={open === key} onClick={() => {
                setOpen(open === key ? null : key);
                if (!decision.profile_id && decision.outcome === "accepted") void recent.refetch();
              }}>
              <time dateTime={decision.at} title={formatExact(decision.at)} className="tl-dim">
                {formatClock(decision.at)}
              </time>
              <span>
                <Badge tone={tones[decision.outcome]}>{t(`outcome.${decision.outcome}`)}</Badge>
              </span>
              <span className="tl-dim" data-kind>
                {findText(`kind.${decision.kind}`) ?? decision.kind}
              </span>
              <span className="tl-cut" data-name dir="auto" style={{ fontWeight: 500 }}>
                {decision.name || findText(`event.${decision.kind}`)}
              </span>
              <span className="tl-cut tl-dim">{decision.reason || decision.decisions.map(inWords).join(" · ")}</span>
            </button>
            {open === key && <Inside decision={decision} />}
          </div>
        );
      })}
    </div>
  );
}

function Inside({ decision }: { decision: Decision }) {
  return (
    <div className={style.inside}>
      {decision.reason && <p>{decision.reason}</p>}
      {decision.decisions.length > 0 && (
        <ul>
          {decision.decisions.map((each) => (
            <li key={each}>{inWords(each)}</li>
          ))}
        </ul>
      )}
      <div className="tl-dim">
        {t("event.message_id")}: {decision.message_id}
      </div>
      {decision.profile_id && (
        <div>
          <Link to="/people/$profile" params={{ profile: decision.profile_id }} search={decision.event_id ? { event: decision.event_id } : {}} className="tl-link">
            {t("debug.see_event")}
          </Link>
        </div>
      )}
      <Json value={decision.payload} label={t("event.payload")} />
    </div>
  );
}
