/** Files come in here: choose one, see what its rows become, and follow it; and everything goes out. */
import { Button, FileButton } from "@mantine/core";
import { IconDownload, IconFileImport } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { request } from "@/api/client";
import { read } from "@/api/query";
import type { ImportedFile, Page, UploadedFile } from "@/api/types";
import { useRight } from "@/features/access";
import { t } from "@/lib/i18n";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { Section } from "@/ui/Section";

import { exportAddress } from "./exports";
import { ImportList } from "./ImportList";
import { MapColumns } from "./MapColumns";
import style from "./transfer.module.css";

export function ImportPage() {
  const queries = useQueryClient();
  const all = useRight("manage_workspace");
  const [uploaded, setUploaded] = useState<UploadedFile | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const imports = useQuery({
    ...read<Page<ImportedFile>>("/imports"),
    refetchInterval: (query) => (query.state.data?.items.some((each) => each.state === "running" || each.state === "waiting") ? 500 : 15_000),
  });
  const refresh = () => void queries.invalidateQueries({ queryKey: ["/imports"] });
  const take = async (file: File | null) => {
    if (!file) return;
    setBusy(true);
    const answer = await request<UploadedFile>("/imports", { method: "POST", query: { name: file.name }, file });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (answer.ok) setUploaded(answer.value);
  };
  return (
    <PageBody>
      <PageHead title={t("transfer.title")} />
      {uploaded ? (
        <MapColumns
          key={uploaded.import.id}
          file={uploaded}
          onDone={() => {
            setUploaded(null);
            refresh();
          }}
        />
      ) : (
        <div
          className={style.drop}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            void take(event.dataTransfer.files[0] ?? null);
          }}
        >
          <IconFileImport size={28} stroke={1.4} aria-hidden />
          <p className={style.lead}>{t("transfer.drop")}</p>
          <p>{t("transfer.drop_more")}</p>
          <FileButton onChange={(file) => void take(file)} accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl,.xes,.gz">
            {(props) => (
              <Button {...props} loading={busy}>
                {t("transfer.choose")}
              </Button>
            )}
          </FileButton>
          {problem && <ProblemNote message={problem} />}
        </div>
      )}
      {!uploaded && imports.isError && <ProblemNote message={imports.error.message} retry={() => void imports.refetch()} />}
      {!uploaded && imports.data && <ImportList items={imports.data.items} onChange={refresh} />}
      {!uploaded && (
        <Section title={t("transfer.export")} text={t("transfer.export_text")}>
          <div className={style.exports}>
            {all && <Download file="export.ndjson" text={t("transfer.export_all")} />}
            <Download file="profiles.csv" text={t("transfer.export_people")} />
            <Download file="events.csv" text={t("transfer.export_events")} />
            <Download file="accounts.csv" text={t("transfer.export_accounts")} />
          </div>
        </Section>
      )}
    </PageBody>
  );
}

function Download({ file, text }: { file: Parameters<typeof exportAddress>[0]; text: string }) {
  return (
    <Button component="a" href={exportAddress(file)} download variant="default" leftSection={<IconDownload size={16} />}>
      {text}
    </Button>
  );
}
