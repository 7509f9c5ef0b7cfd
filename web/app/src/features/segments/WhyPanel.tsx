/** Why a person is or is not in a segment: each part of the condition, and the events that decided it. */
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { read } from "@/api/query";
import type { SegmentWhy } from "@/api/types";
import { inWords } from "@/features/condition";
import { formatExact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Panel } from "@/ui/Panel";
import { ProblemNote } from "@/ui/Problem";
import { When } from "@/ui/When";

import style from "./segments.module.css";

/** A group of one rule says what the rule says. */
function shownReasons(reasons: SegmentWhy["reasons"]): SegmentWhy["reasons"] {
  const [first, second] = reasons;
  const alone = reasons.filter((each) => each.level === 1).length === 1;
  if (!first || !second || !alone || !second.text.startsWith(first.text)) return reasons;
  return reasons.slice(1).map((each) => ({ ...each, level: each.level - 1 }));
}

export function WhyPanel({ segment, person, onClose }: { segment: string; person: string; onClose: () => void }) {
  const why = useQuery(read<SegmentWhy>(`/segments/${encodeURIComponent(segment)}/members/${encodeURIComponent(person)}/why`));
  const found = why.data;
  return (
    <Panel title={t(found && !found.member ? "segments.why_not" : "segments.why")} label={t("segments.why_label")} onClose={onClose}>
      {why.isPending && <Rows count={6} />}
      {why.isError && <ProblemNote message={why.error.message} retry={() => void why.refetch()} />}
      {found && (
        <>
          <p className={style.sentence}>
            {found.member && found.entered_at ? (
              <>
                {t(`segments.in_because.${found.because ?? "event"}`)} <When at={found.entered_at} />
              </>
            ) : (
              t("segments.not_in")
            )}
          </p>
          {found.changes_at && <p className="tl-dim">{t("segments.until", { at: formatExact(found.changes_at) })}</p>}
          <ul className={style.reasons}>
            {shownReasons(found.reasons).map((reason, index) => (
              <li key={index} style={{ paddingLeft: Math.min(reason.level, 6) * 14 }} data-holds={reason.holds || undefined}>
                {reason.holds ? <IconCheck size={15} aria-label={t("segments.holds")} /> : <IconX size={15} aria-label={t("segments.fails")} />}
                <span>
                  {inWords(reason.text)}
                  {reason.until && <span className={style.minor}>{t("segments.until", { at: formatExact(reason.until) })}</span>}
                  {reason.events.map((event) => (
                    <Link key={event.id} className={style.minor} to="/people/$profile" params={{ profile: person }} search={{ event: event.id }}>
                      {event.name}, {formatExact(event.occurred_at)}
                    </Link>
                  ))}
                </span>
              </li>
            ))}
          </ul>
          <Link className="tl-link" to="/people/$profile" params={{ profile: person }} search={{}}>
            {t("segments.see_person")}
          </Link>
        </>
      )}
    </Panel>
  );
}
