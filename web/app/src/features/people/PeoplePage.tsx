/** The list of people: search, filter, sort, columns; all of it in the address. */
import { Button, TextInput } from "@mantine/core";
import { useDebouncedCallback, useMediaQuery } from "@mantine/hooks";
import { IconArrowMerge, IconDownload, IconPlugConnected, IconSearch, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";

import { read } from "@/api/query";
import type { Page, ProfileSummary, Source } from "@/api/types";
import { useRight } from "@/features/access";
import { type Condition, ConditionBar, useFields } from "@/features/condition";
import { exportAddress } from "@/features/transfer";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { type Sorting, Table } from "@/ui/Table";

import { ColumnPicker } from "./ColumnPicker";
import { columnOf, nameColumn } from "./columns";
import style from "./lists.module.css";
import { MergePeople } from "./MergePeople";
import { nameOf } from "./PersonName";
import { columnsOf, type PeopleSearch } from "./search";
import { usePages } from "./usePeople";

const route = getRouteApi("/app/people");
const rowId = (row: ProfileSummary) => row.id;

export function PeoplePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<PeopleSearch>, replace = true) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace, resetScroll: false });
  const fields = useFields();
  const traits = useMemo(() => fields.data?.traits ?? [], [fields.data]);
  const canEdit = useRight("edit_people");
  const phone = useMediaQuery("(max-width: 700px)") ?? false;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [merging, setMerging] = useState(false);
  const sorting: Sorting = { sort: search.sort ?? "last_seen", order: search.order ?? "desc" };
  const asked = {
    q: search.q,
    filter: search.filter ? JSON.stringify(search.filter) : undefined,
    sort: sorting.sort,
    order: sorting.order,
  };
  const { pages, rows, more, total } = usePages<ProfileSummary>("/profiles", asked);
  const shown = columnsOf(search, traits.map((trait) => trait.key));
  const shownKey = shown.join("\n");
  const columns = useMemo(() => {
    const types = new Map(traits.map((trait) => [trait.key, trait.type]));
    if (phone) return [{ ...nameColumn, width: undefined }, columnOf("last_seen", undefined)];
    return [nameColumn, ...shownKey.split("\n").filter(Boolean).map((id) => columnOf(id, types.get(id)))].map((column) => {
      if (column.id !== "name") return column;
      return { ...column, width: undefined };
    });
  }, [shownKey, traits, phone]);
  const filtered = Boolean(search.q || search.filter);
  const chosen = rows.filter((row) => selected.has(row.id));
  return (
    <div className={style.page}>
      <div className={style.head}>
        <PageHead title={t("nav.people")} count={total} />
        <div className={style.tools}>
          <SearchField value={search.q ?? ""} label={t("people.search")} onChange={(q) => change({ q: q || undefined })} />
          <ConditionBar condition={search.filter ?? null} onChange={(filter: Condition | null) => change({ filter: filter ?? undefined })} />
          {!phone && (
            <div style={{ marginLeft: "auto", display: "flex", gap: 8 }}>
              <Button component="a" variant="default" size="compact-sm" h={28} title={t("people.export_title")} leftSection={<IconDownload size={14} />} href={exportAddress("profiles.csv", asked)} download>
                {t("people.export")}
              </Button>
              <ColumnPicker traits={traits} shown={shown} onChange={(cols) => change({ cols })} />
            </div>
          )}
        </div>
        {pages.isError && <ProblemNote message={pages.error.message} retry={() => void pages.refetch()} />}
      </div>
      {pages.isPending ? (
        <div className={style.loading}>
          <Rows count={14} height={16} />
        </div>
      ) : rows.length > 0 ? (
        <Table
          label={t("nav.people")}
          columns={columns}
          rows={rows}
          rowId={rowId}
          rowLabel={nameOf}
          total={total}
          sorting={sorting}
          onSort={(next) => change({ sort: next.sort, order: next.order })}
          more={pages.hasNextPage}
          onMore={more}
          stale={pages.isPlaceholderData}
          onOpen={(row) => void navigate({ to: "/people/$profile", params: { profile: row.id }, search: {} })}
          {...(canEdit && !phone ? { selected, onSelect: setSelected } : {})}
        />
      ) : pages.isError ? null : filtered ? (
        <Empty icon={IconSearch} text={t("people.none_match")}>
          <Button variant="default" onClick={() => change({ q: undefined, filter: undefined })}>
            {t("people.show_all")}
          </Button>
        </Empty>
      ) : (
        <NobodyYet />
      )}
      {chosen.length > 0 && (
        <div className={style.bulk} role="toolbar" aria-label={t("table.selection")}>
          <span>{t("people.selected", { count: chosen.length })}</span>
          <Button leftSection={<IconArrowMerge size={15} />} disabled={chosen.length < 2} onClick={() => setMerging(true)}>
            {t("people.merge")}
          </Button>
          <Button variant="default" onClick={() => setSelected(new Set())}>
            {t("table.clear")}
          </Button>
        </div>
      )}
      {merging && (
        <MergePeople
          people={chosen}
          onClose={() => setMerging(false)}
          onDone={(id) => {
            setSelected(new Set());
            void navigate({ to: "/people/$profile", params: { profile: id }, search: {} });
          }}
        />
      )}
    </div>
  );
}

export function SearchField({ value, label, onChange }: { value: string; label: string; onChange: (value: string) => void }) {
  // What is typed is shown at once; the address follows, and leads when it changes by itself.
  const [typed, setTyped] = useState({ of: value, text: value });
  const text = typed.of === value || typed.text.trim() === value ? typed.text : value;
  const later = useDebouncedCallback(onChange, 120);
  return (
    <TextInput
      className={style.field}
      type="search"
      data-tl-search
      placeholder={label}
      aria-label={label}
      leftSection={<IconSearch size={15} />}
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped({ of: value, text: next });
        later(next.trim());
      }}
    />
  );
}

function NobodyYet() {
  const maySee = useRight("manage_sources");
  const sources = useQuery({ ...read<Page<Source>>("/sources"), enabled: maySee });
  const none = sources.data?.items.length === 0;
  if (!maySee) return <Empty icon={IconUsers} text={t("people.none_waiting")} />;
  return (
    <Empty icon={IconUsers} text={none ? t("people.none_no_source") : t("people.none_waiting")}>
      <Button leftSection={<IconPlugConnected size={16} />} renderRoot={(props) => <Link to="/data/sources" search={none ? { create: true } : {}} {...props} />}>
        {none ? t("sources.create") : t("people.see_sources")}
      </Button>
    </Empty>
  );
}
