/** From nothing to the first event: name a source, copy its snippet, watch it arrive. */
import { Button, TextInput } from "@mantine/core";
import { IconBrowser, IconServer } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { post } from "@/api/client";
import type { Source, SourceKind } from "@/api/types";
import { t } from "@/lib/i18n";
import { Secret } from "@/ui/Copy";
import { CreatedBox, CreateForm, KindChoice } from "@/ui/CreateForm";

import { FirstEvent } from "./FirstEvent";
import { Snippets } from "./Snippets";

export interface Created {
  source: Source;
  write_key: string;
}

export function CreateSource({ onCreated, onCancel }: { onCreated: (created: Created) => void; onCancel?: () => void }) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<SourceKind>("browser");
  const [name, setName] = useState("");
  const kinds = [
    { kind: "browser" as const, icon: IconBrowser, title: t("sources.kind.browser"), text: t("sources.kind.browser_text") },
    { kind: "server" as const, icon: IconServer, title: t("sources.kind.server"), text: t("sources.kind.server_text") },
  ];
  return (
    <CreateForm
      action={t("sources.create")}
      create={() => post<Created>("/sources", { name: name.trim() || t(`sources.kind.${kind}`), kind })}
      onCreated={(created) => {
        void queries.invalidateQueries({ queryKey: ["/sources"] });
        onCreated(created);
      }}
      onCancel={onCancel}
      field={<TextInput autoFocus label={t("people.name")} placeholder={t(`sources.kind.${kind}`)} value={name} onChange={(event) => setName(event.currentTarget.value)} w={260} />}
    >
      <KindChoice label={t("sources.kind")} kinds={kinds} value={kind} onChange={setKind} />
    </CreateForm>
  );
}

/** The key, shown once, and what to do with it; then the first event as it arrives. */
export function Connect({ created, onDone }: { created: Created; onDone?: () => void }) {
  return (
    <CreatedBox>
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
    </CreatedBox>
  );
}
