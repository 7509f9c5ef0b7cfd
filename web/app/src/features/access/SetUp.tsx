/** The first person of a new workspace comes in through the one-time link that the server printed. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { post } from "@/api/client";
import { read } from "@/api/query";
import type { Session } from "@/api/types";
import { t } from "@/lib/i18n";
import { ProblemNote } from "@/ui/Problem";

import style from "./access.module.css";
import { Gate } from "./Gate";
import { useEnter } from "./useEnter";

const route = getRouteApi("/setup");
export const passwordMin = 10;

export function SetUp() {
  const { token } = route.useSearch();
  const setup = useQuery({ ...read<{ needed: boolean; workspace_name?: string }>("/setup"), staleTime: 0 });
  if (setup.data && !setup.data.needed) {
    return (
      <Gate title={t("setup.done_title")} text={t("setup.done")}>
        <div className={style.form}>
          <Button renderRoot={(props) => <Link to="/sign-in" {...props} />}>{t("session.sign_in")}</Button>
        </div>
      </Gate>
    );
  }
  if (token === undefined) return <Gate title={t("setup.title")} text={t("setup.no_token")}>{null}</Gate>;
  return <SetUpForm token={token} workspace={setup.data?.workspace_name ?? ""} />;
}

function SetUpForm({ token, workspace }: { token: string; workspace: string }) {
  const enter = useEnter();
  const [form, setForm] = useState<{ name: string; email: string; password: string; workspace?: string }>({ name: "", email: "", password: "" });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const set = (next: Partial<typeof form>) => setForm({ ...form, ...next });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await post<Session>("/setup", {
      token,
      name: form.name.trim(),
      email: form.email.trim(),
      password: form.password,
      workspace_name: (form.workspace ?? workspace).trim(),
    });
    setBusy(false);
    if (answer.ok) enter(answer.value);
    else setProblem(answer.error.message);
  };
  return (
    <Gate title={t("setup.title")} text={t("setup.text")}>
      <form className={style.form} onSubmit={submit}>
        <TextInput label={t("setup.name")} autoComplete="name" required autoFocus value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} />
        <TextInput label={t("session.email")} type="email" autoComplete="username" required value={form.email} onChange={(event) => set({ email: event.currentTarget.value })} />
        <PasswordInput label={t("session.password")} description={t("session.password_hint", { count: passwordMin })} autoComplete="new-password" required minLength={passwordMin} value={form.password} onChange={(event) => set({ password: event.currentTarget.value })} />
        <TextInput label={t("setup.workspace")} description={t("setup.workspace_hint")} autoComplete="organization" required value={form.workspace ?? workspace} onChange={(event) => set({ workspace: event.currentTarget.value })} />
        {problem !== null && <ProblemNote message={problem} />}
        <Button type="submit" loading={busy} fullWidth>
          {t("setup.create")}
        </Button>
      </form>
    </Gate>
  );
}
