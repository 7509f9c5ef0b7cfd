/** On a narrow screen: which stage is shown, and from one to the next. */
import { ActionIcon, NativeSelect } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";

import type { MapStage } from "@/api/types";
import { t } from "@/lib/i18n";

import style from "./maps.module.css";

interface Props {
  stages: MapStage[];
  shown: string;
  onShow: (stage: string) => void;
}

export function StagePicker({ stages, shown, onShow }: Props) {
  const at = stages.findIndex((stage) => stage.id === shown);
  const [before, next] = [stages[at - 1], stages[at + 1]];
  return (
    <div className={style.picker}>
      <ActionIcon variant="default" size="lg" aria-label={t("maps.stage_before")} disabled={!before} onClick={() => before && onShow(before.id)}>
        <IconChevronLeft size={17} />
      </ActionIcon>
      <NativeSelect
        aria-label={t("maps.stage")}
        value={shown}
        onChange={(event) => onShow(event.currentTarget.value)}
        data={stages.map((stage, index) => ({ value: stage.id, label: t("maps.stage_of", { number: index + 1, all: stages.length, name: stage.name || t("maps.unnamed") }) }))}
      />
      <ActionIcon variant="default" size="lg" aria-label={t("maps.stage_next")} disabled={!next} onClick={() => next && onShow(next.id)}>
        <IconChevronRight size={17} />
      </ActionIcon>
    </div>
  );
}
