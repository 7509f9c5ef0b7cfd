/** One dashboard: what its reports answer now, each opening its own page. */
import { ActionIcon, Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconLayoutDashboard, IconPencil, IconTrash, IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Suspense, useState } from "react";

import { patch, request } from "@/api/client";
import { read } from "@/api/query";
import type { Dashboard, DashboardTile } from "@/api/types";
import { useRight } from "@/features/access";
import { pageNamed, readJourneySearch, ReportTile } from "@/features/journeys";
import { overlapReport, OverlapTile, readSegmentsSearch } from "@/features/segments";
import { t } from "@/lib/i18n";
import { Confirm } from "@/ui/Confirm";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { say, sayProblem } from "@/ui/toast";

import style from "./dashboards.module.css";

const route = getRouteApi("/app/journeys/dashboards/$dashboard");

export function DashboardPage() {
  const { dashboard: id } = route.useParams();
  const path = `/dashboards/${encodeURIComponent(id)}`;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const editable = useRight("edit_people");
  const dashboard = useQuery(read<Dashboard>(path));
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const known = dashboard.data;
  const renewed = () => void queries.invalidateQueries({ queryKey: ["/dashboards"] });
  const save = async (change: { name?: string; tiles?: DashboardTile[] }) => {
    if (!known) return;
    const answer = await patch<Dashboard>(path, { ...change, version: known.version });
    if (answer.ok) queries.setQueryData(read<Dashboard>(path).queryKey, answer.value);
    else {
      sayProblem(answer.error.message);
      void dashboard.refetch();
    }
    renewed();
  };
  const remove = async (): Promise<string | null> => {
    const answer = await request(path, { method: "DELETE" });
    if (!answer.ok) return answer.error.message;
    renewed();
    void navigate({ to: "/journeys/dashboards" });
    return null;
  };
  return (
    <PageBody>
      <PageHead title={known?.name ?? t("nav.dashboards")}>
        {known && editable && (
          <>
            {editing && (
              <Button variant="default" leftSection={<IconTrash size={15} />} onClick={() => setDeleting(true)}>
                {t("dashboards.delete")}
              </Button>
            )}
            <Button variant="default" leftSection={editing ? undefined : <IconPencil size={15} />} onClick={() => setEditing(!editing)}>
              {editing ? t("action.done") : t("dashboards.edit")}
            </Button>
          </>
        )}
      </PageHead>
      {dashboard.isPending && <Rows />}
      {dashboard.isError && <ProblemNote message={dashboard.error.message} retry={() => void dashboard.refetch()} />}
      {known && known.tiles.length === 0 && (
        <Empty icon={IconLayoutDashboard} text={t("dashboards.empty")}>
          <Button variant="default" onClick={() => void navigate({ to: "/journeys" })}>
            {t("dashboards.first")}
          </Button>
        </Empty>
      )}
      {known && known.tiles.length > 0 && <Tiles tiles={known.tiles} editing={editing} onChange={(tiles) => void save({ tiles })} />}
      {known && deleting && (
        <Confirm title={t("dashboards.delete_title", { name: known.name })} action={t("dashboards.delete")} onConfirm={remove} onClose={() => setDeleting(false)}>
          {t("dashboards.delete_text")}
        </Confirm>
      )}
    </PageBody>
  );
}

function Tiles({ tiles, editing, onChange }: { tiles: DashboardTile[]; editing: boolean; onChange: (tiles: DashboardTile[]) => void }) {
  const raised = (at: number) => tiles.map((tile, i) => (i === at - 1 ? (tiles[at] ?? tile) : i === at ? (tiles[at - 1] ?? tile) : tile));
  const remove = (at: number, title: string) => {
    onChange(tiles.filter((_, i) => i !== at));
    say(t("dashboards.removed", { title }));
  };
  return (
    <ul className={style.tiles}>
      {tiles.map((tile, at) => (
        <li key={`${tile.title} ${JSON.stringify(tile.question)}`} className={style.tile}>
          <div className={style.head}>
            <h2>
              <TileTitle tile={tile} />
            </h2>
            {editing && (
              <>
                <ActionIcon disabled={at === 0} aria-label={t("dashboards.move_up", { title: tile.title })} onClick={() => onChange(raised(at))}>
                  <IconArrowUp size={15} />
                </ActionIcon>
                <ActionIcon disabled={at === tiles.length - 1} aria-label={t("dashboards.move_down", { title: tile.title })} onClick={() => onChange(raised(at + 1))}>
                  <IconArrowDown size={15} />
                </ActionIcon>
                <ActionIcon aria-label={t("dashboards.remove", { title: tile.title })} onClick={() => remove(at, tile.title)}>
                  <IconX size={15} />
                </ActionIcon>
              </>
            )}
          </div>
          <Report tile={tile} />
        </li>
      ))}
    </ul>
  );
}

function Report({ tile: { report, question } }: { tile: DashboardTile }) {
  if (report !== overlapReport) return <ReportTile report={report} question={question as Record<string, unknown>} />;
  return (
    <Suspense fallback={<Rows />}>
      <OverlapTile question={question as Record<string, unknown>} />
    </Suspense>
  );
}

function TileTitle({ tile }: { tile: DashboardTile }) {
  const page = pageNamed(tile.report);
  if (tile.report === overlapReport) {
    return (
      <Link to="/people/segments" search={readSegmentsSearch(tile.question as Record<string, unknown>)} dir="auto">
        {tile.title}
      </Link>
    );
  }
  if (!page) return <>{tile.title}</>;
  return (
    <Link to={`/journeys/${page}`} search={readJourneySearch(tile.question as Record<string, unknown>)} dir="auto">
      {tile.title}
    </Link>
  );
}
