/** One account: what is known of it, and its people. */
import { useMediaQuery } from "@mantine/hooks";
import { IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { read } from "@/api/query";
import type { Account, ProfileSummary } from "@/api/types";
import { formatValue, humanise } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Avatar } from "@/ui/Avatar";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { Table } from "@/ui/Table";

import style from "./account.module.css";
import { accountName } from "./AccountsPage";
import { columnOf, nameColumn } from "./columns";
import { nameOf } from "./PersonName";
import { usePages } from "./usePeople";

const route = getRouteApi("/app/people/accounts/$account");
const rowId = (row: ProfileSummary) => row.id;
const columns = [{ ...nameColumn, width: undefined, sort: undefined }, ...["email", "last_seen", "events"].map((id) => ({ ...columnOf(id, undefined), sort: undefined }))];
const phoneColumns = columns.filter((column) => column.id === "name" || column.id === "last_seen");

export function AccountPage() {
  const { account: id } = route.useParams();
  const navigate = route.useNavigate();
  const phone = useMediaQuery("(max-width: 700px)") ?? false;
  const account = useQuery(read<Account>(`/accounts/${encodeURIComponent(id)}`));
  const { pages, rows, more, total } = usePages<ProfileSummary>(`/accounts/${encodeURIComponent(id)}/members`, {});
  if (account.isError) {
    return (
      <div className={style.body}>
        <ProblemNote message={account.error.message} retry={() => void account.refetch()} />
      </div>
    );
  }
  const found = account.data;
  return (
    <div className={style.page}>
      <div className={style.head}>
        <Link to="/people/accounts" className="tl-dim">
          {t("nav.accounts")}
        </Link>
        <div className={style.title}>
          {found && <Avatar id={found.id} name={accountName(found)} size={40} square />}
          <div>
            <PageHead title={found ? accountName(found) : ""} />
          </div>
        </div>
      </div>
      <div className={style.columns}>
        <section className={style.side} aria-label={t("profile.traits")}>
          <h2>{t("profile.traits")}</h2>
          {found && (
            <dl>
              <div>
                <dt>{t("accounts.group_id")}</dt>
                <dd>{found.group_id}</dd>
              </div>
              <div>
                <dt>{t("accounts.type")}</dt>
                <dd>{found.type}</dd>
              </div>
              {Object.entries(found.traits).filter(([key]) => key !== "type").map(([key, value]) => (
                <div key={key}>
                  <dt title={key}>{humanise(key)}</dt>
                  <dd dir="auto">{formatValue(value)}</dd>
                </div>
              ))}
            </dl>
          )}
        </section>
        <section className={style.members} aria-label={t("nav.people")}>
          <h2>
            {t("nav.people")} {total !== undefined && <span className="tl-dim">{total}</span>}
          </h2>
          {pages.isError ? (
            <ProblemNote message={pages.error.message} retry={() => void pages.refetch()} />
          ) : pages.isPending ? (
            <Rows />
          ) : rows.length === 0 ? (
            <Empty icon={IconUsers} text={t("accounts.nobody")} />
          ) : (
            <Table
              label={t("nav.people")}
              columns={phone ? phoneColumns : columns}
              rows={rows}
              rowId={rowId}
              rowLabel={nameOf}
              total={total}
              more={pages.hasNextPage}
              onMore={more}
              onOpen={(row) => void navigate({ to: "/people/$profile", params: { profile: row.id }, search: {} })}
            />
          )}
        </section>
      </div>
    </div>
  );
}
