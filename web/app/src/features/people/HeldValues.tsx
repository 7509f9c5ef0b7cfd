/** Values that the breaker holds back, each to be frozen or allowed. */
import { Button, Group, Tooltip } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";
import { read } from "@/api/query";
import type { HeldIdentifier, Page } from "@/api/types";
import { useRight } from "@/features/access";
import { identifierTitle } from "@/features/condition";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";
import { PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { Section } from "@/ui/Section";
import { say, sayProblem } from "@/ui/toast";

export function HeldValues() {
  const held = useQuery(read<Page<HeldIdentifier>>("/identity/held"));
  const queries = useQueryClient();
  const canEdit = useRight("edit_people");
  const judge = async (value: HeldIdentifier, verdict: "freeze" | "allow") => {
    const answer = await post("/identity/verdicts", { type: value.type, value: value.value, verdict, reason: "" });
    if (!answer.ok) return sayProblem(answer.error.message);
    await queries.invalidateQueries({ queryKey: ["/identity/held"] });
    say(t("held.decided"));
  };
  const rows = held.data?.items ?? [];
  return (
    <Section title={t("held.title")} text={t("held.text")}>
      {held.isError && <ProblemNote message={held.error.message} retry={() => void held.refetch()} />}
      {held.isSuccess && rows.length === 0 && <p className="tl-dim">{t("held.none")}</p>}
      {rows.length > 0 && (
        <PlainTable label={t("held.title")} heads={[t("held.identifier"), t("held.joined"), t("held.kept_apart"), ""]}>
          {rows.map((row) => (
            <tr key={`${row.type}:${row.value}`}>
              <td>
                {identifierTitle(row.type)} <bdi>{row.value}</bdi>
              </td>
              <td className="tl-numbers">{formatNumber(row.joined)}</td>
              <td className="tl-numbers">{formatNumber(row.held)}</td>
              <td>
                {canEdit && (
                  <Group gap={6} justify="flex-end">
                    <Tooltip label={t("held.freeze_text")}>
                      <Button size="compact-sm" variant="default" onClick={() => void judge(row, "freeze")}>
                        {t("held.freeze")}
                      </Button>
                    </Tooltip>
                    <Tooltip label={t("held.allow_text")}>
                      <Button size="compact-sm" variant="default" onClick={() => void judge(row, "allow")}>
                        {t("held.allow")}
                      </Button>
                    </Tooltip>
                  </Group>
                )}
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
    </Section>
  );
}
