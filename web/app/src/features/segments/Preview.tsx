/** How many people a condition takes in, and some of them, while it is being written. */
import { PersonName } from "@/features/people";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { ProblemNote } from "@/ui/Problem";

import style from "./segments.module.css";
import { usePreview } from "./useSegments";

export function Preview({ condition }: { condition: unknown }) {
  const { answer, stale } = usePreview(condition);
  const found = answer.data;
  return (
    <aside className={style.preview} aria-label={t("segments.preview")} data-stale={stale || undefined}>
      {condition === null ? (
        <p className="tl-dim">{t("segments.preview_none")}</p>
      ) : answer.isError && !stale ? (
        <ProblemNote message={answer.error.message} />
      ) : found ? (
        <>
          <p className={style.count} aria-live="polite" data-count={found.count}>
            <b>{formatCount(found.count)}</b> {t("segments.of_people", { count: found.of, of: formatCount(found.of) })}
          </p>
          <p className={style.sentence}>{found.sentence}</p>
          {found.sample.length > 0 && <h3>{t("segments.some_of_them")}</h3>}
          <ul className={style.people}>
            {found.sample.map((person) => (
              <li key={person.id}>
                <PersonName person={person} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Rows count={6} />
      )}
    </aside>
  );
}
