/** A list of people from a CSV file, and what became of its rows. */
import { FileInput, TextInput } from "@mantine/core";
import { IconFile } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { post } from "@/api/client";
import type { Segment, SegmentListReport } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { CreateForm } from "@/ui/CreateForm";
import { PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";

import style from "./segments.module.css";

/** The server refuses more at once. */
const bytesMax = 900_000;

export function CreateList({ onDone, onCancel }: { onDone: (segment: string) => void; onCancel: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  return (
    <CreateForm
      action={t("segments.create_list")}
      create={() => post<Segment>("/segments", { kind: "list", name: name.trim() })}
      onCreated={(made) => {
        void queries.invalidateQueries({ queryKey: ["/segments"] });
        onDone(made.id);
      }}
      onCancel={onCancel}
    >
      <TextInput autoFocus required label={t("people.name")} description={t("segments.list_text")} value={name} onChange={(event) => setName(event.currentTarget.value)} maw={420} />
    </CreateForm>
  );
}

export function ListUpload({ segment }: { segment: string }) {
  const queries = useQueryClient();
  const [report, setReport] = useState<SegmentListReport | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (file: File | null) => {
    if (!file) return;
    setReport(null);
    if (file.size > bytesMax) return setProblem(t("segments.file_too_large"));
    setBusy(true);
    const answer = await post<SegmentListReport>(`/segments/${encodeURIComponent(segment)}/members`, { csv: await file.text() });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setReport(answer.value);
    void queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => typeof path === "string" && path.startsWith("/segments") });
  };
  return (
    <section className={style.upload} aria-label={t("segments.upload")}>
      <FileInput label={t("segments.upload")} description={t("segments.upload_text")} placeholder={t("segments.choose_file")} accept=".csv,text/csv" leftSection={<IconFile size={15} />} value={null} onChange={(file) => void send(file)} disabled={busy} maw={420} />
      {problem !== null && <ProblemNote message={problem} />}
      {report && (
        <div role="status">
          <p>{t("segments.report", { rows: formatCount(report.rows), added: formatCount(report.added), already: formatCount(report.already), unknown: formatCount(report.unknown) })}</p>
          {report.examples.length > 0 && (
            <PlainTable label={t("segments.unknown")} heads={[t("segments.row"), t("segments.value"), t("segments.reason")]}>
              {report.examples.map((each) => (
                <tr key={each.row}>
                  <td>{each.row}</td>
                  <td>{each.value}</td>
                  <td>{each.why}</td>
                </tr>
              ))}
            </PlainTable>
          )}
        </div>
      )}
    </section>
  );
}
