/** All journey maps: what each shows of whom, and who changed it when. */
import { Switch } from "@mantine/core";
import { IconMap2 } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";

import type { JourneyMapSummary } from "@/api/types";
import { useRight } from "@/features/access";
import { JourneyNav } from "@/features/journeys";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { When } from "@/ui/When";

import style from "./maps.module.css";
import { Beginnings, NewMap } from "./NewMap";
import { useMaps } from "./useMaps";
import { useWhose } from "./useWhose";

const route = getRouteApi("/app/journeys/maps");

export function MapsPage() {
  const { archived = false } = route.useSearch();
  const navigate = route.useNavigate();
  const editable = useRight("edit_people");
  const maps = useMaps(archived);
  const items = maps.data?.items ?? [];
  const open = (map: string) => void navigate({ to: "/journeys/maps/$map", params: { map }, search: {} });
  return (
    <PageBody>
      <JourneyNav search={{}} />
      <PageHead title={t("maps.title")} count={maps.data ? items.length : undefined}>
        <Switch label={t("maps.with_archived")} checked={archived} onChange={(event) => void navigate({ search: event.currentTarget.checked ? { archived: true } : {} })} />
        {editable && items.length > 0 && <NewMap onMade={open} />}
      </PageHead>
      {maps.isPending && <Rows />}
      {maps.isError && <ProblemNote message={maps.error.message} retry={() => void maps.refetch()} />}
      {maps.data && items.length === 0 && (
        <>
          <Empty icon={IconMap2} text={t("maps.none")} />
          {editable && <Beginnings onMade={open} />}
        </>
      )}
      {items.length > 0 && <MapTable items={items} onOpen={open} />}
    </PageBody>
  );
}

function MapTable({ items, onOpen }: { items: JourneyMapSummary[]; onOpen: (id: string) => void }) {
  const segments = useWhose();
  const whose = (id: string | null | undefined) => (id ? (segments.find((each) => each.id === id)?.name ?? t("maps.gone_segment")) : t("maps.everybody"));
  return (
    <div className={style.scroll}>
      <table className={style.list} aria-label={t("maps.title")}>
        <thead>
          <tr>
            <th scope="col">{t("people.name")}</th>
            <th scope="col">{t("maps.shows")}</th>
            <th scope="col">{t("maps.whose")}</th>
            <th scope="col" data-end>{t("maps.stages")}</th>
            <th scope="col" data-end className={style.onWide}>{t("maps.bound")}</th>
            <th scope="col" data-end className={style.onWide}>{t("maps.version_column")}</th>
            <th scope="col" className={style.onWide}>{t("maps.changed")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((map) => (
            <tr key={map.id} data-row onClick={(event) => !(event.target as Element).closest("a") && onOpen(map.id)}>
              <td>
                <span className={style.mapName}>
                  <Link to="/journeys/maps/$map" params={{ map: map.id }} search={{}} dir="auto">
                    {map.name}
                  </Link>
                  {map.archived_at && <Badge>{t("maps.archived_badge")}</Badge>}
                  {map.stages_without_owner > 0 && !map.archived_at && <Badge tone="warn">{t("maps.without_owner", { count: map.stages_without_owner })}</Badge>}
                </span>
              </td>
              <td>{t(`maps.state.${map.state}`)}</td>
              <td dir="auto">{whose(map.segment)}</td>
              <td data-end>{formatCount(map.stages)}</td>
              <td data-end className={style.onWide}>{t("maps.bound_of", { bound: map.measured_touchpoints, all: map.touchpoints })}</td>
              <td data-end className={style.onWide}>{map.version}</td>
              <td className={style.onWide}>
                <When at={map.changed_at} /> <span className="tl-dim">{map.changed_by}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
