/** All segments: who is in how many, and how they overlap. */
import { Button, Checkbox } from "@mantine/core";
import { IconCirclesRelation, IconListCheck, IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";

import type { Segment } from "@/api/types";
import { useRight } from "@/features/access";
import { inWords } from "@/features/condition";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { When } from "@/ui/When";

import { EditSegment } from "./EditSegment";
import { CreateList } from "./CreateList";
import { Overlap } from "./Overlap";
import type { SegmentsSearch } from "./search";
import style from "./segments.module.css";
import { useSegments } from "./useSegments";

const route = getRouteApi("/app/people/segments");
const overlapMax = 6;

export function SegmentsPage() {
  const search = route.useSearch();
  const { create } = search;
  const navigate = route.useNavigate();
  const editable = useRight("edit_people");
  const segments = useSegments();
  const items = segments.data?.items ?? [];
  const chosen = search.compare ?? [];
  const look = (next: Partial<SegmentsSearch>) => void navigate({ search: (before: SegmentsSearch) => ({ ...before, ...next }), replace: true, resetScroll: false });
  const open = (segment: string) => void navigate({ to: "/people/segments/$segment", params: { segment }, search: {} });
  const begin = (next?: "live" | "list") => void navigate({ search: next ? { create: next } : {} });
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id].slice(-overlapMax);
    look({ compare: next.length ? next : undefined, in: undefined });
  };
  const buttons = (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={() => begin("live")}>
        {t("segments.create")}
      </Button>
      <Button variant="default" leftSection={<IconListCheck size={16} />} onClick={() => begin("list")}>
        {t("segments.create_list")}
      </Button>
    </>
  );
  return (
    <PageBody>
      <PageHead title={t("nav.segments")} count={segments.data ? items.length : undefined}>
        {editable && !create && items.length > 0 && buttons}
      </PageHead>
      {create === "live" && editable && <EditSegment onDone={(made) => open(made.id)} onCancel={() => begin()} />}
      {create === "list" && editable && <CreateList onDone={open} onCancel={() => begin()} />}
      {segments.isPending && <Rows />}
      {segments.isError && <ProblemNote message={segments.error.message} retry={() => void segments.refetch()} />}
      {segments.data && items.length === 0 && !create && (
        <Empty icon={IconUsersGroup} text={t("segments.none")}>
          {editable && buttons}
        </Empty>
      )}
      {items.length > 0 && !create && <SegmentTable items={items} chosen={chosen} onChoose={toggle} onOpen={open} />}
      {chosen.length >= 2 && !create && <Overlap segments={chosen} search={search} onLook={look} />}
      {chosen.length === 1 && !create && (
        <p className="tl-dim">
          <IconCirclesRelation size={14} aria-hidden /> {t("segments.overlap_hint")}
        </p>
      )}
    </PageBody>
  );
}

interface TableProps {
  items: Segment[];
  chosen: string[];
  onChoose: (id: string) => void;
  onOpen: (id: string) => void;
}

function SegmentTable({ items, chosen, onChoose, onOpen }: TableProps) {
  return (
    <div className={style.scroll}>
      <table className={style.list} aria-label={t("nav.segments")}>
        <thead>
          <tr>
            <th scope="col" className={style.check}>
              <span className="tl-hidden">{t("segments.compare")}</span>
            </th>
            <th scope="col">{t("people.name")}</th>
            <th scope="col" data-end>{t("nav.people")}</th>
            <th scope="col" className={style.wide}>{t("segments.who")}</th>
            <th scope="col" data-end className={style.wide}>{t("segments.changed")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id} data-row onClick={(event) => !(event.target as Element).closest("a, input, label") && onOpen(each.id)}>
              <td>
                <Checkbox size="xs" checked={chosen.includes(each.id)} onChange={() => onChoose(each.id)} aria-label={t("segments.compare_one", { name: each.name })} />
              </td>
              <td>
                <span className={style.name}>
                  <Link to="/people/segments/$segment" params={{ segment: each.id }} search={{}} dir="auto">
                    {each.name}
                  </Link>
                  {each.kind !== "live" && <Badge>{t(`segments.kind.${each.kind}`)}</Badge>}
                  {!each.built && <Badge tone="warn">{t("segments.building")}</Badge>}
                </span>
              </td>
              <td data-end>{formatCount(each.size)}</td>
              <td className={`${style.wide} ${style.words}`}>{inWords(each.sentence)}</td>
              <td data-end className={style.wide}>
                <When at={each.changed_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
