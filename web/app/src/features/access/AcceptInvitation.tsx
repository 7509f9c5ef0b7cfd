/** A new member of the team chooses a password. */
import { Button, PasswordInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { post } from "@/api/client";
import { read } from "@/api/query";
import type { Invitation, Session } from "@/api/types";
import { t } from "@/lib/i18n";
import { ProblemNote } from "@/ui/Problem";

import style from "./access.module.css";
import { Gate } from "./Gate";
import { passwordMin } from "./SetUp";
import { useEnter } from "./useEnter";

const route = getRouteApi("/invitation/$token");

export function AcceptInvitation() {
  const { token } = route.useParams();
  const path = `/invitations/${encodeURIComponent(token)}`;
  const invitation = useQuery({ ...read<Invitation>(path), staleTime: Infinity });
  const enter = useEnter();
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await post<Session>(path, { password });
    setBusy(false);
    if (answer.ok) enter(answer.value);
    else setProblem(answer.error.message);
  };
  if (invitation.isError) {
    return (
      <Gate title={t("invitation.bad_title")} text={invitation.error.problem.status === 404 ? t("invitation.bad") : invitation.error.message}>
        {null}
      </Gate>
    );
  }
  if (!invitation.data) return null;
  return (
    <Gate title={t("invitation.title", { workspace: invitation.data.workspace_name })} text={t("invitation.text", { name: invitation.data.name, email: invitation.data.email })}>
      <form className={style.form} onSubmit={submit}>
        <input type="hidden" autoComplete="username" value={invitation.data.email} readOnly />
        <PasswordInput label={t("session.password")} description={t("session.password_hint", { count: passwordMin })} autoComplete="new-password" required autoFocus minLength={passwordMin} value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        {problem !== null && <ProblemNote message={problem} />}
        <Button type="submit" loading={busy} fullWidth>
          {t("invitation.accept")}
        </Button>
      </form>
    </Gate>
  );
}
