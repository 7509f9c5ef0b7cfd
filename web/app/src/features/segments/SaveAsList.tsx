/** Keeps the people behind a figure as a list. */
import { Button, TextInput } from "@mantine/core";
import { IconUsersGroup } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { type Answer, post } from "@/api/client";
import type { Segment } from "@/api/types";
import { useRight } from "@/features/access";
import { t } from "@/lib/i18n";
import { ProblemNote } from "@/ui/Problem";
import { say } from "@/ui/toast";

import style from "./segments.module.css";
import { putOnList } from "./useSegments";

interface Props {
  /** What the list is called unless somebody says otherwise. */
  title: string;
  /** Everybody's ids, to the last page. */
  everybody: () => Promise<Answer<string[]>>;
}

export function SaveAsList({ title, everybody }: Props) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const allowed = useRight("edit_people");
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState(title.slice(0, 180));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (!allowed) return null;
  if (!naming) {
    return (
      <div>
        <Button variant="default" leftSection={<IconUsersGroup size={15} />} onClick={() => setNaming(true)}>
          {t("segments.save_as")}
        </Button>
      </div>
    );
  }
  const save = async (): Promise<string | null> => {
    const people = await everybody();
    if (!people.ok) return people.error.message;
    const made = await post<Segment>("/segments", { kind: "list", name: name.trim() });
    if (!made.ok) return made.error.message;
    const put = await putOnList(made.value.id, people.value);
    void queries.invalidateQueries({ queryKey: ["/segments"] });
    if (!put.ok) return put.error.message;
    say(t("segments.saved", { count: people.value.length }));
    void navigate({ to: "/people/segments/$segment", params: { segment: made.value.id }, search: {} });
    return null;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(await save());
    setBusy(false);
  };
  return (
    <form className={style.saveAs} onSubmit={submit}>
      <TextInput autoFocus required label={t("segments.save_name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button type="submit" loading={busy}>
        {t("action.save")}
      </Button>
      {problem !== null && <ProblemNote message={problem} />}
    </form>
  );
}
