/** Describes a segment as a persona, or changes one. */
import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { patch, post } from "@/api/client";
import type { Persona } from "@/api/types";
import { useSegmentNames } from "@/features/condition";
import { namedColours } from "@/lib/colour";
import { t } from "@/lib/i18n";
import { Inline } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";

import { Face } from "./Face";
import style from "./personas.module.css";
import { personaPath, refreshPersonas } from "./usePersonas";

interface Props {
  persona?: Persona;
  /** Which is described, where that is not chosen here. */
  segment?: string;
  /** Segments that have a persona. */
  taken?: string[];
  onDone: (persona: Persona) => void;
  onCancel: () => void;
}

const linesOf = (text: string) => text.split("\n").map((line) => line.trim()).filter(Boolean);

export function EditPersona({ persona, segment = "", taken = [], onDone, onCancel }: Props) {
  const queries = useQueryClient();
  const names = useSegmentNames();
  const [of, setOf] = useState(segment);
  const [name, setName] = useState(persona?.name ?? "");
  const [about, setAbout] = useState(persona?.about ?? "");
  const [goals, setGoals] = useState(persona?.goals.join("\n") ?? "");
  const [pains, setPains] = useState(persona?.pains.join("\n") ?? "");
  const [colour, setColour] = useState(persona?.colour ?? taken.length % namedColours.length);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const choices = [...names].filter(([id]) => !taken.includes(id));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const form = { name: name.trim(), about: about.trim(), goals: linesOf(goals), pains: linesOf(pains), colour };
    const answer = persona
      ? await patch<Persona>(personaPath(persona.id), { ...form, version: persona.version })
      : await post<Persona>("/personas", { segment: of, ...form });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    await refreshPersonas(queries);
    onDone(answer.value);
  };
  return (
    <form className={style.edit} onSubmit={submit} aria-label={persona ? t("personas.edit") : t("personas.create")}>
      {!persona && (
        <NativeSelect
          required
          label={t("personas.segment")}
          description={t("personas.segment_text")}
          value={of}
          onChange={(event) => setOf(event.currentTarget.value)}
          data={[{ value: "", label: t("segments.choose_segment") }, ...choices.map(([value, label]) => ({ value, label }))]}
        />
      )}
      <TextInput autoFocus required label={t("people.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <fieldset className={style.colours}>
        <legend>{t("personas.colour")}</legend>
        {namedColours.map((each, index) => (
          <label key={each} className={style.colour} data-chosen={index === colour || undefined}>
            <input type="radio" name="colour" className="tl-hidden" checked={index === colour} onChange={() => setColour(index)} aria-label={t("personas.colour_number", { number: index + 1 })} />
            <Face name={name || "·"} colour={index} size={32} />
          </label>
        ))}
      </fieldset>
      <Textarea label={t("personas.about")} autosize minRows={2} value={about} onChange={(event) => setAbout(event.currentTarget.value)} />
      <Textarea label={t("personas.goals")} description={t("personas.line_each")} autosize minRows={3} value={goals} onChange={(event) => setGoals(event.currentTarget.value)} />
      <Textarea label={t("personas.pains")} description={t("personas.line_each")} autosize minRows={3} value={pains} onChange={(event) => setPains(event.currentTarget.value)} />
      {problem !== null && <ProblemNote message={problem} />}
      <Inline>
        <Button type="submit" loading={busy}>
          {persona ? t("action.save") : t("personas.create")}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      </Inline>
    </form>
  );
}
