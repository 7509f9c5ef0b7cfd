/** Files that came in or are on their way, with what became of their rows. */
import { Button, Progress } from "@mantine/core";

import { remove } from "@/api/client";
import type { ImportedFile } from "@/api/types";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Badge, type Tone } from "@/ui/Badge";
import { PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { When } from "@/ui/When";

import style from "./transfer.module.css";

const tones: Record<ImportedFile["state"], Tone> = {
  uploaded: "neutral",
  waiting: "neutral",
  running: "neutral",
  done: "good",
  failed: "bad",
  cancelled: "neutral",
};

export function ImportList({ items, onChange }: { items: ImportedFile[]; onChange: () => void }) {
  const shown = items.filter((each) => each.state !== "uploaded");
  if (shown.length === 0) return <p className={style.none}>{t("transfer.none")}</p>;
  const heads = [t("transfer.file"), t("sources.health"), t("transfer.rows"), t("transfer.accepted"), t("transfer.known"), t("transfer.refused"), ""];
  return (
    <PlainTable label={t("transfer.past")} heads={heads}>
      {shown.map((each) => (
        <tr key={each.id}>
          <td>
            <span dir="auto">{each.name}</span> <When at={each.created_at} />
          </td>
          <td>
            <State file={each} />
          </td>
          <td>{formatCount(each.rows)}</td>
          <td>{formatCount(each.accepted)}</td>
          <td>{formatCount(each.repeated)}</td>
          <td>
            {each.refused + each.collided > 0 ? (
              <a href={`/api/v1/imports/${each.id}/refused.csv`} download title={t("transfer.refused_list")}>
                {formatCount(each.refused + each.collided)}
              </a>
            ) : (
              formatCount(0)
            )}
          </td>
          <td>
            {(each.state === "running" || each.state === "waiting") && (
              <Button size="compact-xs" variant="default" onClick={() => void remove(`/imports/${each.id}`).then(onChange)}>
                {t("transfer.cancel")}
              </Button>
            )}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}

function State({ file }: { file: ImportedFile }) {
  if (file.state === "running") {
    const percent = Math.floor((100 * file.bytes_done) / Math.max(1, file.bytes));
    return <Progress value={percent} w={120} aria-label={t("transfer.progress", { percent, name: file.name })} />;
  }
  return (
    <>
      <Badge tone={tones[file.state]}>{t(`transfer.state.${file.state}`)}</Badge>
      {file.state === "failed" && <ProblemNote message={t("transfer.failed", { why: file.error })} />}
    </>
  );
}
