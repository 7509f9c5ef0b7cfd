/** The list of accounts: companies and households that people belong to. */
import { Button } from "@mantine/core";
import { IconBuilding, IconSearch } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMediaQuery } from "@mantine/hooks";

import type { Account } from "@/api/types";
import { formatCount, formatValue } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Avatar } from "@/ui/Avatar";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { type Column, Table } from "@/ui/Table";

import style from "./lists.module.css";
import { SearchField } from "./PeoplePage";
import { usePages } from "./usePeople";

const route = getRouteApi("/app/people/accounts");
const rowId = (row: Account) => row.id;
export const accountName = (account: { name: string; group_id: string }) => account.name || account.group_id;

const columns: Column<Account>[] = [
  {
    id: "name",
    title: t("people.name"),
    cell: (account) => (
      <span className={style.person}>
        <Avatar id={account.id} name={accountName(account)} size={22} square />
        <Link to="/people/accounts/$account" params={{ account: account.id }} className="tl-cut" dir="auto">
          {accountName(account)}
        </Link>
      </span>
    ),
  },
  { id: "type", title: t("accounts.type"), width: 120, cell: (account) => account.type },
  { id: "plan", title: t("accounts.plan"), width: 140, cell: (account) => (account.traits.plan === undefined ? "" : formatValue(account.traits.plan)) },
  { id: "industry", title: t("accounts.industry"), width: 160, cell: (account) => (account.traits.industry === undefined ? "" : formatValue(account.traits.industry)) },
  { id: "people", title: t("nav.people"), width: 90, end: true, cell: (account) => formatCount(account.people) },
];
const phoneColumns = columns.filter((column) => column.id === "name" || column.id === "people");

export function AccountsPage() {
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const phone = useMediaQuery("(max-width: 700px)") ?? false;
  const { pages, rows, more, total } = usePages<Account>("/accounts", { q });
  return (
    <div className={style.page}>
      <div className={style.head}>
        <PageHead title={t("nav.accounts")} count={total} />
        <div className={style.tools}>
          <SearchField value={q ?? ""} label={t("accounts.search")} onChange={(next) => void navigate({ search: next ? { q: next } : {}, replace: true })} />
        </div>
        {pages.isError && <ProblemNote message={pages.error.message} retry={() => void pages.refetch()} />}
      </div>
      {pages.isPending ? (
        <div className={style.loading}>
          <Rows count={14} height={16} />
        </div>
      ) : rows.length > 0 ? (
        <Table
          label={t("nav.accounts")}
          columns={phone ? phoneColumns : columns}
          rows={rows}
          rowId={rowId}
          rowLabel={accountName}
          total={total}
          more={pages.hasNextPage}
          onMore={more}
          stale={pages.isPlaceholderData}
          onOpen={(row) => void navigate({ to: "/people/accounts/$account", params: { account: row.id } })}
        />
      ) : q ? (
        <Empty icon={IconSearch} text={t("accounts.none_match")}>
          <Button variant="default" onClick={() => void navigate({ search: {} })}>
            {t("accounts.show_all")}
          </Button>
        </Empty>
      ) : (
        <Empty icon={IconBuilding} text={t("accounts.none")} />
      )}
    </div>
  );
}
