/** Erases a person after saying what that means. */
import { Checkbox, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { post } from "@/api/client";
import type { ErasureCertificate, Profile } from "@/api/types";
import { t } from "@/lib/i18n";
import { Confirm } from "@/ui/Confirm";
import { say } from "@/ui/toast";

export function ErasePerson({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [suppress, setSuppress] = useState(true);
  const [reason, setReason] = useState("");
  const [word, setWord] = useState("");
  const erase = async () => {
    if (word.trim() !== t("erase.word")) return t("erase.word_missing");
    const answer = await post<ErasureCertificate>(`/profiles/${encodeURIComponent(profile.id)}/erase`, {
      mode: suppress ? "erase_and_suppress" : "erase",
      reason: reason.trim(),
    });
    if (!answer.ok) return answer.error.message;
    say(t("erase.done", { id: answer.value.id }));
    void queries.invalidateQueries({ queryKey: ["/profiles"] });
    void navigate({ to: "/people" });
    return null;
  };
  return (
    <Confirm title={t("erase.title")} action={t("erase.action")} onConfirm={erase} onClose={onClose}>
      <p>{t("erase.text")}</p>
      <Checkbox label={t("erase.suppress")} checked={suppress} onChange={(event) => setSuppress(event.currentTarget.checked)} />
      <TextInput label={t("erase.reason")} placeholder={t("erase.reason_hint")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} />
      <TextInput label={t("erase.confirm")} value={word} onChange={(event) => setWord(event.currentTarget.value)} autoComplete="off" />
    </Confirm>
  );
}
