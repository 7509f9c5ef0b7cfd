/** From nothing to the first event: name a source, copy its snippet, watch it arrive. */
import { Button, TextInput } from "@mantine/core";
import { IconBrowser, IconServer } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { post } from "@/api/client";
import type { Source, SourceKind } from "@/api/types";
import { t } from "@/lib/i18n";
import { Secret } from "@/ui/Copy";
import { Inline } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";

import style from "./collect.module.css";
import { FirstEvent } from "./FirstEvent";
import { Snippets } from "./Snippets";

const kinds: { kind: SourceKind; icon: typeof IconBrowser }[] = [
  { kind: "browser", icon: IconBrowser },
  { kind: "server", icon: IconServer },
];

export interface Created {
  source: Source;
  write_key: string;
}

export function CreateSource({ onCreated, onCancel }: { onCreated: (created: Created) => void; onCancel?: () => void }) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<SourceKind>("browser");
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await post<Created>("/sources", { name: name.trim() || t(`sources.kind.${kind}`), kind });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    void queries.invalidateQueries({ queryKey: ["/sources"] });
    onCreated(answer.value);
  };
  return (
    <form className={style.create} onSubmit={submit}>
      <div className={style.kinds} role="radiogroup" aria-label={t("sources.kind")}>
        {kinds.map((each) => (
          <button key={each.kind} type="button" role="radio" aria-checked={kind === each.kind} className={style.kind} onClick={() => setKind(each.kind)}>
            <each.icon size={22} stroke={1.5} aria-hidden />
            <b>{t(`sources.kind.${each.kind}`)}</b>
            <span>{t(`sources.kind.${each.kind}_text`)}</span>
          </button>
        ))}
      </div>
      <Inline>
        <TextInput autoFocus label={t("people.name")} placeholder={t(`sources.kind.${kind}`)} value={name} onChange={(event) => setName(event.currentTarget.value)} w={260} />
        <Button type="submit" loading={busy}>
          {t("sources.create")}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t("action.cancel")}
          </Button>
        )}
      </Inline>
      {problem !== null && <ProblemNote message={problem} />}
    </form>
  );
}

/** The key, shown once, and what to do with it; then the first event as it arrives. */
export function Connect({ created, onDone }: { created: Created; onDone?: () => void }) {
  return (
    <div className={style.create}>
      <p>{t("sources.key_once", { name: created.source.name })}</p>
      <Secret text={created.write_key} label={t("sources.write_key")} />
      <Snippets kind={created.source.kind} writeKey={created.write_key} />
      <FirstEvent source={created.source.id} />
      {onDone && (
        <div>
          <Button variant="default" onClick={onDone}>
            {t("action.done")}
          </Button>
        </div>
      )}
    </div>
  );
}
