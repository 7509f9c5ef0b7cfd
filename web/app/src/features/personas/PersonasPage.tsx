/** All personas as cards; and describing a segment as one. */
import { Button } from "@mantine/core";
import { IconPlus, IconUserHeart } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";

import type { Persona } from "@/api/types";
import { useRight } from "@/features/access";
import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";

import { EditPersona } from "./EditPersona";
import { Face } from "./Face";
import style from "./personas.module.css";
import { Size } from "./Size";
import { usePersonas } from "./usePersonas";

const route = getRouteApi("/app/people/personas");

export function PersonasPage() {
  const { segment } = route.useSearch();
  const navigate = route.useNavigate();
  const editable = useRight("edit_people");
  const personas = usePersonas();
  const items = personas.data?.items ?? [];
  const begin = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => void navigate({ search: { segment: "new" } })}>
      {t("personas.create")}
    </Button>
  );
  if (segment !== undefined && editable) {
    return (
      <PageBody>
        <PageHead title={t("personas.create")} />
        <EditPersona
          segment={segment === "new" ? "" : segment}
          taken={items.map((each) => each.segment)}
          onDone={(made) => void navigate({ to: "/people/personas/$persona", params: { persona: made.id }, search: {} })}
          onCancel={() => void navigate({ search: {} })}
        />
      </PageBody>
    );
  }
  return (
    <PageBody>
      <PageHead title={t("nav.personas")} count={personas.data ? items.length : undefined}>
        {editable && items.length > 0 && begin}
      </PageHead>
      {personas.isPending && <Rows />}
      {personas.isError && <ProblemNote message={personas.error.message} retry={() => void personas.refetch()} />}
      {personas.data && items.length === 0 && (
        <Empty icon={IconUserHeart} text={t("personas.none")}>
          {editable && begin}
        </Empty>
      )}
      <ul className={style.cards} aria-label={t("nav.personas")}>
        {items.map((each) => (
          <Card key={each.id} persona={each} />
        ))}
      </ul>
    </PageBody>
  );
}

function Card({ persona }: { persona: Persona }) {
  return (
    <li className={style.card}>
      <div className={style.head}>
        <Face name={persona.name} colour={persona.colour} />
        <div className={style.who}>
          <Link to="/people/personas/$persona" params={{ persona: persona.id }} search={{}} className={style.link} dir="auto">
            {persona.name}
          </Link>
          <Size persona={persona} />
        </div>
        {persona.segment_archived && <Badge>{t("segments.archived")}</Badge>}
      </div>
      {persona.about && <p dir="auto">{persona.about}</p>}
      {persona.goals.length > 0 && <Points title={t("personas.goals")} points={persona.goals.slice(0, 2)} />}
      {persona.pains.length > 0 && <Points title={t("personas.pains")} points={persona.pains.slice(0, 2)} />}
    </li>
  );
}

export function Points({ title, points }: { title: string; points: string[] }) {
  return (
    <div className={style.points}>
      <h2>{title}</h2>
      <ul>
        {points.map((point) => (
          <li key={point} dir="auto">
            {point}
          </li>
        ))}
      </ul>
    </div>
  );
}
