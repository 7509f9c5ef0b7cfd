/** From nothing to the first event seen, step by step, each done when it is true. */
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import type { Source } from "@/api/types";
import { useRight } from "@/features/access";
import { Connect, type Created, CreateSource, FirstEvent } from "@/features/collect";
import { t } from "@/lib/i18n";

import style from "./home.module.css";

interface Props {
  sources: Source[];
  events: number;
  /** How many people work here. */
  team: number;
}

export function Checklist({ sources, events, team }: Props) {
  const [created, setCreated] = useState<Created | null>(null);
  const mayInvite = useRight("manage_team");
  const source = sources[sources.length - 1];
  const hasSource = sources.length > 0 || created !== null;
  const hasEvent = events > 0;
  return (
    <ol className={style.steps}>
      <Step number={1} done={hasSource} title={t("home.step_source")}>
        {!hasSource && (
          <>
            <p>{t("home.step_source_text")}</p>
            <CreateSource onCreated={setCreated} />
          </>
        )}
      </Step>
      <Step number={2} done={hasEvent} title={t("home.step_event")}>
        {created !== null ? (
          <Connect created={created} />
        ) : (
          hasSource &&
          !hasEvent &&
          source && (
            <>
              <p>{t("home.step_event_text")}</p>
              <FirstEvent source={source.id} />
              <div>
                <Button variant="default" renderRoot={(props) => <Link to="/data/sources/$source" params={{ source: source.id }} search={{ tab: "connect" }} {...props} />}>
                  {t("home.see_snippets")}
                </Button>
              </div>
            </>
          )
        )}
      </Step>
      <Step number={3} done={false} title={t("home.step_person")}>
        {hasEvent && (
          <>
            <p>{t("home.step_person_text")}</p>
            <div>
              <Button variant="default" renderRoot={(props) => <Link to="/people" {...props} />}>
                {t("home.see_people")}
              </Button>
            </div>
          </>
        )}
      </Step>
      {mayInvite && (
        <Step number={4} done={team > 1} title={t("home.step_team")}>
          {hasEvent && team <= 1 && (
            <>
              <p>{t("home.step_team_text")}</p>
              <div>
                <Button variant="default" renderRoot={(props) => <Link to="/settings/team" search={{ invite: true }} {...props} />}>
                  {t("team.invite")}
                </Button>
              </div>
            </>
          )}
        </Step>
      )}
    </ol>
  );
}

function Step({ number, done, title, children }: { number: number; done: boolean; title: string; children: ReactNode }) {
  return (
    <li className={style.step} data-done={done || undefined}>
      <span className={style.number} role="img" aria-label={done ? t("home.done") : String(number)}>
        {done ? <IconCheck size={14} aria-hidden /> : number}
      </span>
      <h2>{title}</h2>
      <div className={style.body}>{children}</div>
    </li>
  );
}
