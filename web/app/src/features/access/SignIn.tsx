/** Sign-in with email and password, and a second factor's code where there is one. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { post } from "@/api/client";
import type { Session } from "@/api/types";
import { t } from "@/lib/i18n";
import { ProblemNote } from "@/ui/Problem";

import style from "./access.module.css";
import { Gate } from "./Gate";
import { useEnter } from "./useEnter";

const route = getRouteApi("/sign-in");

export function SignIn() {
  const { next } = route.useSearch();
  const enter = useEnter();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [asksCode, setAsksCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await post<Session>("/session", { email: email.trim(), password, ...(asksCode ? { code: code.trim() } : {}) });
    setBusy(false);
    if (answer.ok) enter(answer.value, next);
    else if (answer.error.code === "second_factor_required" && !asksCode) {
      setAsksCode(true);
      setProblem(null);
    } else setProblem(answer.error.message);
  };
  return (
    <Gate title={t("session.sign_in")}>
      <form className={style.form} onSubmit={submit}>
        <TextInput label={t("session.email")} type="email" autoComplete="username" required autoFocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <PasswordInput label={t("session.password")} autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        {asksCode && <TextInput label={t("session.code")} description={t("session.code_hint")} autoComplete="one-time-code" required autoFocus value={code} onChange={(event) => setCode(event.currentTarget.value)} />}
        {problem !== null && <ProblemNote message={problem} />}
        <Button type="submit" loading={busy} fullWidth>
          {t("session.sign_in")}
        </Button>
      </form>
    </Gate>
  );
}
