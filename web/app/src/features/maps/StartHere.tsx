/** A map without stages: what a stage is, and the first one. */
import { Button } from "@mantine/core";
import { IconColumns3, IconPlus } from "@tabler/icons-react";

import { t } from "@/lib/i18n";
import { Empty } from "@/ui/Empty";

import { addStage, newStage } from "./document";
import type { CanvasView } from "./view";

export function StartHere({ view }: { view: CanvasView }) {
  return (
    <Empty icon={IconColumns3} text={t("maps.no_stages")}>
      {view.editable && (
        <Button leftSection={<IconPlus size={16} />} onClick={() => view.edit((before) => addStage(before, newStage(before, t("maps.new_stage"))))}>
          {t("maps.add_stage")}
        </Button>
      )}
    </Empty>
  );
}
