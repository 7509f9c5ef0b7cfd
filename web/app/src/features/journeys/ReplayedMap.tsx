/** A process map in motion: some of its people walk along the arrows in the order of their events. */
import { Button } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";

import type { MapReplay, MapReplayQuestion, ProcessMap } from "@/api/types";
import { t } from "@/lib/i18n";
import { ProblemNote } from "@/ui/Problem";

import style from "./journeys.module.css";
import type { MapWho } from "./map";
import { MapChart } from "./MapChart";
import { type Clock, planOf, replayQuestion } from "./replay";
import { ReplayBar } from "./ReplayBar";
import { ReplayDots } from "./ReplayDots";
import { useTile } from "./tile";
import type { Journey } from "./useJourney";
import { usePlayer } from "./usePlayer";
import { useQuestion } from "./useQuestion";

interface Props {
  answer: ProcessMap;
  journey: Journey;
  onArrows: "count" | "median";
  onOpen: (who: MapWho) => void;
}

export function ReplayedMap({ answer, journey, onArrows, onOpen }: Props) {
  const { search, range, look } = journey;
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  const isTile = useTile() !== null;
  const replayed = search.replay === true && !isTile;
  const { answer: asked } = useQuestion<MapReplayQuestion, MapReplay>("map/replay", replayed ? replayQuestion(search, range) : null);
  const [clock, setClock] = useState<Clock>("together");
  const [speed, setSpeed] = useState(1);
  const plan = useMemo(
    () => planOf(asked.data ?? nobody, new Set(answer.nodes.map((node) => node.id)), clock),
    [asked.data, answer, clock],
  );
  const player = usePlayer(plan.length, plan.pace * speed);
  const moving = replayed && asked.data;
  return (
    <>
      {!isTile && (
        <Button
          variant="default"
          style={{ justifySelf: "start" }}
          leftSection={replayed ? <IconX size={15} /> : <IconPlayerPlay size={15} />}
          onClick={() => {
            player.pause();
            look({ replay: replayed ? undefined : true });
          }}
        >
          {t(replayed ? "journeys.replay.end" : "journeys.replay")}
        </Button>
      )}
      {replayed && asked.isError && <ProblemNote message={asked.error.message} retry={() => void asked.refetch()} />}
      {moving && <ReplayBar replay={moving} plan={plan} player={player} speed={speed} onSpeed={setSpeed} clock={clock} onClock={setClock} still={still} />}
      <div className={style.drawn}>
        <MapChart
          answer={answer}
          layout={answer}
          onArrows={onArrows}
          onOpen={onOpen}
          {...(moving ? { over: (layout) => <ReplayDots plan={plan} player={player} layout={layout} still={still} /> } : {})}
        />
      </div>
    </>
  );
}

const nobody: MapReplay = { people: [], all_people: 0, nodes: [], note: { position: "", people: 0, took_ms: 0, explanation: "" } };
