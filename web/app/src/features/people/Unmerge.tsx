/** Takes some identifiers away from a person, after showing who would be there then. */
import { Checkbox, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { post } from "@/api/client";
import { read, valueOf } from "@/api/query";
import type { Identifier, IdentifierRow, Page, Profile, UnmergePreview } from "@/api/types";
import { identifierTitle } from "@/features/condition";
import { t } from "@/lib/i18n";
import { Confirm } from "@/ui/Confirm";
import { ProblemNote } from "@/ui/Problem";
import { say } from "@/ui/toast";

const keyOf = (one: Identifier) => `${one.type}:${one.value}`;

export function Unmerge({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const path = `/profiles/${encodeURIComponent(profile.id)}`;
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string[]>([]);
  const [reason, setReason] = useState("");
  const all = useQuery(read<Page<IdentifierRow>>(`${path}/identifiers`, { limit: 500 }));
  const rows = all.data?.items ?? profile.identifiers;
  const identifiers = rows.filter((row) => chosen.includes(keyOf(row))).map(({ type, value }) => ({ type, value }));
  const some = identifiers.length > 0 && identifiers.length < profile.identifier_count;
  const preview = useQuery({
    queryKey: [path, "unmerge", chosen],
    queryFn: () => valueOf(post<UnmergePreview>(`${path}/unmerge/preview`, { identifiers, reason: "" })),
    enabled: some,
  });
  const unmerge = async () => {
    if (!some) return t("unmerge.choose");
    const answer = await post<{ id: string }>(`${path}/unmerge`, { identifiers, reason: reason.trim() });
    if (!answer.ok) return answer.error.message;
    await queries.invalidateQueries();
    say(t("unmerge.done"));
    return null;
  };
  const toggle = (key: string) => setChosen((before) => (before.includes(key) ? before.filter((each) => each !== key) : [...before, key]));
  return (
    <Confirm title={t("unmerge.title")} action={t("unmerge.action")} harm={false} onConfirm={unmerge} onClose={onClose}>
      <p>{t("unmerge.text")}</p>
      <div style={{ display: "grid", gap: 6, maxHeight: 220, overflow: "auto" }}>
        {rows.map((row) => (
          <Checkbox key={keyOf(row)} label={`${identifierTitle(row.type)}: ${row.value}`} checked={chosen.includes(keyOf(row))} onChange={() => toggle(keyOf(row))} />
        ))}
      </div>
      {preview.isError && <ProblemNote message={preview.error.message} />}
      {some && preview.data && <After preview={preview.data} />}
      <TextInput label={t("unmerge.reason")} placeholder={t("unmerge.reason_hint")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} />
    </Confirm>
  );
}

function After({ preview }: { preview: UnmergePreview }) {
  return (
    <div>
      <p style={{ marginBottom: 4 }}>{t("unmerge.after")}</p>
      <ul style={{ display: "grid", gap: 8 }}>
        {preview.people.map((person, index) => (
          <li key={index}>
            <strong>{index === 0 ? t("unmerge.stays") : t("unmerge.goes")}</strong>{" "}
            <span className="tl-dim tl-numbers">{t("timeline.events", { count: person.events })}</span>
            <div>
              <bdi>{person.identifiers.map((one) => one.value).join(", ")}</bdi>
            </div>
            {person.corrected_traits.length > 0 && <div className="tl-dim">{t("unmerge.corrected", { keys: person.corrected_traits.join(", ") })}</div>}
          </li>
        ))}
      </ul>
    </div>
  );
}
