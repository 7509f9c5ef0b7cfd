/** Thresholds of a map: which are crossed now, and when any was. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Panel } from "@/ui/Panel";
import { ProblemNote } from "@/ui/Problem";
import { sayProblem } from "@/ui/toast";
import { When } from "@/ui/When";

import style from "./maps.module.css";
import { alertValue, alertWords } from "./measures";
import { checkAlerts, pathOf, useAlerts } from "./useMaps";

export function AlertsPanel({ map, right, onClose }: { map: string; right: boolean; onClose: () => void }) {
  const queries = useQueryClient();
  const found = useAlerts(map, true);
  const [busy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    const answer = await checkAlerts(map);
    setBusy(false);
    if (!answer.ok) return sayProblem(answer.error.message);
    await queries.invalidateQueries({ queryKey: [`${pathOf(map)}/alerts`] });
  };
  return (
    <Panel title={t("maps.alerts")} label={t("maps.alerts")} onClose={onClose}>
      <p className={style.note}>{t("maps.alerts_watched")}</p>
      {right && (
        <div className={style.lookNow}>
          <Button variant="default" size="compact-sm" loading={busy} onClick={() => void check()}>
            {t("maps.alerts_check")}
          </Button>
        </div>
      )}
      {found.isPending && <Rows count={3} />}
      {found.isError && <ProblemNote message={found.error.message} retry={() => void found.refetch()} />}
      {found.data?.items.length === 0 && <p className={style.note}>{t("maps.alerts_none")}</p>}
      <ol className={style.notices}>
        {found.data?.items.map((notice, index) => (
          <li key={index} data-crossed={notice.crossed || undefined}>
            {notice.crossed ? <IconAlertTriangle size={15} aria-hidden /> : <IconCheck size={15} aria-hidden />}
            <div>
              <b dir="auto">{notice.name}</b>
              <p>{t(notice.crossed ? "maps.alert.crossed" : "maps.alert.ended", { words: alertWords(notice), now: alertValue(notice.figure, notice.now) })}</p>
              <p className={style.words}>
                <When at={notice.at} />
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
