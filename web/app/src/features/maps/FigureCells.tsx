/** Under the bands, for each stage: how long people are in it, and how often they come back or end there. */
import { formatPercent, took } from "@/features/journeys";
import { t, type TextKey } from "@/lib/i18n";

import type { StageProps } from "./view";
import style from "./maps.module.css";

export function TimeCell({ view, figures }: StageProps) {
  if (!figures?.measured) return null;
  const { time_in_stage: time, beyond_sla: beyond, from_before: before, sla_hours: sla } = figures;
  const other = view.compared?.stages.find((each) => each.stage === figures.stage)?.time_in_stage;
  return (
    <dl className={style.figures}>
      {time && <Row name={t("maps.median")} text={took(time.median_ms)} note={other ? t("maps.was", { other: view.other, text: took(other.median_ms) }) : undefined} />}
      {time && <Row name={t("maps.p90")} text={took(time.p90_ms)} note={other ? t("maps.was", { other: view.other, text: took(other.p90_ms) }) : undefined} />}
      {before && <Row name={t("maps.from_before")} text={took(before.median_ms)} />}
      {beyond && sla ? (
        <Row name={t("maps.beyond", { hours: sla })} text={t("journeys.percent", { share: formatPercent(beyond.share, beyond.of) })} bad={beyond.count > 0} onOpen={beyond.count > 0 ? () => view.onOpen({ kind: "beyond_sla", stage: figures.stage }) : undefined} />
      ) : null}
    </dl>
  );
}

export function AgainCell({ view, figures }: StageProps) {
  if (!figures?.measured) return null;
  const other = view.compared?.stages.find((each) => each.stage === figures.stage);
  const row = (kind: "converted" | "repeated" | "returned" | "ended") => {
    const share = figures[kind];
    if (!share) return null;
    const before = other?.[kind];
    return (
      <Row
        name={t(`maps.${kind}` satisfies TextKey)}
        text={t("journeys.percent", { share: formatPercent(share.share, share.of) })}
        note={before ? t("maps.was", { other: view.other, text: t("journeys.percent", { share: formatPercent(before.share, before.of) }) }) : undefined}
        onOpen={share.count > 0 ? () => view.onOpen({ kind, stage: figures.stage }) : undefined}
      />
    );
  };
  return (
    <dl className={style.figures}>
      {row("converted")}
      {row("repeated")}
      {row("returned")}
      {row("ended")}
    </dl>
  );
}

interface RowProps {
  name: string;
  text: string;
  note?: string | undefined;
  bad?: boolean;
  onOpen?: (() => void) | undefined;
}

function Row({ name, text, note, bad = false, onOpen }: RowProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-bad={bad || undefined}>
        {onOpen ? (
          <button type="button" className={style.figure} aria-label={`${name}: ${text}`} onClick={onOpen}>
            {text}
          </button>
        ) : (
          text
        )}
        {note && <span className={style.words}> {note}</span>}
      </dd>
    </div>
  );
}
