/** A new destination; a webhook's secret is shown once. */
import { Button, TextInput } from "@mantine/core";
import { IconRouteAltRight, IconWebhook } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { post } from "@/api/client";
import type { DestinationKind, DestinationWithSecret } from "@/api/types";
import { t } from "@/lib/i18n";
import { Secret } from "@/ui/Copy";
import { CreatedBox, CreateForm, KindChoice } from "@/ui/CreateForm";

import { EventChoiceField } from "./EventChoiceField";
import { conditionOf, everything } from "./filter";

export function CreateDestination({ onCreated, onCancel }: { onCreated: (made: DestinationWithSecret) => void; onCancel: () => void }) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<DestinationKind>("webhook");
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [key, setKey] = useState("");
  const [filter, setFilter] = useState<unknown>(conditionOf(everything));
  const kinds = [
    { kind: "webhook" as const, icon: IconWebhook, title: t("channels.kind.webhook"), text: t("channels.kind.webhook_text") },
    { kind: "tracking_api" as const, icon: IconRouteAltRight, title: t("channels.kind.tracking_api"), text: t("channels.kind.tracking_api_text") },
  ];
  const create = () =>
    post<DestinationWithSecret>("/destinations", {
      name: name.trim() || t(`channels.kind.${kind}`),
      kind,
      url: url.trim(),
      filter,
      ...(kind === "tracking_api" ? { write_key: key.trim() } : {}),
    });
  return (
    <CreateForm
      action={t("channels.create")}
      create={create}
      onCreated={(made) => {
        void queries.invalidateQueries({ queryKey: ["/destinations"] });
        onCreated(made);
      }}
      onCancel={onCancel}
    >
      <KindChoice label={t("channels.kind")} kinds={kinds} value={kind} onChange={setKind} />
      <TextInput autoFocus label={t("people.name")} placeholder={t(`channels.kind.${kind}`)} value={name} onChange={(event) => setName(event.currentTarget.value)} maw={420} />
      <TextInput label={t("channels.url")} type="url" required placeholder="https://" value={url} onChange={(event) => setUrl(event.currentTarget.value)} maw={560} />
      {kind === "tracking_api" && (
        <TextInput label={t("channels.write_key")} required autoComplete="off" value={key} onChange={(event) => setKey(event.currentTarget.value)} maw={420} />
      )}
      <EventChoiceField filter={filter} onChange={setFilter} />
    </CreateForm>
  );
}

export function ShownOnce({ made, onDone }: { made: DestinationWithSecret; onDone: () => void }) {
  return (
    <CreatedBox>
      <p>{t("channels.secret_once", { name: made.destination.name })}</p>
      <Secret text={made.secret ?? ""} label={t("channels.secret")} />
      <div>
        <Button variant="default" onClick={onDone}>
          {t("action.done")}
        </Button>
      </div>
    </CreatedBox>
  );
}
