/** A map's draft as all who have it open draw it: what is done here goes there, what is done there comes here. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";

import { get, post } from "@/api/client";
import { useLive } from "@/api/live";
import type { JourneyMapDraft, MapOperationsTold, MapVisitor } from "@/api/types";

import { draftOf } from "./draft";
import { accepted, beginLive, type LiveDraft, markSent, markUnsent, missesSomething, receive, refused, resync, toSend } from "./liveDraft";
import { pathOf, rootPath } from "./useMaps";

const againMs = 2000;

/** A name for this page, so that it knows what it did itself. */
const newClient = (): string => crypto.getRandomValues(new Uint32Array(3)).join("-");

export interface LiveMap {
  live: LiveDraft;
  change: (to: (live: LiveDraft) => LiveDraft) => void;
  /** The others who have it open. */
  here: MapVisitor[];
  problem: string | null;
  /** Reads it again as the server writes it. */
  refresh: () => Promise<void>;
  /** Tells the others where she is. */
  place: (at: string, editing: boolean) => void;
}

export function useLiveMap(id: string, start: JourneyMapDraft): LiveMap {
  const queries = useQueryClient();
  const [client] = useState(newClient);
  const [live, setLive] = useState(() => beginLive(client, draftOf(start.map), start.revision));
  const [here, setHere] = useState<MapVisitor[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const path = pathOf(id);

  const read = useCallback((draft: JourneyMapDraft) => setLive((before) => resync(before, draftOf(draft.map), draft.revision)), []);
  const { place, tellAgain } = usePlace(path, client);
  useLive(`${path}/live?client=${client}`, {
    event: (name, data) => {
      if (name === "draft") {
        read(data as JourneyMapDraft);
        tellAgain();
      }
      if (name === "operations") setLive((before) => receive(before, data as MapOperationsTold));
      else if (name === "here") setHere((data as { people: MapVisitor[] }).people.filter((each) => each.client !== client));
      else if (name === "alerts") void queries.invalidateQueries({ queryKey: [`${path}/alerts`] });
      else if (name === "saved") void Promise.all([queries.invalidateQueries({ queryKey: [rootPath] }), queries.invalidateQueries({ queryKey: [path] })]);
    },
    opened: () => setTries((before) => before + 1),
  });

  const refresh = useCallback(async () => {
    const found = await get<JourneyMapDraft>(`${path}/draft`);
    if (found.ok) read(found.value);
  }, [path, read]);
  const misses = missesSomething(live);
  useEffect(() => {
    if (misses) void get<JourneyMapDraft>(`${path}/draft`).then((found) => found.ok && read(found.value));
  }, [misses, path, read]);

  useSending(path, live, tries, { setLive, setProblem, again: () => setTries((before) => before + 1), refresh });

  return { live, change: setLive, here, problem, refresh, place };
}

/** One after the other, so that the last that is told is where she is; again for a connection that is new. */
function usePlace(path: string, client: string) {
  const state = useRef({ at: "", editing: false, told: "", busy: false });
  const tell = useCallback(async () => {
    const now = state.current;
    const words = () => `${now.at} ${now.editing}`;
    if (now.busy) return;
    now.busy = true;
    while (now.told !== words()) {
      now.told = words();
      await post(`${path}/place`, { client, at: now.at, editing: now.editing });
    }
    now.busy = false;
  }, [path, client]);
  const place = useCallback((at: string, editing: boolean) => {
    Object.assign(state.current, { at, editing });
    void tell();
  }, [tell]);
  const tellAgain = useCallback(() => {
    if (state.current.at === "") return;
    state.current.told = "";
    void tell();
  }, [tell]);
  return { place, tellAgain };
}

interface Sending {
  setLive: (to: (live: LiveDraft) => LiveDraft) => void;
  setProblem: (problem: string | null) => void;
  again: () => void;
  refresh: () => Promise<void>;
}

/** One batch at a time; what finds no server waits and is sent again. */
function useSending(path: string, live: LiveDraft, tries: number, { setLive, setProblem, again, refresh }: Sending): void {
  const batch = toSend(live);
  const send = useEffectEvent(async () => {
    if (!batch) return;
    setLive((before) => markSent(before, batch));
    const answer = await post<{ revision: number }>(`${path}/operations`, { client: live.client, batch: batch.id, operations: batch.operations });
    if (answer.ok) {
      setProblem(null);
      setLive((before) => accepted(before, batch.id, answer.value.revision));
    } else if (answer.error.status === 0 || answer.error.status >= 500) {
      setLive((before) => markUnsent(before, batch.id));
      setTimeout(again, againMs);
    } else {
      setProblem(answer.error.message);
      setLive((before) => refused(before, batch.id));
      await refresh();
    }
  });
  const waiting = batch?.id;
  useEffect(() => {
    if (waiting !== undefined) void Promise.resolve().then(() => send());
  }, [waiting, tries]);
  const rest = useEffectEvent(() => {
    const operations = live.pending.filter((each) => !each.sent).flatMap((each) => each.operations);
    if (operations.length > 0) void post(`${path}/operations`, { operations });
  });
  useEffect(() => () => rest(), []);
}
