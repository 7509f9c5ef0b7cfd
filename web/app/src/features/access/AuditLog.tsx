/** The audit log: who did what here, and whether anybody has touched what it says. */
import { Button, Select } from "@mantine/core";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { address, get } from "@/api/client";
import { read, valueOf } from "@/api/query";
import type { AuditCheck, AuditEntry, Page } from "@/api/types";
import { findText, t } from "@/lib/i18n";
import { audit } from "@/lib/i18n/en/audit";
import { Badge } from "@/ui/Badge";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageHead } from "@/ui/Page";
import { Inline, PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { Section } from "@/ui/Section";
import { When } from "@/ui/When";

const pageSize = 50;
const prefix = "audit.action.";
const actions = Object.keys(audit).map((key) => ({ value: key.slice(prefix.length), label: said(key.slice(prefix.length)) }));

/** In words, or the code of an action that has none here. */
function said(action: string): string {
  return findText(prefix + action) ?? action;
}

export function AuditLog() {
  const [action, setAction] = useState("");
  const entries = useInfiniteQuery({
    queryKey: ["/audit", action],
    queryFn: ({ pageParam, signal }) => valueOf(get<Page<AuditEntry>>("/audit", { action, before: pageParam, limit: pageSize }, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead title={t("settings.audit")}>
        <Button component="a" variant="default" leftSection={<IconDownload size={16} />} href={address("/audit/export", { action })} download>
          {t("audit.export")}
        </Button>
      </PageHead>
      <Section title={t("audit.entries")} text={t("audit.text")}>
        <Inline>
          <Select label={t("audit.filter")} placeholder={t("audit.filter_hint")} w={240} searchable clearable data={actions} value={action || null} onChange={(chosen) => setAction(chosen ?? "")} />
          <Chain />
        </Inline>
        {entries.isPending && <Rows />}
        {entries.isError && <ProblemNote message={entries.error.message} retry={() => void entries.refetch()} />}
        {entries.isSuccess && rows.length === 0 && <Empty icon={IconHistory} text={t("audit.none")} />}
        {rows.length > 0 && (
          <PlainTable label={t("settings.audit")} heads={[t("audit.when"), t("audit.who"), t("audit.what"), t("audit.to")]}>
            {rows.map((entry) => (
              <tr key={entry.id}>
                <td>
                  <When at={entry.at} />
                </td>
                <td title={entry.actor}>{entry.actor === "server" ? t("audit.server") : (entry.actor_name ?? entry.actor)}</td>
                <td title={entry.action}>{said(entry.action)}</td>
                <td title={entry.detail}>{entry.target}</td>
              </tr>
            ))}
          </PlainTable>
        )}
        {entries.hasNextPage && (
          <div>
            <Button variant="default" loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
              {t("audit.more")}
            </Button>
          </div>
        )}
      </Section>
    </>
  );
}

/** Whether the chain of hashes is whole. */
function Chain() {
  const check = useQuery(read<AuditCheck>("/audit/check"));
  if (!check.data) return null;
  const { intact, entries, broken, head } = check.data;
  return (
    <Badge tone={intact ? "good" : "bad"} title={head}>
      {intact ? t("audit.intact", { count: entries }) : broken ? t("audit.broken", { entry: broken }) : t("audit.cut")}
    </Badge>
  );
}
