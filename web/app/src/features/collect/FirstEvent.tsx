/** Waits, live, for a source's first event, and leads to the person it belongs to. */
import { Button } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { useLive } from "@/api/live";
import { read } from "@/api/query";
import type { Decision, Page } from "@/api/types";
import { t } from "@/lib/i18n";

import style from "./collect.module.css";

export function FirstEvent({ source }: { source: string }) {
  const queries = useQueryClient();
  const path = `/sources/${encodeURIComponent(source)}`;
  const recent = useQuery(read<Page<Decision>>(`${path}/recent`));
  const [live, setLive] = useState<Decision | null>(null);
  useLive(`${path}/live`, {
    event: (name, data) => {
      if (name !== "decision") return;
      const decision = data as Decision;
      if (live?.outcome !== "accepted") setLive(decision);
      // What comes live does not say whose event it is; what is read does.
      if (decision.outcome === "accepted") void recent.refetch();
      if (decision.outcome === "accepted") void queries.invalidateQueries({ predicate: ({ queryKey: [address] }) => address === "/sources" || address === "/status" });
    },
    opened: () => void recent.refetch(),
  });
  const decisions = recent.data?.items ?? [];
  const seen = decisions.find((each) => each.outcome === "accepted" && each.profile_id) ?? decisions.find((each) => each.outcome === "accepted") ?? live ?? decisions[0];
  if (!seen) {
    return (
      <div className={style.waiting} role="status">
        <span className={style.pulse} aria-hidden />
        {t("sources.waiting")}
      </div>
    );
  }
  if (seen.outcome === "refused") {
    return (
      <div className={style.waiting} role="status">
        <span className={style.pulse} aria-hidden />
        {t("sources.first_refused", { reason: seen.reason ?? "" })}
      </div>
    );
  }
  return (
    <div className={`${style.waiting} ${style.seen}`} role="status">
      <IconCircleCheck size={20} aria-hidden />
      <span>{t("sources.first_seen", { name: seen.name || seen.kind })}</span>
      {seen.profile_id && (
        <Button size="compact-sm" style={{ marginLeft: "auto" }} renderRoot={(props) => <Link to="/people/$profile" params={{ profile: seen.profile_id ?? "" }} {...props} />}>
          {t("sources.open_person")}
        </Button>
      )}
    </div>
  );
}
