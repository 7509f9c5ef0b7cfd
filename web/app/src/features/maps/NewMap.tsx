/** Ways to begin a map: from what people do, from a template, or with nothing. Each makes it at once. */
import { Button, Loader, Menu } from "@mantine/core";
import { IconChevronDown, IconFile, IconPlus, IconRoute, IconTemplate } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Answer } from "@/api/client";
import type { JourneyMap, NewJourneyMap } from "@/api/types";
import { workspaceQuery } from "@/features/access";
import { rangeOf } from "@/features/journeys";
import { formatDate } from "@/lib/format";
import { t } from "@/lib/i18n";
import { sayProblem } from "@/ui/toast";

import style from "./maps.module.css";
import { createMap, discoverMap, rootPath, useTemplates } from "./useMaps";

interface Props {
  onMade: (id: string) => void;
}

const discoveredRange = "90d";

interface Beginning {
  key: string;
  icon: typeof IconRoute;
  name: string;
  text: string;
  form: () => Promise<Answer<NewJourneyMap>>;
}

function useBeginnings(wanted: boolean): Beginning[] {
  const templates = useTemplates(wanted).data?.items ?? [];
  const zone = useQuery(workspaceQuery).data?.time_zone;
  const discovered = async (): Promise<Answer<NewJourneyMap>> => {
    const range = rangeOf({}, discoveredRange, zone, new Date());
    const found = await discoverMap(range ? { range } : {});
    if (!found.ok) return found;
    return { ok: true, value: { name: t("maps.discovered_name", { date: formatDate(new Date()) }), document: found.value.document } };
  };
  return [
    { key: "discovered", icon: IconRoute, name: t("maps.discover"), text: t("maps.discover_text"), form: discovered },
    ...templates.map((each) => ({
      key: each.key, icon: IconTemplate, name: each.name, text: each.description,
      form: () => Promise.resolve<Answer<NewJourneyMap>>({ ok: true, value: { name: each.name, description: each.description, document: each.document } }),
    })),
    { key: "empty", icon: IconFile, name: t("maps.empty"), text: t("maps.empty_text"), form: () => Promise.resolve<Answer<NewJourneyMap>>({ ok: true, value: { name: t("maps.new_name") } }) },
  ];
}

/** Makes one at a time. */
function useMaking(onMade: (id: string) => void) {
  const queries = useQueryClient();
  const [making, setMaking] = useState<string | null>(null);
  const make = async ({ key, form }: Beginning) => {
    if (making !== null) return;
    setMaking(key);
    const asked = await form();
    const made: Answer<JourneyMap> = asked.ok ? await createMap(asked.value) : asked;
    setMaking(null);
    if (!made.ok) return sayProblem(made.error.message);
    await queries.invalidateQueries({ queryKey: [rootPath] });
    onMade(made.value.id);
  };
  return { making, make };
}

export function NewMap({ onMade }: Props) {
  const [open, setOpen] = useState(false);
  const { making, make } = useMaking(onMade);
  const beginnings = useBeginnings(open);
  return (
    <Menu position="bottom-end" width={300} opened={open} onChange={setOpen}>
      <Menu.Target>
        <Button leftSection={<IconPlus size={16} />} rightSection={<IconChevronDown size={14} />} loading={making !== null}>
          {t("maps.new")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {beginnings.map((each) => (
          <Menu.Item key={each.key} leftSection={<each.icon size={16} />} onClick={() => void make(each)}>
            {each.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The same with their words, where there is no map yet. */
export function Beginnings({ onMade }: Props) {
  const { making, make } = useMaking(onMade);
  return (
    <ul className={style.beginnings}>
      {useBeginnings(true).map((each) => (
        <li key={each.key}>
          <button type="button" disabled={making !== null} onClick={() => void make(each)}>
            {making === each.key ? <Loader size={18} /> : <each.icon size={18} stroke={1.5} aria-hidden />}
            <b>{each.name}</b>
            <span>{each.text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
