/** What a persona's people wrote: each opens its place on their line. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconQuote, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { post, remove } from "@/api/client";
import type { Persona, PersonaQuote, PersonaWords } from "@/api/types";
import { useRight } from "@/features/access";
import { nameOf } from "@/features/people";
import { formatDate } from "@/lib/format";
import { findText, t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Panel } from "@/ui/Panel";
import { ProblemNote } from "@/ui/Problem";
import { sayProblem } from "@/ui/toast";

import style from "./personas.module.css";
import { personaPath, refreshPersonas, useCandidates } from "./usePersonas";

const searchMs = 250;

/** Who wrote it, where and when. */
function Source({ words }: { words: PersonaWords }) {
  return (
    <span className={style.source}>
      <Link to="/people/$profile" params={{ profile: words.person }} search={{ event: words.event }} className={style.link} dir="auto">
        {nameOf({ name: words.person_name ?? null })}
      </Link>
      <span className="tl-dim">
        {findText(`channel.${words.channel}`) ?? words.channel} · {formatDate(words.occurred_at)}
      </span>
    </span>
  );
}

export function Quotes({ persona, quotes, onAdd }: { persona: string; quotes: PersonaQuote[]; onAdd: () => void }) {
  const queries = useQueryClient();
  const editable = useRight("edit_people");
  const takeAway = async (quote: PersonaQuote) => {
    const answer = await remove(`${personaPath(persona)}/quotes/${encodeURIComponent(quote.id)}`);
    if (!answer.ok) return sayProblem(answer.error.message);
    await refreshPersonas(queries);
  };
  return (
    <section className={`${style.section} ${style.narrow}`} aria-label={t("personas.quotes")}>
      <div className={style.sectionHead}>
        <h2>{t("personas.quotes")}</h2>
        {editable && (
          <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={onAdd}>
            {t("personas.add_quote")}
          </Button>
        )}
      </div>
      {quotes.length === 0 && <p className="tl-dim">{t("personas.no_quotes")}</p>}
      <ul className={style.quotes}>
        {quotes.map((quote) => (
          <li key={quote.id}>
            <IconQuote size={18} className={style.mark} aria-hidden />
            <figure>
              <blockquote dir="auto">{quote.words.text}</blockquote>
              <figcaption>
                <Source words={quote.words} />
                {!quote.member && <span className="tl-dim">{t("personas.no_member")}</span>}
              </figcaption>
            </figure>
            {editable && (
              <ActionIcon variant="subtle" color="gray" aria-label={t("personas.remove_quote", { name: nameOf({ name: quote.words.person_name ?? null }) })} onClick={() => void takeAway(quote)}>
                <IconTrash size={15} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Words of the persona's people that do as a quote. */
export function QuotePicker({ persona, onClose }: { persona: string; onClose: () => void }) {
  const queries = useQueryClient();
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search.trim(), searchMs);
  const found = useCandidates(persona, asked);
  const items = found.data?.items ?? [];
  const choose = async (words: PersonaWords) => {
    const answer = await post<Persona>(`${personaPath(persona)}/quotes`, { event: words.event });
    if (!answer.ok) return sayProblem(answer.error.message);
    await refreshPersonas(queries);
  };
  return (
    <Panel title={t("personas.add_quote")} label={t("personas.candidates")} onClose={onClose}>
      <p className={style.hint}>{t("personas.candidates_text")}</p>
      <TextInput mb={14} aria-label={t("personas.search")} placeholder={t("personas.search")} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      {found.isPending && <Rows count={6} />}
      {found.isError && <ProblemNote message={found.error.message} retry={() => void found.refetch()} />}
      {found.data && items.length === 0 && <p className="tl-dim">{t(asked ? "personas.nothing_found" : "personas.nothing_written")}</p>}
      <ul className={style.candidates}>
        {items.map((words) => (
          <li key={words.event}>
            <blockquote dir="auto">{words.text}</blockquote>
            <div className={style.sectionHead}>
              <Source words={words} />
              <Button variant="default" size="compact-sm" onClick={() => void choose(words)} aria-label={t("personas.choose_label", { name: nameOf({ name: words.person_name ?? null }) })}>
                {t("personas.choose")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
