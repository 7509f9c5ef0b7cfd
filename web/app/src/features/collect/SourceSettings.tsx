/** How to connect a source, and what can be changed about it. */
import { Button, Switch, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { patch, post, remove } from "@/api/client";
import type { Source } from "@/api/types";
import { useRight } from "@/features/access";
import { t } from "@/lib/i18n";
import { Confirm } from "@/ui/Confirm";
import { Secret } from "@/ui/Copy";
import { Section } from "@/ui/Section";
import { say, sayProblem } from "@/ui/toast";

import { FirstEvent } from "./FirstEvent";
import { Snippets } from "./Snippets";

function useRenew() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ predicate: ({ queryKey: [address] }) => typeof address === "string" && address.startsWith("/sources") });
}

export function ConnectTab({ source }: { source: Source }) {
  const editable = useRight("manage_sources");
  const [key, setKey] = useState<string | null>(null);
  const [rotating, setRotating] = useState(false);
  const renew = useRenew();
  return (
    <div style={{ display: "grid", gap: 16, maxWidth: 820 }}>
      <p className="tl-dim" style={{ fontSize: 13 }}>
        {key === null ? t("sources.key_hidden", { prefix: source.write_key_prefix }) : t("sources.key_once", { name: source.name })}
      </p>
      {key !== null && <Secret text={key} label={t("sources.write_key")} />}
      <Snippets kind={source.kind} writeKey={key ?? t("sources.your_key")} />
      <FirstEvent source={source.id} />
      {editable && key === null && (
        <div>
          <Button variant="default" onClick={() => setRotating(true)}>
            {t("sources.rotate")}
          </Button>
        </div>
      )}
      {rotating && (
        <Confirm
          title={t("sources.rotate_title", { name: source.name })}
          action={t("sources.rotate")}
          onClose={() => setRotating(false)}
          onConfirm={async () => {
            const answer = await post<{ write_key: string }>(`/sources/${source.id}/write_key`);
            if (!answer.ok) return answer.error.message;
            setKey(answer.value.write_key);
            void renew();
            return null;
          }}
        >
          <p>{t("sources.rotate_text")}</p>
        </Confirm>
      )}
    </div>
  );
}

export function SourceSettings({ source, onDeleted }: { source: Source; onDeleted: () => void }) {
  const renew = useRenew();
  const [deleting, setDeleting] = useState(false);
  const save = async (change: Partial<Source>, undo: Partial<Source> | null) => {
    const answer = await patch<Source>(`/sources/${source.id}`, change);
    if (!answer.ok) return sayProblem(answer.error.message);
    await renew();
    say(t("settings.saved"), undo === null ? undefined : () => void save(undo, null));
  };
  const rename = (name: string) => {
    if (name && name !== source.name) void save({ name }, { name: source.name });
  };
  return (
    <div style={{ maxWidth: 720 }}>
      <Section title={t("people.name")} text={t("sources.name_text")}>
        <TextInput key={source.name} aria-label={t("people.name")} defaultValue={source.name} maw={320} onBlur={(event) => rename(event.currentTarget.value.trim())} onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()} />
      </Section>
      <Section title={t("sources.enabled")} text={t("sources.enabled_text")}>
        <Switch label={source.enabled ? t("sources.on") : t("sources.off")} checked={source.enabled} onChange={(event) => void save({ enabled: event.currentTarget.checked }, { enabled: source.enabled })} />
      </Section>
      <Section title={t("sources.email_option")} text={t("sources.email_option_text")}>
        <Switch
          label={source.properties_email_is_identifier ? t("value.yes") : t("value.no")}
          checked={source.properties_email_is_identifier}
          onChange={(event) => void save({ properties_email_is_identifier: event.currentTarget.checked }, { properties_email_is_identifier: source.properties_email_is_identifier })}
        />
      </Section>
      <Section title={t("sources.delete")} text={t("sources.delete_text")}>
        <Button variant="default" c="var(--tl-bad)" onClick={() => setDeleting(true)}>
          {t("sources.delete")}
        </Button>
      </Section>
      {deleting && (
        <Confirm
          title={t("sources.delete_title", { name: source.name })}
          action={t("sources.delete")}
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            const answer = await remove(`/sources/${source.id}`);
            if (!answer.ok) return answer.error.message;
            void renew();
            onDeleted();
            return null;
          }}
        >
          <p>{t("sources.delete_text")}</p>
        </Confirm>
      )}
    </div>
  );
}
