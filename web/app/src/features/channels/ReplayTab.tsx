/** The past once more: a range, a filter, how many events that is; and the replays there were. */
import { Button, NumberInput, Progress, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { patch, post } from "@/api/client";
import { read, valueOf } from "@/api/query";
import type { Destination, Page, Replay, ReplayEstimate } from "@/api/types";
import { formatCount, formatDate } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Badge, type Tone } from "@/ui/Badge";
import { PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { Section } from "@/ui/Section";
import { sayProblem } from "@/ui/toast";
import { When } from "@/ui/When";

import style from "./channels.module.css";
import { EventChoiceField } from "./EventChoiceField";
import { conditionOf, everything } from "./filter";
import { rangeOf, spanOf } from "./range";
import { useRenew } from "./useRenew";

const rateMax = 5000;
const tones: Record<Replay["state"], Tone> = { running: "good", paused: "warn", done: "neutral", cancelled: "neutral" };

export function ReplayTab({ destination }: { destination: Destination }) {
  const path = `/destinations/${destination.id}/replays`;
  const renew = useRenew();
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const [filter, setFilter] = useState<unknown>(conditionOf(everything));
  const [rate, setRate] = useState(100);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = { ...rangeOf({ from, until }), filter };
  const estimate = useQuery({
    queryKey: [`${path}/estimate`, wanted],
    queryFn: () => valueOf(post<ReplayEstimate>(`${path}/estimate`, wanted)),
    placeholderData: (before) => before,
    retry: false,
  });
  const replays = useQuery({
    ...read<Page<Replay>>(path),
    refetchInterval: (query) => (query.state.data?.items.some((each) => each.state === "running") ? 500 : 5_000),
  });
  const start = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await post<Replay>(path, { ...wanted, events_per_second: rate });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (answer.ok) await renew();
  };
  return (
    <div className={style.sections}>
      <Section title={t("channels.replay")} text={t("channels.replay_text")}>
        <form className={style.replay} onSubmit={start}>
          <div className={style.days}>
            <TextInput type="date" label={t("channels.replay_from")} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
            <TextInput type="date" label={t("channels.replay_until")} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
            <NumberInput label={t("channels.replay_rate")} min={1} max={rateMax} allowDecimal={false} value={rate} onChange={(value) => setRate(Math.min(rateMax, Math.max(1, Math.round(+value) || 1)))} />
          </div>
          <EventChoiceField filter={filter} onChange={setFilter} />
          <Estimated estimate={estimate.data} rate={rate} problem={estimate.error?.message} stale={estimate.isFetching} />
          <div>
            <Button type="submit" loading={busy} disabled={estimate.isError}>
              {t("channels.replay_start")}
            </Button>
          </div>
          {problem !== null && <ProblemNote message={problem} />}
        </form>
      </Section>
      <section className={style.past}>
        <h2>{t("channels.replays")}</h2>
        {replays.isError && <ProblemNote message={replays.error.message} retry={() => void replays.refetch()} />}
        {replays.data?.items.length === 0 && <p className="tl-dim">{t("channels.replays_none")}</p>}
        {replays.data && replays.data.items.length > 0 && <Replays items={replays.data.items} path={path} onChange={() => void renew()} />}
      </section>
    </div>
  );
}

function Estimated({ estimate, rate, problem, stale }: { estimate: ReplayEstimate | undefined; rate: number; problem: string | undefined; stale: boolean }) {
  if (problem !== undefined) return <ProblemNote message={problem} />;
  if (!estimate) return <p className="tl-dim">{t("channels.replay_estimating")}</p>;
  const span = spanOf(estimate.exact ? estimate.events : estimate.most, rate);
  const events = estimate.exact
    ? t("channels.replay_exact", { count: estimate.events })
    : t("channels.replay_about", { events: estimate.events, least: estimate.least, most: estimate.most });
  return (
    <p className={style.estimate} data-stale={stale || undefined} role="status">
      <b>{events}</b>
      {estimate.most > 0 && `, ${t("channels.replay_takes", { time: t(`channels.time_${span.unit}`, { count: span.count }) })}`}
    </p>
  );
}

function rangeText({ from, until }: Replay): string {
  if (from && until) return t("channels.replay_between", { from: formatDate(from), until: formatDate(until) });
  if (from) return t("channels.replay_since", { from: formatDate(from) });
  return until ? t("channels.replay_before", { until: formatDate(until) }) : t("channels.replay_all");
}

function Replays({ items, path, onChange }: { items: Replay[]; path: string; onChange: () => void }) {
  const set = async (replay: Replay, state: Replay["state"]) => {
    const answer = await patch<Replay>(`${path}/${replay.id}`, { state });
    if (!answer.ok) sayProblem(answer.error.message);
    onChange();
  };
  const heads = [t("channels.replay_range"), t("channels.replay_state"), t("channels.replay_queued"), t("channels.sent"), t("channels.given_up"), ""];
  return (
    <PlainTable label={t("channels.replays")} heads={heads}>
      {items.map((each) => {
        const percent = Math.floor(each.looked_at * 100);
        const open = each.state === "running" || each.state === "paused";
        return (
          <tr key={each.id}>
            <td>
              {rangeText(each)}{" "}
              <span className="tl-dim">
                <When at={each.created_at} />
              </span>
            </td>
            <td>
              <span className={style.state}>
                <Badge tone={tones[each.state]}>{t(`channels.replay.${each.state}`)}</Badge>
                {open && (
                  <>
                    <Progress value={percent} w={80} size="md" aria-label={t("channels.replay_progress", { percent })} />
                    <span>{t("channels.replay_percent", { percent })}</span>
                  </>
                )}
              </span>
            </td>
            <Count of={each.queued} name={t("channels.replay_queued")} />
            <Count of={each.sent} name={t("channels.sent")} />
            <Count of={each.given_up} name={t("channels.given_up")} />
            <td>
              {open && (
                <span className={style.buttons}>
                  <Button size="compact-xs" variant="default" onClick={() => void set(each, each.state === "running" ? "paused" : "running")}>
                    {each.state === "running" ? t("channels.replay_pause") : t("channels.replay_resume")}
                  </Button>
                  <Button size="compact-xs" variant="default" onClick={() => void set(each, "cancelled")}>
                    {t("channels.replay_cancel")}
                  </Button>
                </span>
              )}
            </td>
          </tr>
        );
      })}
    </PlainTable>
  );
}

/** On a phone the heads of the table are not shown, and each number says what it is. */
function Count({ of, name }: { of: number; name: string }) {
  return (
    <td className={style.number}>
      <span className={style.label}>{name} </span>
      {formatCount(of)}
    </td>
  );
}
