/** What the first rows of a file become, as a person reads it: who it is about, and what is said. */
import type { ImportPreview } from "@/api/types";
import { formatExact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { ProblemNote } from "@/ui/Problem";

import { readMessage } from "./message";
import style from "./transfer.module.css";

const shown = 3;
const refusalsShown = 3;

export function Preview({ preview }: { preview: ImportPreview }) {
  return (
    <div className={style.preview} role="region" aria-label={t("transfer.preview")}>
      <h2>{t("transfer.preview")}</h2>
      {preview.refused.slice(0, refusalsShown).map((refusal) => (
        <ProblemNote key={`${refusal.line} ${refusal.detail}`} message={t("transfer.refused_first", { line: refusal.line, why: refusal.detail })} />
      ))}
      <ol className={style.cards}>
        {preview.messages.slice(0, shown).map((message, index) => (
          <Card key={index} message={message} />
        ))}
      </ol>
    </div>
  );
}

function Card({ message }: { message: unknown }) {
  const { kind, name, time, who, said } = readMessage(message);
  const title = kind === "identify" ? t("transfer.card_person") : kind === "group" ? t("transfer.card_account") : (name ?? kind);
  return (
    <li className={style.card}>
      <p className={style.cardTitle}>
        <span dir="auto">{title}</span>
        {time && <time dateTime={time}>{formatExact(time)}</time>}
      </p>
      <dl>
        {[...who, ...said].map(([key, value], index) => (
          <div key={`${index} ${key}`} className={index < who.length ? style.who : undefined}>
            <dt dir="auto">{key}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
