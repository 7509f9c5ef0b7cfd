/** Files that came in or are on their way, with what became of their rows. */
import { Button, Progress } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";

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
            <span className={style.name} dir="auto">
              {each.name}
            </span>
            <span className={style.when}>
              <When at={each.created_at} />
            </span>
          </td>
          <td>
            <State file={each} />
          </td>
          <Number of={each.rows} name={t("transfer.rows")} />
          <Number of={each.accepted} name={t("transfer.accepted")} />
          <Number of={each.repeated} name={t("transfer.known")} />
          <td className={style.number}>
            <span className={style.label}>{t("transfer.refused")} </span>
            {each.refused + each.collided > 0 ? (
              <a href={`/api/v1/imports/${each.id}/refused.csv`} className={style.refused} download title={t("transfer.refused_list")}>
                {formatCount(each.refused + each.collided)}
                <IconDownload size={14} aria-hidden />
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

/** On a phone the heads of the table are not shown, and each number says what it is. */
function Number({ of, name }: { of: number; name: string }) {
  return (
    <td className={style.number}>
      <span className={style.label}>{name} </span>
      {formatCount(of)}
    </td>
  );
}

function State({ file }: { file: ImportedFile }) {
  if (file.state === "running") {
    const percent = Math.floor((100 * file.bytes_done) / Math.max(1, file.bytes));
    return (
      <span className={style.running}>
        <Progress value={percent} w={110} size="md" aria-label={t("transfer.progress", { percent, name: file.name })} />
        <span>{t("transfer.percent", { percent })}</span>
      </span>
    );
  }
  return (
    <>
      <Badge tone={tones[file.state]}>{t(`transfer.state.${file.state}`)}</Badge>
      {file.state === "failed" && <ProblemNote message={t("transfer.failed", { why: file.error })} />}
    </>
  );
}
