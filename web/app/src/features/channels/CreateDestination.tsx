/** A new destination; a webhook's secret is shown once. */
import { Button, TextInput } from "@mantine/core";
import { IconRouteAltRight, IconWebhook } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { post } from "@/api/client";
import type { DestinationKind, DestinationWithSecret } from "@/api/types";
import { t } from "@/lib/i18n";
import { Secret } from "@/ui/Copy";
import { Inline } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";

import style from "./channels.module.css";
import { EventChoiceField } from "./EventChoiceField";
import { conditionOf, everything } from "./filter";

const choices: { kind: DestinationKind; icon: typeof IconWebhook }[] = [
  { kind: "webhook", icon: IconWebhook },
  { kind: "tracking_api", icon: IconRouteAltRight },
];

export function CreateDestination({ onCreated, onCancel }: { onCreated: (made: DestinationWithSecret) => void; onCancel: () => void }) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<DestinationKind>("webhook");
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [key, setKey] = useState("");
  const [filter, setFilter] = useState<unknown>(conditionOf(everything));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await post<DestinationWithSecret>("/destinations", {
      name: name.trim() || t(`channels.kind.${kind}`),
      kind,
      url: url.trim(),
      filter,
      ...(kind === "tracking_api" ? { write_key: key.trim() } : {}),
    });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    void queries.invalidateQueries({ queryKey: ["/destinations"] });
    onCreated(answer.value);
  };
  return (
    <form className={style.create} onSubmit={submit}>
      <div className={style.kinds} role="radiogroup" aria-label={t("channels.kind")}>
        {choices.map((each) => (
          <button key={each.kind} type="button" role="radio" aria-checked={kind === each.kind} className={style.kind} onClick={() => setKind(each.kind)}>
            <each.icon size={22} stroke={1.5} aria-hidden />
            <b>{t(`channels.kind.${each.kind}`)}</b>
            <span>{t(`channels.kind.${each.kind}_text`)}</span>
          </button>
        ))}
      </div>
      <TextInput autoFocus label={t("people.name")} placeholder={t(`channels.kind.${kind}`)} value={name} onChange={(event) => setName(event.currentTarget.value)} maw={420} />
      <TextInput label={t("channels.url")} type="url" required placeholder="https://" value={url} onChange={(event) => setUrl(event.currentTarget.value)} maw={560} />
      {kind === "tracking_api" && (
        <TextInput label={t("channels.write_key")} required autoComplete="off" value={key} onChange={(event) => setKey(event.currentTarget.value)} maw={420} />
      )}
      <EventChoiceField filter={filter} onChange={setFilter} />
      <Inline>
        <Button type="submit" loading={busy}>
          {t("channels.create")}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      </Inline>
      {problem !== null && <ProblemNote message={problem} />}
    </form>
  );
}

export function ShownOnce({ made, onDone }: { made: DestinationWithSecret; onDone: () => void }) {
  return (
    <div className={style.create}>
      <p>{t("channels.secret_once", { name: made.destination.name })}</p>
      <Secret text={made.secret ?? ""} label={t("channels.secret")} />
      <div>
        <Button variant="default" onClick={onDone}>
          {t("action.done")}
        </Button>
      </div>
    </div>
  );
}
