/** What is known of a person: each trait with its history, at any instant, and editable. */
import { ActionIcon, Button, NativeSelect, NumberInput, Switch, TextInput, Tooltip } from "@mantine/core";
import { IconCalendarTime, IconLock, IconPencil, IconPlus, IconSearch, IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { put } from "@/api/client";
import { read } from "@/api/query";
import type { Page, TraitHistoryRow, TraitRow } from "@/api/types";
import { useRight } from "@/features/access";
import { EventLink } from "@/features/timeline";
import { dayOf, formatDate, formatExact, formatValue, humanise } from "@/lib/format";
import { findText, t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { ProblemNote } from "@/ui/Problem";
import { say } from "@/ui/toast";

import style from "./profile.module.css";

/** Above so many a search is worth its place. */
const searchFrom = 8;

interface Props {
  profile: string;
  /** A day, as 2026-03-01; without it, now. */
  asOf: string | undefined;
  onAsOf: (day: string | undefined) => void;
}

const pathOf = (profile: string) => `/profiles/${encodeURIComponent(profile)}/traits`;

export function Traits({ profile, asOf, onAsOf }: Props) {
  const canEdit = useRight("edit_people");
  const traits = useQuery(read<Page<TraitRow>>(pathOf(profile), { as_of: asOf ? `${asOf}T23:59:59.999Z` : undefined }));
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<string | null>(null);
  const [picking, setPicking] = useState(false);
  const [adding, setAdding] = useState(false);
  const rows = traits.data?.items ?? [];
  const words = search.trim().toLocaleLowerCase();
  const shown = rows.filter((row) => !words || `${row.key} ${humanise(row.key)} ${formatValue(row.value)}`.toLocaleLowerCase().includes(words));
  return (
    <section className={style.section}>
      <div className={style.sectionHead}>
        <h2>{t("profile.traits")}</h2>
        {canEdit && asOf === undefined && (
          <Tooltip label={t("traits.add")}>
            <ActionIcon size={26} aria-label={t("traits.add")} onClick={() => setAdding(!adding)}>
              <IconPlus size={15} />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={t("traits.as_of")}>
          <ActionIcon size={26} aria-label={t("traits.as_of")} aria-pressed={picking || asOf !== undefined} onClick={() => setPicking(!picking)}>
            <IconCalendarTime size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
      {(picking || asOf !== undefined) && (
        <div style={{ display: "flex", gap: 4, alignItems: "center", marginBottom: 8 }}>
          <TextInput type="date" aria-label={t("traits.as_of")} max={dayOf(new Date())} value={asOf ?? ""} onChange={(event) => onAsOf(event.currentTarget.value || undefined)} flex={1} />
          <ActionIcon
            size={26}
            aria-label={t("traits.now")}
            onClick={() => {
              setPicking(false);
              onAsOf(undefined);
            }}
          >
            <IconX size={15} />
          </ActionIcon>
        </div>
      )}
      {asOf !== undefined && <p style={{ fontSize: 12, color: "var(--tl-warn)", marginBottom: 6 }}>{t("traits.as_of_note", { date: formatDate(`${asOf}T12:00:00Z`) })}</p>}
      {rows.length > searchFrom && (
        <TextInput placeholder={t("traits.search")} aria-label={t("traits.search")} leftSection={<IconSearch size={14} />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} mb={6} />
      )}
      {adding && <NewTrait profile={profile} onDone={() => setAdding(false)} />}
      {traits.isPending && <Rows />}
      {traits.isError && <ProblemNote message={traits.error.message} retry={() => void traits.refetch()} />}
      {traits.isSuccess && shown.length === 0 && <p className="tl-dim" style={{ fontSize: 13 }}>{words ? t("traits.none_match") : t("traits.none")}</p>}
      {shown.map((row) => (
        <div key={row.key} className={style.trait}>
          <button type="button" aria-expanded={open === row.key} onClick={() => setOpen(open === row.key ? null : row.key)}>
            <span className="tl-cut" title={row.key}>
              {humanise(row.key)}
            </span>
            <span className={open === row.key ? "" : "tl-cut"} dir="auto" title={formatValue(row.value)}>
              {formatValue(row.value)}
              {row.locked && <IconLock size={12} aria-label={t("traits.locked")} style={{ marginLeft: 4, verticalAlign: -1 }} />}
            </span>
          </button>
          {open === row.key && <History profile={profile} trait={row} canEdit={canEdit && asOf === undefined} />}
        </div>
      ))}
    </section>
  );
}

function History({ profile, trait, canEdit }: { profile: string; trait: TraitRow; canEdit: boolean }) {
  const [editing, setEditing] = useState(false);
  const history = useQuery(read<Page<TraitHistoryRow>>(`${pathOf(profile)}/${encodeURIComponent(trait.key)}`));
  if (editing) return <EditTrait profile={profile} name={trait.key} value={trait.value} locked={trait.locked} onDone={() => setEditing(false)} />;
  return (
    <div className={style.history}>
      {history.isPending && <Rows count={2} />}
      {history.isError && <ProblemNote message={history.error.message} />}
      <ol style={{ display: "grid", gap: 8 }}>
        {history.data?.items.map((row, index) => (
          <li key={`${row.occurred_at}/${index}`} data-loses={!row.wins || undefined}>
            {row.op !== "unlock" && (
              <div className={style.value} dir="auto" style={row.wins ? { fontWeight: 600 } : undefined}>
                {row.value === null ? t("traits.unset") : formatValue(row.value)}
              </div>
            )}
            <div className="tl-dim">
              {row.event_id ? (
                <EventLink id={row.event_id}>
                  <time dateTime={row.occurred_at} title={formatExact(row.occurred_at)} className="tl-link">
                    {formatDate(row.occurred_at)}
                  </time>
                </EventLink>
              ) : (
                formatDate(row.occurred_at)
              )}{" "}
              · {row.source?.name ?? t("product")}
            </div>
            {row.op !== "set" && <div className="tl-dim">{findText(`traits.op.${row.op}`) ?? row.op}</div>}
          </li>
        ))}
      </ol>
      {canEdit && (
        <div>
          <Button variant="default" size="compact-xs" leftSection={<IconPencil size={13} />} onClick={() => setEditing(true)}>
            {t("traits.edit")}
          </Button>
        </div>
      )}
    </div>
  );
}

function useSave(profile: string) {
  const queries = useQueryClient();
  return async (key: string, value: unknown, lock: boolean): Promise<string | null> => {
    const answer = await put(`${pathOf(profile)}/${encodeURIComponent(key)}`, { value, lock });
    if (!answer.ok) return answer.error.message;
    await queries.invalidateQueries({ predicate: ({ queryKey: [address, part] }) => typeof address === "string" && address.startsWith("/profiles") && part !== "line" });
    return null;
  };
}

interface EditProps {
  profile: string;
  name: string;
  value: unknown;
  locked: boolean;
  onDone: () => void;
}

function EditTrait({ profile, name, value, locked, onDone }: EditProps) {
  const save = useSave(profile);
  const [next, setNext] = useState<unknown>(typeof value === "object" && value !== null ? JSON.stringify(value) : value);
  const [lock, setLock] = useState(locked);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const parsed = typeof value === "object" && value !== null ? parseJson(String(next)) : next;
    if (parsed === undefined) return setProblem(t("traits.not_json"));
    const failure = await save(name, parsed, lock);
    setProblem(failure);
    if (failure !== null) return;
    onDone();
    say(t("traits.saved", { name: humanise(name) }), () => void save(name, value, locked));
  };
  const label = t("condition.value");
  return (
    <form className={`${style.history} ${style.editRow}`} onSubmit={submit}>
      {typeof value === "boolean" ? (
        <NativeSelect
          aria-label={label}
          value={String(next)}
          onChange={(event) => setNext(event.currentTarget.value === "true")}
          data={[
            { value: "true", label: t("value.yes") },
            { value: "false", label: t("value.no") },
          ]}
        />
      ) : typeof value === "number" ? (
        <NumberInput aria-label={label} autoFocus value={typeof next === "number" ? next : ""} onChange={(number) => setNext(number === "" ? null : Number(number))} />
      ) : (
        <TextInput aria-label={label} autoFocus value={next === null || next === undefined ? "" : String(next)} onChange={(event) => setNext(event.currentTarget.value)} />
      )}
      <Switch size="xs" label={t("traits.lock")} checked={lock} onChange={(event) => setLock(event.currentTarget.checked)} />
      {problem !== null && <ProblemNote message={problem} />}
      <div style={{ display: "flex", gap: 6 }}>
        <Button type="submit" size="compact-sm">
          {t("action.save")}
        </Button>
        <Button variant="default" size="compact-sm" onClick={onDone}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function NewTrait({ profile, onDone }: { profile: string; onDone: () => void }) {
  const save = useSave(profile);
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const number = Number(value);
    const typed = value === "true" ? true : value === "false" ? false : value.trim() !== "" && Number.isFinite(number) && String(number) === value.trim() ? number : value;
    const failure = await save(name.trim(), typed, false);
    setProblem(failure);
    if (failure === null) onDone();
  };
  return (
    <form className={`${style.history} ${style.editRow}`} onSubmit={submit}>
      <TextInput autoFocus required label={t("traits.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label={t("condition.value")} value={value} onChange={(event) => setValue(event.currentTarget.value)} />
      {problem !== null && <ProblemNote message={problem} />}
      <div style={{ display: "flex", gap: 6 }}>
        <Button type="submit" size="compact-sm">
          {t("action.save")}
        </Button>
        <Button variant="default" size="compact-sm" onClick={onDone}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}
