/** Plays a replay: play and pause, the speed, whose clock, and a line of time to go along. */
import { ActionIcon, NativeSelect, SegmentedControl, Tooltip } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerSkipBack, IconPlayerSkipForward } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";

import type { MapReplay } from "@/api/types";
import { formatCount, formatDate, formatDuration, formatTime } from "@/lib/format";
import { t } from "@/lib/i18n";

import style from "./journeys.module.css";
import { type Clock, clocks, momentBeside, placeOf, type Plan, stayOf } from "./replay";
import type { Player } from "./usePlayer";

export const speeds = [0.25, 0.5, 1, 2, 4, 8] as const;

interface Props {
  replay: MapReplay;
  plan: Plan;
  player: Player;
  speed: number;
  onSpeed: (speed: number) => void;
  clock: Clock;
  onClock: (clock: Clock) => void;
  /** Nothing moves by itself. */
  still: boolean;
}

/** So many strokes of an arrow lead from the one end to the other, and so many of a page. */
const strokes = 200;
const pages = 10;

function keyed(key: string, at: number, length: number): number | null {
  switch (key) {
    case "ArrowRight": case "ArrowUp": return at + length / strokes;
    case "ArrowLeft": case "ArrowDown": return at - length / strokes;
    case "PageUp": return at + length / pages;
    case "PageDown": return at - length / pages;
    case "Home": return 0;
    case "End": return length;
    default: return null;
  }
}

export function ReplayBar({ replay, plan, player, speed, onSpeed, clock, onClock, still }: Props) {
  const line = useRef<HTMLInputElement>(null);
  const time = useRef<HTMLOutputElement>(null);
  const says = useMemo(() => saysAt(plan), [plan]);
  useEffect(
    () =>
      player.listen((at) => {
        const text = says(at);
        if (time.current) time.current.textContent = text;
        if (!line.current) return;
        line.current.value = String(at);
        line.current.setAttribute("aria-valuetext", text);
      }),
    [player, says],
  );
  const step = (direction: 1 | -1) => {
    player.pause();
    player.set(momentBeside(plan, player.now(), direction));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === " " && !still) {
      if (player.playing) player.pause();
      else player.play();
    } else {
      const to = keyed(event.key, player.now(), plan.length);
      if (to === null) return;
      player.set(to);
    }
    event.preventDefault();
  };
  return (
    <div className={style.replay} role="group" aria-label={t("journeys.replay")}>
      <div className={style.replayTools}>
        <Tooltip label={t("journeys.replay.back")}>
          <ActionIcon variant="default" size="lg" aria-label={t("journeys.replay.back")} onClick={() => step(-1)}>
            <IconPlayerSkipBack size={16} />
          </ActionIcon>
        </Tooltip>
        {!still && (
          <Tooltip label={t(player.playing ? "journeys.replay.pause" : "journeys.replay.play")}>
            <ActionIcon size="lg" aria-label={t(player.playing ? "journeys.replay.pause" : "journeys.replay.play")} onClick={player.playing ? player.pause : player.play}>
              {player.playing ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={t("journeys.replay.on")}>
          <ActionIcon variant="default" size="lg" aria-label={t("journeys.replay.on")} onClick={() => step(1)}>
            <IconPlayerSkipForward size={16} />
          </ActionIcon>
        </Tooltip>
        <SegmentedControl aria-label={t("journeys.replay.clock")} value={clock} onChange={(next) => onClock(next as Clock)} data={clocks.map((value) => ({ value, label: t(`journeys.replay.clock.${value}`) }))} />
        {!still && (
          <NativeSelect
            aria-label={t("journeys.replay.speed")}
            value={String(speed)}
            onChange={(event) => onSpeed(Number(event.currentTarget.value))}
            data={speeds.map((value) => ({ value: String(value), label: t("journeys.replay.times", { speed: String(value) }) }))}
          />
        )}
      </div>
      <div className={style.replayLine}>
        <input
          ref={line}
          type="range"
          aria-label={t("journeys.replay.time")}
          min={0}
          max={plan.length}
          step="any"
          defaultValue={0}
          onChange={(event) => player.set(Number(event.currentTarget.value))}
          onKeyDown={onKey}
        />
        <output ref={time} aria-live="off" />
      </div>
      <p className={style.note}>
        {t("journeys.replay.shown", { shown: replay.people.length, count: replay.all_people })} {t(still ? "journeys.replay.still" : "journeys.replay.quick")}
        {replay.people.some((person) => person.cut) ? ` ${t("journeys.replay.cut")}` : ""}
      </p>
    </div>
  );
}

/** The moment in words, and how many are under way then. */
function saysAt(plan: Plan): (at: number) => string {
  const stay = stayOf(plan);
  return (at) => {
    const people = new Set(plan.trips.filter((trip) => placeOf(trip, at, stay) !== null).map((trip) => trip.person));
    const moment = plan.begins === null ? t("journeys.replay.after", { time: formatDuration(at) }) : dayAndTime(new Date(plan.begins + at));
    return t("journeys.replay.moment", { moment, count: people.size, people: formatCount(people.size) });
  };
}

const dayAndTime = (at: Date) => `${formatDate(at)}, ${formatTime(at)}`;
