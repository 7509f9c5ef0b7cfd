/** A form that makes something new: its kind, what it needs, and why it was refused. */
import { Button } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";

import { t } from "@/lib/i18n";
import type { Result } from "@/lib/result";

import style from "./CreateForm.module.css";
import { Inline } from "./PlainTable";
import { ProblemNote } from "./Problem";

interface Props<T> {
  action: string;
  create: () => Promise<Result<T, { message: string }>>;
  onCreated: (made: T) => void;
  onCancel?: () => void;
  /** Beside the buttons. */
  field?: ReactNode;
  children?: ReactNode;
}

export function CreateForm<T>({ action, create, onCreated, onCancel, field, children }: Props<T>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await create();
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (answer.ok) onCreated(answer.value);
  };
  return (
    <form className={style.box} onSubmit={submit} aria-label={action}>
      {children}
      <Inline>
        {field}
        <Button type="submit" loading={busy}>
          {action}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t("action.cancel")}
          </Button>
        )}
      </Inline>
      {problem !== null && <ProblemNote message={problem} />}
    </form>
  );
}

/** What was made, and what to do with it. */
export function CreatedBox({ children }: { children: ReactNode }) {
  return <div className={style.box}>{children}</div>;
}

interface Kind<K> {
  kind: K;
  icon: Icon;
  title: string;
  text: string;
}

export function KindChoice<K extends string>({ label, kinds, value, onChange }: { label: string; kinds: Kind<K>[]; value: K; onChange: (kind: K) => void }) {
  return (
    <div className={style.kinds} role="radiogroup" aria-label={label}>
      {kinds.map((each) => (
        <button key={each.kind} type="button" role="radio" aria-checked={value === each.kind} className={style.kind} onClick={() => onChange(each.kind)}>
          <each.icon size={22} stroke={1.5} aria-hidden />
          <b>{each.title}</b>
          <span>{each.text}</span>
        </button>
      ))}
    </div>
  );
}
