/** All dashboards. */
import { Button, TextInput } from "@mantine/core";
import { IconLayoutDashboard, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { post } from "@/api/client";
import { read } from "@/api/query";
import type { Dashboard, Page } from "@/api/types";
import { useRight } from "@/features/access";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { CreateForm } from "@/ui/CreateForm";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { When } from "@/ui/When";

import style from "./dashboards.module.css";

export function DashboardsPage() {
  const navigate = useNavigate();
  const editable = useRight("edit_people");
  const dashboards = useQuery(read<Page<Dashboard>>("/dashboards"));
  const [creating, setCreating] = useState(false);
  const items = dashboards.data?.items ?? [];
  const open = (dashboard: string) => void navigate({ to: "/journeys/dashboards/$dashboard", params: { dashboard } });
  const button = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t("dashboards.create")}
    </Button>
  );
  return (
    <PageBody>
      <PageHead title={t("nav.dashboards")} count={dashboards.data ? items.length : undefined}>
        {editable && !creating && items.length > 0 && button}
      </PageHead>
      {creating && <CreateDashboard onCreated={(made) => open(made.id)} onCancel={() => setCreating(false)} />}
      {dashboards.isPending && <Rows />}
      {dashboards.isError && <ProblemNote message={dashboards.error.message} retry={() => void dashboards.refetch()} />}
      {dashboards.data && items.length === 0 && !creating && (
        <Empty icon={IconLayoutDashboard} text={t("dashboards.none")}>
          {editable && button}
        </Empty>
      )}
      {items.length > 0 && <DashboardTable items={items} onOpen={open} />}
    </PageBody>
  );
}

function CreateDashboard({ onCreated, onCancel }: { onCreated: (made: Dashboard) => void; onCancel: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  return (
    <CreateForm
      action={t("dashboards.create")}
      create={() => post<Dashboard>("/dashboards", { name: name.trim() })}
      onCreated={(made) => {
        void queries.invalidateQueries({ queryKey: ["/dashboards"] });
        onCreated(made);
      }}
      onCancel={onCancel}
      field={<TextInput autoFocus required label={t("dashboards.name")} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} w={260} />}
    />
  );
}

function DashboardTable({ items, onOpen }: { items: Dashboard[]; onOpen: (id: string) => void }) {
  return (
    <div className={style.scroll}>
      <table className={style.list} aria-label={t("nav.dashboards")}>
        <thead>
          <tr>
            <th scope="col">{t("people.name")}</th>
            <th scope="col" data-end>{t("dashboards.tiles")}</th>
            <th scope="col" data-end className={style.wide}>{t("dashboards.changed")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id} data-row onClick={(event) => !(event.target as Element).closest("a") && onOpen(each.id)}>
              <td>
                <Link to="/journeys/dashboards/$dashboard" params={{ dashboard: each.id }} dir="auto">
                  {each.name}
                </Link>
              </td>
              <td data-end>{formatCount(each.tiles.length)}</td>
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
