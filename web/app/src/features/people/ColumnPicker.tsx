/** Chooses the columns of the list: the fixed ones and any trait. */
import { Button, Checkbox, Popover, TextInput } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useState } from "react";

import type { TraitField } from "@/api/types";
import { t } from "@/lib/i18n";

import { columnTitle } from "./columns";
import style from "./lists.module.css";
import { fixedColumns } from "./search";

interface Props {
  traits: TraitField[];
  shown: string[];
  onChange: (columns: string[] | undefined) => void;
}

export function ColumnPicker({ traits, shown, onChange }: Props) {
  const [search, setSearch] = useState("");
  const others = traits.map((trait) => trait.key).filter((key) => !["name", "email"].includes(key));
  const all = [...fixedColumns, ...others.filter((key) => !fixedColumns.includes(key))];
  const words = search.trim().toLowerCase();
  const listed = all.filter((id) => `${id} ${columnTitle(id)}`.toLowerCase().includes(words));
  const toggle = (id: string) => onChange(shown.includes(id) ? shown.filter((each) => each !== id) : [...shown, id]);
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" size="compact-sm" h={28} leftSection={<IconColumns3 size={14} />}>
          {t("table.columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8} w={260}>
        <TextInput data-autofocus placeholder={t("table.find_column")} aria-label={t("table.find_column")} value={search} onChange={(event) => setSearch(event.currentTarget.value)} mb={6} />
        <div className={style.columns}>
          {listed.map((id) => (
            <Checkbox key={id} label={columnTitle(id)} checked={shown.includes(id)} onChange={() => toggle(id)} py={4} />
          ))}
        </div>
        <Button variant="subtle" color="gray" size="compact-sm" mt={4} onClick={() => onChange(undefined)}>
          {t("table.usual_columns")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
