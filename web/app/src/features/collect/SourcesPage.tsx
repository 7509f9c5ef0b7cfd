/** Where events come in, and how each source is. */
import { Button } from "@mantine/core";
import { IconBrowser, IconPlugConnected, IconPlus, IconServer } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";

import { read } from "@/api/query";
import type { Page, Source } from "@/api/types";
import { useRight } from "@/features/access";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { useNow, When } from "@/ui/When";

import style from "./collect.module.css";
import { Connect, type Created, CreateSource } from "./CreateSource";
import { healthOf, toneOf } from "./health";

const route = getRouteApi("/app/data/sources");

export function SourcesPage() {
  const { create } = route.useSearch();
  const navigate = route.useNavigate();
  const editable = useRight("manage_sources");
  const sources = useQuery({ ...read<Page<Source>>("/sources"), refetchInterval: 15_000 });
  const [created, setCreated] = useState<Created | null>(null);
  const now = useNow();
  const items = sources.data?.items ?? [];
  const open = (source: Source) => void navigate({ to: "/data/sources/$source", params: { source: source.id }, search: {} });
  const button = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => void navigate({ search: { create: true } })}>
      {t("sources.create")}
    </Button>
  );
  return (
    <PageBody>
      <PageHead title={t("sources.title")} count={sources.data ? items.length : undefined}>
        {editable && !create && created === null && (
          <>
            <Button component={Link} to="/data/import" variant="default">
              {t("sources.import")}
            </Button>
            {button}
          </>
        )}
      </PageHead>
      {created !== null ? (
        <Connect created={created} onDone={() => setCreated(null)} />
      ) : (
        create &&
        editable && (
          <CreateSource
            onCreated={(value) => {
              setCreated(value);
              void navigate({ search: {} });
            }}
            onCancel={() => void navigate({ search: {} })}
          />
        )
      )}
      {sources.isPending && <Rows />}
      {sources.isError && <ProblemNote message={sources.error.message} retry={() => void sources.refetch()} />}
      {sources.data && items.length === 0 && !create && created === null && (
        <Empty icon={IconPlugConnected} text={t("sources.none")}>
          {editable && button}
        </Empty>
      )}
      {items.length > 0 && (
        <div className={style.scroll}>
          <table className={style.list} aria-label={t("sources.title")}>
            <thead>
              <tr>
                <th scope="col">{t("people.name")}</th>
                <th scope="col">{t("sources.health")}</th>
                <th scope="col" data-end>
                  {t("sources.last_event")}
                </th>
                <th scope="col" data-end>
                  {t("sources.day")}
                </th>
                <th scope="col" data-end className={style.wide}>
                  {t("outcome.accepted")}
                </th>
                <th scope="col" data-end className={style.wide}>
                  {t("outcome.repeated")}
                </th>
                <th scope="col" data-end className={style.wide}>
                  {t("sources.dead_letters")}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((source) => {
                const health = healthOf(source, now);
                const Picture = source.kind === "browser" ? IconBrowser : IconServer;
                return (
                  <tr key={source.id} data-row onClick={(event) => !(event.target as Element).closest("a") && open(source)}>
                    <td>
                      <span style={{ display: "flex", alignItems: "center", gap: 8 }}>
                        <Picture size={18} stroke={1.5} aria-label={t(`sources.kind.${source.kind}`)} />
                        <Link to="/data/sources/$source" params={{ source: source.id }} style={{ fontWeight: 500 }} dir="auto">
                          {source.name}
                        </Link>
                      </span>
                    </td>
                    <td>
                      <Badge tone={toneOf[health]}>{t(`health.${health}`)}</Badge>
                    </td>
                    <td data-end>
                      <When at={source.last_event_at} none={t("sources.never")} />
                    </td>
                    <td data-end>{formatCount(source.events_24h)}</td>
                    <td data-end className={style.wide}>
                      {formatCount(source.accepted)}
                    </td>
                    <td data-end className={style.wide}>
                      {formatCount(source.repeated)}
                    </td>
                    <td data-end className={style.wide}>
                      {formatCount(source.dead_letters)}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </PageBody>
  );
}
