/** One persona: who they are, what they want, what hurts, what they wrote, and what the record says of them. */
import { Button } from "@mantine/core";
import { IconEdit, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";

import { remove } from "@/api/client";
import type { PersonaDetail } from "@/api/types";
import { useRight } from "@/features/access";
import { inWords } from "@/features/condition";
import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { Confirm } from "@/ui/Confirm";
import { Rows } from "@/ui/Delayed";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";

import { EditPersona } from "./EditPersona";
import { Face } from "./Face";
import { Figures } from "./Figures";
import { Maps } from "./Maps";
import style from "./personas.module.css";
import { Points } from "./PersonasPage";
import { QuotePicker, Quotes } from "./Quotes";
import { Size } from "./Size";
import { personaPath, refreshPersonas, usePersona } from "./usePersonas";

const route = getRouteApi("/app/people/personas/$persona");

export function PersonaPage() {
  const { persona: id } = route.useParams();
  const { edit, quotes } = route.useSearch();
  const navigate = route.useNavigate();
  const editable = useRight("edit_people");
  const found = usePersona(id);
  const show = (search: { edit?: boolean; quotes?: boolean }) => void navigate({ search, resetScroll: false });
  if (!found.data) {
    return <PageBody>{found.isError ? <ProblemNote message={found.error.message} retry={() => void found.refetch()} /> : <Rows />}</PageBody>;
  }
  const { persona } = found.data;
  return (
    <div className={style.withPanel}>
      <div className={style.scrolls}>
        <PageBody>
          <PageHead title={persona.name}>{editable && !edit && <Actions detail={found.data} onEdit={() => show({ edit: true })} onGone={() => void navigate({ to: "/people/personas", search: {} })} />}</PageHead>
          {edit && editable ? (
            <EditPersona key={persona.version} persona={persona} onDone={() => show({})} onCancel={() => show({})} />
          ) : (
            <>
              <Who detail={found.data} />
              {(persona.goals.length > 0 || persona.pains.length > 0) && (
                <div className={style.both}>
                  {persona.goals.length > 0 && <Points title={t("personas.goals")} points={persona.goals} />}
                  {persona.pains.length > 0 && <Points title={t("personas.pains")} points={persona.pains} />}
                </div>
              )}
              <Quotes persona={id} quotes={found.data.quotes} onAdd={() => show({ quotes: true })} />
              <Figures persona={id} />
              <Maps segment={persona.segment} />
            </>
          )}
        </PageBody>
      </div>
      {quotes && editable && !edit && <QuotePicker persona={id} onClose={() => show({})} />}
    </div>
  );
}

function Who({ detail: { persona, sentence } }: { detail: PersonaDetail }) {
  return (
    <div className={style.head}>
      <Face name={persona.name} colour={persona.colour} size={64} />
      <div className={style.who}>
        <Size persona={persona} />
        {persona.about && <p dir="auto">{persona.about}</p>}
        <span className="tl-dim">
          <Link to="/people/segments/$segment" params={{ segment: persona.segment }} search={{}} className={style.link} dir="auto">
            {persona.segment_name}
          </Link>
          {": "}
          {inWords(sentence)}
        </span>
        {persona.segment_archived && <Badge>{t("segments.archived")}</Badge>}
      </div>
    </div>
  );
}

function Actions({ detail: { persona }, onEdit, onGone }: { detail: PersonaDetail; onEdit: () => void; onGone: () => void }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const takeAway = async () => {
    const answer = await remove(personaPath(persona.id));
    if (!answer.ok) return answer.error.message;
    onGone();
    await refreshPersonas(queries);
    return null;
  };
  return (
    <>
      <Button variant="default" leftSection={<IconEdit size={15} />} onClick={onEdit}>
        {t("segments.edit")}
      </Button>
      <Button variant="default" leftSection={<IconTrash size={15} />} onClick={() => setAsking(true)}>
        {t("personas.remove")}
      </Button>
      {asking && (
        <Confirm title={t("personas.remove_title", { name: persona.name })} action={t("personas.remove")} onConfirm={takeAway} onClose={() => setAsking(false)}>
          <p>{t("personas.remove_text")}</p>
        </Confirm>
      )}
    </>
  );
}
