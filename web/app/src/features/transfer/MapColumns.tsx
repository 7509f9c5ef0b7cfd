/** Which column of an uploaded file becomes what, with what the first rows then become. */
import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { post, remove } from "@/api/client";
import { valueOf } from "@/api/query";
import type { ImportPreview, UploadedFile } from "@/api/types";
import { t } from "@/lib/i18n";
import { Inline, PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";

import { hasEventColumn, isAboutSomebody, lacksEvent, type Mapping, roleOf, roles, withKind, withRole } from "./mapping";
import { Preview } from "./Preview";
import style from "./transfer.module.css";

export function MapColumns({ file, onDone }: { file: UploadedFile; onDone: () => void }) {
  const [mapping, setMapping] = useState(file.mapping as Mapping);
  const [source, setSource] = useState(file.import.name.replace(/\.gz$/, "").replace(/\.[^.]*$/, ""));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [settled] = useDebouncedValue(mapping, 150);
  const path = `/imports/${file.import.id}`;
  const preview = useQuery({
    queryKey: [`${path}/preview`, settled],
    queryFn: () => valueOf(post<ImportPreview>(`${path}/preview`, { mapping: settled })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const start = async () => {
    setBusy(true);
    const answer = await post(`${path}/start`, { mapping, source });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (answer.ok) onDone();
  };
  const whole = file.format === "throughline";
  const mapped = file.columns.length > 0;
  const aboutNobody = mapped && !isAboutSomebody(mapping);
  const eventless = mapped && lacksEvent(mapping);
  const wrong = aboutNobody ? t("transfer.about_nobody") : eventless ? t("transfer.eventless") : preview.isError ? preview.error.message : null;
  return (
    <section className={style.map} aria-label={file.import.name}>
      <h2 dir="auto">{file.import.name}</h2>
      {!mapped && <p>{t(whole ? "transfer.whole" : "transfer.messages")}</p>}
      {mapped && <Kind mapping={mapping} onChange={setMapping} />}
      {mapped && (
        <div className={style.columns}>
          <PlainTable label={file.import.name} heads={[t("transfer.column"), t("transfer.samples"), t("transfer.into")]}>
            {file.columns.map((column) => (
              <tr key={column.name}>
                <td dir="auto">{column.name}</td>
                <td className={style.samples} dir="auto">
                  {column.samples.join(", ")}
                </td>
                <td>
                  <Select
                    size="xs"
                    aria-label={t("transfer.role_of", { column: column.name })}
                    data={roles.map((each) => ({ value: each.role, label: t(each.text) }))}
                    value={roleOf(mapping, column.name)}
                    allowDeselect={false}
                    onChange={(role) => role && setMapping(withRole(mapping, column.name, role))}
                  />
                </td>
              </tr>
            ))}
          </PlainTable>
        </div>
      )}
      {wrong && <ProblemNote message={wrong} />}
      {preview.data && !wrong && !whole && <Preview preview={preview.data} />}
      <Inline>
        {!whole && (
          <TextInput label={t("transfer.source")} description={t("transfer.source_hint")} value={source} onChange={(event) => setSource(event.currentTarget.value)} w={320} />
        )}
        <Button loading={busy} disabled={wrong !== null} onClick={() => void start()}>
          {t("transfer.start")}
        </Button>
        <Button variant="default" onClick={() => void remove(path).then(onDone)}>
          {t("action.cancel")}
        </Button>
      </Inline>
      {problem && <ProblemNote message={problem} />}
    </section>
  );
}

function Kind({ mapping, onChange }: { mapping: Mapping; onChange: (next: Mapping) => void }) {
  return (
    <Inline>
      <Select
        label={t("transfer.kind")}
        w={240}
        data={[
          { value: "identify", label: t("transfer.kind_identify") },
          { value: "track", label: t("transfer.kind_track") },
        ]}
        value={mapping.kind ?? "track"}
        allowDeselect={false}
        onChange={(kind) => kind && onChange(withKind(mapping, kind))}
      />
      {mapping.kind === "track" && !hasEventColumn(mapping) && (
        <TextInput
          label={t("transfer.event")}
          placeholder={t("transfer.event_hint")}
          w={360}
          value={mapping.event ?? ""}
          onChange={(event) => onChange({ ...mapping, event: event.currentTarget.value })}
        />
      )}
    </Inline>
  );
}
