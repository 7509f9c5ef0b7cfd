/** Keeps the people behind a figure: as a rule that takes in whoever it fits, as the figure itself, asked again and again, or as a list of who they are now. */
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { IconUsersGroup } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { type Answer, post } from "@/api/client";
import type { Segment, SegmentFigure, SegmentOfFigure } from "@/api/types";
import { useRight } from "@/features/access";
import { inWords } from "@/features/condition";
import { t } from "@/lib/i18n";
import { ProblemNote } from "@/ui/Problem";
import { say } from "@/ui/toast";

import style from "./segments.module.css";
import { putOnList } from "./useSegments";

interface Props {
  /** What it is called unless somebody says otherwise. */
  title: string;
  /** Everybody's ids, to the last page. */
  everybody: () => Promise<Answer<string[]>>;
  /** What takes in exactly them, if a rule can say it. */
  rule: () => Promise<Answer<SegmentOfFigure>>;
  /** What is asked again where no rule can. */
  figure?: SegmentFigure | undefined;
}

type Kind = "live" | "figure" | "list";

export function SaveAs({ title, everybody, rule, figure }: Props) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const allowed = useRight("edit_people");
  const [said, setSaid] = useState<SegmentOfFigure | null>(null);
  const [kind, setKind] = useState<Kind>("live");
  const [name, setName] = useState(title.slice(0, 180));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (!allowed) return null;
  const begin = async () => {
    setBusy(true);
    const answer = await rule();
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setSaid(answer.value);
    setKind(answer.value.condition ? "live" : answer.value.can_be_asked && figure ? "figure" : "list");
  };
  if (!said) {
    return (
      <div className={style.saveAs}>
        <div>
          <Button variant="default" leftSection={<IconUsersGroup size={15} />} loading={busy} onClick={() => void begin()}>
            {t("segments.save_as")}
          </Button>
        </div>
        {problem !== null && <ProblemNote message={problem} />}
      </div>
    );
  }
  const done = (made: Segment) => {
    void queries.invalidateQueries({ queryKey: ["/segments"] });
    void navigate({ to: "/people/segments/$segment", params: { segment: made.id }, search: {} });
    return null;
  };
  const saveRule = async (): Promise<string | null> => {
    const made = await post<Segment>("/segments", { kind: "live", name: name.trim(), condition: said.condition });
    return made.ok ? done(made.value) : made.error.message;
  };
  const saveFigure = async (): Promise<string | null> => {
    const made = await post<Segment>("/segments", { kind: "figure", name: name.trim(), figure: { ...figure, title: title.slice(0, 120) } });
    return made.ok ? done(made.value) : made.error.message;
  };
  const saves = { live: saveRule, figure: saveFigure, list: () => saveList() };
  const lives = said.condition ? "live" : said.can_be_asked && figure ? "figure" : null;
  const saveList = async (): Promise<string | null> => {
    const people = await everybody();
    if (!people.ok) return people.error.message;
    const made = await post<Segment>("/segments", { kind: "list", name: name.trim() });
    if (!made.ok) return made.error.message;
    const put = await putOnList(made.value.id, people.value);
    if (!put.ok) return put.error.message;
    say(t("segments.saved", { count: people.value.length }));
    return done(made.value);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(await saves[kind]());
    setBusy(false);
  };
  return (
    <form className={style.saveAs} onSubmit={submit} aria-label={t("segments.save_as")}>
      {lives ? (
        <>
          <SegmentedControl
            size="xs"
            aria-label={t("segments.save_kind")}
            value={kind}
            onChange={(next) => setKind(next === "list" ? "list" : lives)}
            data={[
              { value: lives, label: t(lives === "live" ? "segments.save_live" : "segments.save_figure") },
              { value: "list", label: t("segments.save_list") },
            ]}
          />
          <p className="tl-dim">{kind === "live" ? inWords(said.sentence ?? "") : kind === "figure" ? t("segments.save_figure_text", { because: said.because ?? "" }) : t("segments.save_list_text")}</p>
        </>
      ) : (
        <p className="tl-dim">{t("segments.save_no_rule", { because: said.because ?? "" })}</p>
      )}
      <TextInput autoFocus required label={t("segments.save_name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button type="submit" loading={busy}>
        {t("action.save")}
      </Button>
      {problem !== null && <ProblemNote message={problem} />}
    </form>
  );
}
