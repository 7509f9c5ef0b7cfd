/** What can be changed about a destination. */
import { Button, Switch, TextInput } from "@mantine/core";
import { useState } from "react";

import { patch, post, remove } from "@/api/client";
import type { Destination, DestinationWithSecret } from "@/api/types";
import { t } from "@/lib/i18n";
import { Confirm } from "@/ui/Confirm";
import { Secret } from "@/ui/Copy";
import { Inline } from "@/ui/PlainTable";
import { Section } from "@/ui/Section";
import { say, sayProblem } from "@/ui/toast";

import style from "./channels.module.css";
import { EventChoiceField } from "./EventChoiceField";
import { conditionOf, everything } from "./filter";
import { useRenew } from "./useRenew";

export function DestinationSettings({ destination, onDeleted }: { destination: Destination; onDeleted: () => void }) {
  const path = `/destinations/${destination.id}`;
  const renew = useRenew();
  const [deleting, setDeleting] = useState(false);
  const save = async (change: object, undo: object | null) => {
    const answer = await patch<Destination>(path, change);
    if (!answer.ok) return sayProblem(answer.error.message);
    await renew();
    say(t("settings.saved"), undo === null ? undefined : () => void save(undo, null));
  };
  const saveText = (field: "name" | "url", value: string) => {
    if (value && value !== destination[field]) void save({ [field]: value }, { [field]: destination[field] });
  };
  const filterBefore = destination.filter ?? conditionOf(everything);
  return (
    <div className={style.settings}>
      <Section title={t("people.name")} text={t("channels.name_text", { name: destination.name })}>
        <TextInput key={destination.name} aria-label={t("people.name")} defaultValue={destination.name} maw={320} onBlur={(event) => saveText("name", event.currentTarget.value.trim())} onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()} />
      </Section>
      <Section title={t("channels.url")} text={t("channels.url_text")}>
        <TextInput key={destination.url} aria-label={t("channels.url")} defaultValue={destination.url} maw={520} onBlur={(event) => saveText("url", event.currentTarget.value.trim())} onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()} />
      </Section>
      <Section title={t("channels.enabled")} text={t("channels.enabled_text")}>
        <Switch label={destination.enabled ? t("sources.on") : t("sources.off")} checked={destination.enabled} onChange={(event) => void save({ enabled: event.currentTarget.checked }, { enabled: destination.enabled })} />
      </Section>
      <Section title={t("channels.filter")} text={t("channels.filter_text")}>
        <EventChoiceField filter={destination.filter} onChange={(filter) => void save({ filter }, { filter: filterBefore })} />
      </Section>
      {destination.kind === "webhook" ? <SigningSecret destination={destination} /> : <WriteKey destination={destination} onSave={(write_key) => save({ write_key }, null)} />}
      <Section title={t("channels.delete")} text={t("channels.delete_text")}>
        <Button variant="default" c="var(--tl-bad)" onClick={() => setDeleting(true)}>
          {t("channels.delete")}
        </Button>
      </Section>
      {deleting && (
        <Confirm
          title={t("channels.delete_title", { name: destination.name })}
          action={t("channels.delete")}
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            const answer = await remove(path);
            if (!answer.ok) return answer.error.message;
            onDeleted();
            void renew();
            return null;
          }}
        >
          <p>{t("channels.delete_text")}</p>
        </Confirm>
      )}
    </div>
  );
}

function SigningSecret({ destination }: { destination: Destination }) {
  const renew = useRenew();
  const [secret, setSecret] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  return (
    <Section title={t("channels.secret")} text={secret === null ? t("channels.secret_text", { shown: destination.secret_shown }) : t("channels.secret_once", { name: destination.name })}>
      {secret !== null && <Secret text={secret} label={t("channels.secret")} />}
      {secret === null && (
        <Button variant="default" onClick={() => setAsking(true)}>
          {t("channels.secret_new")}
        </Button>
      )}
      {asking && (
        <Confirm
          title={t("channels.secret_new_title", { name: destination.name })}
          action={t("channels.secret_new")}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            const answer = await post<DestinationWithSecret>(`/destinations/${destination.id}/secret`);
            if (!answer.ok) return answer.error.message;
            setSecret(answer.value.secret ?? null);
            void renew();
            return null;
          }}
        >
          <p>{t("channels.secret_new_text")}</p>
        </Confirm>
      )}
    </Section>
  );
}

function WriteKey({ destination, onSave }: { destination: Destination; onSave: (key: string) => Promise<void> }) {
  const [key, setKey] = useState("");
  return (
    <Section title={t("channels.write_key")} text={t("channels.write_key_text", { shown: destination.secret_shown })}>
      <Inline>
        <TextInput aria-label={t("channels.write_key")} autoComplete="off" value={key} onChange={(event) => setKey(event.currentTarget.value)} w={320} />
        <Button variant="default" disabled={key.trim() === ""} onClick={() => void onSave(key.trim()).then(() => setKey(""))}>
          {t("channels.write_key_save")}
        </Button>
      </Inline>
    </Section>
  );
}
