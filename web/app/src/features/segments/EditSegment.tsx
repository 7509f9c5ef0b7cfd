/** Makes a live segment, or changes one: name, condition, and who that is. */
import { Button, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { patch, post } from "@/api/client";
import type { Segment } from "@/api/types";
import { t } from "@/lib/i18n";
import { Inline } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";

import { Preview } from "./Preview";
import { rootOf, toJson } from "./rule";
import { RuleBuilder } from "./RuleBuilder";
import style from "./segments.module.css";
import { useSegments } from "./useSegments";

interface Props {
  segment?: Segment;
  onDone: (segment: Segment) => void;
  onCancel: () => void;
}

export function EditSegment({ segment, onDone, onCancel }: Props) {
  const queries = useQueryClient();
  const others = (useSegments().data?.items ?? []).filter((each) => each.id !== segment?.id);
  const [name, setName] = useState(segment?.name ?? "");
  const [description, setDescription] = useState(segment?.description ?? "");
  const [root, setRoot] = useState(() => rootOf(segment?.condition ?? null));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // Who is in it is said elsewhere.
  const isFixed = segment !== undefined && segment.kind !== "live";
  const condition = toJson(root);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isFixed && condition === null) return setProblem(t("segments.needs_rule"));
    setBusy(true);
    const form = { name: name.trim(), description: description.trim(), ...(isFixed ? {} : { condition }) };
    const answer = segment
      ? await patch<Segment>(`/segments/${encodeURIComponent(segment.id)}`, { ...form, version: segment.version })
      : await post<Segment>("/segments", { kind: "live", ...form });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    await queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => typeof path === "string" && path.startsWith("/segments") && path !== "/segments/preview" });
    onDone(answer.value);
  };
  return (
    <form className={style.edit} onSubmit={submit} aria-label={segment ? t("segments.edit") : t("segments.create")}>
      <div className={style.builder}>
        <TextInput autoFocus required label={t("people.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} maw={420} />
        <Textarea label={t("segments.description")} autosize minRows={1} value={description} onChange={(event) => setDescription(event.currentTarget.value)} maw={620} />
        {!isFixed && (
          <>
            <h2>{t("segments.who")}</h2>
            <RuleBuilder root group={root} onChange={setRoot} segments={others} />
          </>
        )}
        {problem !== null && <ProblemNote message={problem} />}
        <Inline>
          <Button type="submit" loading={busy}>
            {segment ? t("action.save") : t("segments.create")}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t("action.cancel")}
          </Button>
        </Inline>
      </div>
      {!isFixed && <Preview condition={condition} />}
    </form>
  );
}
