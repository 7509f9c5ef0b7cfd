/** A map without stages: what a stage is, and the first one. */
import { Button } from "@mantine/core";
import { IconColumns3, IconPlus } from "@tabler/icons-react";

import { t } from "@/lib/i18n";
import { Empty } from "@/ui/Empty";

import { addStage, newStage } from "./document";
import type { CanvasView } from "./view";

export function StartHere({ view }: { view: CanvasView }) {
  const add = () => {
    const added = newStage(t("maps.new_stage"));
    view.edit((before) => addStage(before, added));
  };
  return (
    <Empty icon={IconColumns3} text={t("maps.no_stages")}>
      {view.editable && (
        <Button leftSection={<IconPlus size={16} />} onClick={add}>
          {t("maps.add_stage")}
        </Button>
      )}
    </Empty>
  );
}
