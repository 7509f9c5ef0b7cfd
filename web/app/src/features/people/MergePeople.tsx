/** Says what merging people does, and does it. */
import { TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { post } from "@/api/client";
import type { ProfileSummary } from "@/api/types";
import { t } from "@/lib/i18n";
import { Confirm } from "@/ui/Confirm";
import { say } from "@/ui/toast";

import { nameOf } from "./PersonName";

interface Props {
  people: ProfileSummary[];
  onClose: () => void;
  onDone: (id: string) => void;
}

export function MergePeople({ people, onClose, onDone }: Props) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const events = people.reduce((sum, person) => sum + person.events, 0);
  const merge = async () => {
    const answer = await post<{ id: string }>("/profiles/merge", { profiles: people.map((person) => person.id), reason: reason.trim() });
    if (!answer.ok) return answer.error.message;
    void queries.invalidateQueries({ queryKey: ["/profiles"] });
    say(t("people.merged", { count: people.length }));
    onDone(answer.value.id);
    return null;
  };
  return (
    <Confirm title={t("people.merge_title", { count: people.length })} action={t("people.merge")} harm={false} onConfirm={merge} onClose={onClose}>
      <ul style={{ listStyle: "disc", paddingLeft: 18 }}>
        {people.map((person) => (
          <li key={person.id}>
            <bdi>{nameOf(person)}</bdi>
          </li>
        ))}
      </ul>
      <p>{t("people.merge_effect", { count: events })}</p>
      <TextInput label={t("people.merge_reason")} placeholder={t("people.merge_reason_hint")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} />
    </Confirm>
  );
}
