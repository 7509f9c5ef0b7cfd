/** What is only mine: how it looks here, my name, my password. */
import { Button, PasswordInput, SegmentedControl, TextInput, useMantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { patch } from "@/api/client";
import { t } from "@/lib/i18n";
import { PageHead } from "@/ui/Page";
import { Inline } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { Section } from "@/ui/Section";
import { say, sayProblem } from "@/ui/toast";

import { SecondFactor } from "./SecondFactor";
import { sessionQuery, useSession } from "./session";
import { passwordMin } from "./SetUp";

export function MyProfile() {
  const session = useSession();
  const queries = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  if (!session) return null;
  const rename = async (name: string, undo?: string) => {
    if (!name || name === session.user.name) return;
    const answer = await patch(`/users/${session.user.id}`, { name });
    if (!answer.ok) return sayProblem(answer.error.message);
    void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    say(t("settings.saved"), undo ? () => void rename(undo) : undefined);
  };
  return (
    <>
      <PageHead title={t("settings.profile")} />
      <Section title={t("settings.appearance")} text={t("settings.appearance_text")}>
        <SegmentedControl
          aria-label={t("settings.appearance")}
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme === "dark" || scheme === "light" ? scheme : "auto")}
          data={[
            { value: "light", label: t("theme.light") },
            { value: "dark", label: t("theme.dark") },
            { value: "auto", label: t("theme.auto") },
          ]}
        />
      </Section>
      <Section title={t("settings.my_name")} text={t("settings.my_name_text", { email: session.user.email })}>
        <TextInput aria-label={t("settings.my_name")} defaultValue={session.user.name} maw={320} onBlur={(event) => void rename(event.currentTarget.value.trim(), session.user.name)} onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()} />
      </Section>
      <Section title={t("session.password")} text={t("settings.password_text")}>
        <PasswordForm />
      </Section>
      <Section title={t("settings.factor")} text={t("settings.factor_text")}>
        <SecondFactor />
      </Section>
    </>
  );
}

function PasswordForm() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await patch("/session/password", { current_password: current, new_password: next });
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setCurrent("");
    setNext("");
    say(t("settings.password_changed"));
  };
  return (
    <form onSubmit={submit} style={{ display: "grid", gap: 10 }}>
      <Inline>
        <PasswordInput w={220} label={t("settings.current_password")} autoComplete="current-password" required value={current} onChange={(event) => setCurrent(event.currentTarget.value)} />
        <PasswordInput w={220} label={t("settings.new_password")} autoComplete="new-password" required minLength={passwordMin} value={next} onChange={(event) => setNext(event.currentTarget.value)} />
        <Button type="submit" variant="default">
          {t("settings.change_password")}
        </Button>
      </Inline>
      {problem !== null && <ProblemNote message={problem} />}
    </form>
  );
}
