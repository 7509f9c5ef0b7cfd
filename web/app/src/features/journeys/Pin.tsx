/** Pins a report to a dashboard: one that there is, or a new one. */
import { Button, NativeSelect, Popover, TextInput } from "@mantine/core";
import { IconPin } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { post } from "@/api/client";
import { read } from "@/api/query";
import type { Dashboard, Page } from "@/api/types";
import { useRight } from "@/features/access";
import { t } from "@/lib/i18n";
import { ProblemNote } from "@/ui/Problem";
import { say } from "@/ui/toast";

import style from "./journeys.module.css";

interface Props {
  /** The name of the report. */
  page: string;
  /** Its question, as its page's address has it. */
  search: object;
  title: string;
}

const titleMax = 60;

export function Pin({ page, search, title }: Props) {
  const [open, setOpen] = useState(false);
  if (!useRight("edit_people")) return null;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button variant="default" leftSection={<IconPin size={15} />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("dashboards.pin")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <PinForm page={page} search={search} title={title} onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function PinForm({ page, search, title, onDone }: Props & { onDone: () => void }) {
  const queries = useQueryClient();
  const dashboards = useQuery(read<Page<Dashboard>>("/dashboards"));
  const [words, setWords] = useState(title.length > titleMax ? `${title.slice(0, titleMax - 1)}…` : title);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const items = dashboards.data?.items ?? [];
  const where = chosen ?? items[0]?.id ?? "";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const question = { ...search, who: undefined, part: undefined };
    const tile = { report: page, title: words.trim(), question };
    const answer = where
      ? await post<Dashboard>(`/dashboards/${encodeURIComponent(where)}/tiles`, tile)
      : await post<Dashboard>("/dashboards", { name: name.trim(), tiles: [tile] });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    void queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => typeof path === "string" && path.startsWith("/dashboards") });
    say(t("dashboards.pinned", { name: answer.value.name }));
    onDone();
  };
  return (
    <form className={style.pin} onSubmit={submit} aria-label={t("dashboards.pin")}>
      <TextInput required label={t("dashboards.title")} value={words} maxLength={200} onChange={(event) => setWords(event.currentTarget.value)} />
      <NativeSelect label={t("dashboards.dashboard")} value={where} onChange={(event) => setChosen(event.currentTarget.value)}>
        {items.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
        <option value="">{t("dashboards.new")}</option>
      </NativeSelect>
      {where === "" && <TextInput required label={t("dashboards.name")} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />}
      <div>
        <Button type="submit" loading={busy} disabled={dashboards.isPending}>
          {t("dashboards.pin_here")}
        </Button>
      </div>
      {problem !== null && <ProblemNote message={problem} />}
    </form>
  );
}
