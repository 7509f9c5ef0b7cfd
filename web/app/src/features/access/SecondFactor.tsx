/** One's own authenticator: added with a secret and a first code, taken away with the password. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { post } from "@/api/client";
import { read } from "@/api/query";
import type { NewSecondFactor, RecoveryCodes, SecondFactor as State } from "@/api/types";
import { t } from "@/lib/i18n";
import { Secret } from "@/ui/Copy";
import { Created, Inline } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { say } from "@/ui/toast";

const path = "/session/second-factor";

export function SecondFactor() {
  const state = useQuery(read<State>(path));
  const queries = useQueryClient();
  const [secret, setSecret] = useState<NewSecondFactor | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const renew = () => void queries.invalidateQueries({ queryKey: [path] });
  if (!state.data) return null;
  if (codes !== null) return <Codes codes={codes} onDone={() => setCodes(null)} />;
  if (secret !== null) {
    const confirmed = (answer: string[]) => {
      setSecret(null);
      setCodes(answer);
      renew();
    };
    return <Confirm secret={secret} onConfirmed={confirmed} onCancel={() => setSecret(null)} />;
  }
  if (!state.data.enabled) {
    return (
      <WithPassword
        action={t("factor.add")}
        send={async (password) => {
          const answer = await post<NewSecondFactor>(path, { password });
          if (answer.ok) setSecret(answer.value);
          return answer.ok ? null : answer.error.message;
        }}
      />
    );
  }
  return (
    <>
      <p>{t("factor.on", { count: state.data.recovery_codes })}</p>
      <WithPassword
        action={t("factor.remove")}
        send={async (password) => {
          const answer = await post(`${path}/remove`, { password });
          if (!answer.ok) return answer.error.message;
          say(t("factor.removed"));
          renew();
          return null;
        }}
      />
    </>
  );
}

/** Asks for the password before something about signing in changes. */
function WithPassword({ action, send }: { action: string; send: (password: string) => Promise<string | null> }) {
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(await send(password));
    setPassword("");
  };
  return (
    <form onSubmit={submit} style={{ display: "grid", gap: 10 }}>
      <Inline>
        <PasswordInput w={220} label={t("settings.current_password")} autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        <Button type="submit" variant="default">
          {action}
        </Button>
      </Inline>
      {problem !== null && <ProblemNote message={problem} />}
    </form>
  );
}

function Confirm({ secret, onConfirmed, onCancel }: { secret: NewSecondFactor; onConfirmed: (codes: string[]) => void; onCancel: () => void }) {
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await post<RecoveryCodes>(`${path}/confirm`, { code });
    if (answer.ok) onConfirmed(answer.value.codes);
    else setProblem(answer.error.message);
  };
  return (
    <Created>
      <p>{t("factor.secret_text")}</p>
      <Secret text={secret.secret} label={t("factor.secret")} />
      <p>
        <a href={secret.uri}>{t("factor.open")}</a>
      </p>
      <form onSubmit={submit} style={{ display: "grid", gap: 10 }}>
        <Inline>
          <TextInput autoFocus w={160} label={t("factor.code")} inputMode="numeric" autoComplete="one-time-code" required value={code} onChange={(event) => setCode(event.currentTarget.value)} />
          <Button type="submit">{t("factor.confirm")}</Button>
          <Button variant="default" onClick={onCancel}>
            {t("action.cancel")}
          </Button>
        </Inline>
        {problem !== null && <ProblemNote message={problem} />}
      </form>
    </Created>
  );
}

function Codes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <Created>
      <p>{t("factor.codes_text")}</p>
      <Secret text={codes.join(" ")} label={t("factor.codes")} />
      <div>
        <Button variant="default" onClick={onDone}>
          {t("action.done")}
        </Button>
      </div>
    </Created>
  );
}
