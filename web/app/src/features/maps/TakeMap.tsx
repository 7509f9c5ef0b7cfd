/** A map as a file: a picture, a page to print or save as a PDF, or a table; and its address. */
import { Button, Menu } from "@mantine/core";
import { IconDownload, IconLink, IconPhoto, IconPrinter, IconTable, IconVector } from "@tabler/icons-react";

import type { MapFigures } from "@/api/types";
import { csvOf } from "@/features/journeys";
import { t } from "@/lib/i18n";
import { asPng, save } from "@/ui/picture";
import { say } from "@/ui/toast";

import type { Draft } from "./draft";
import { drawMap } from "./drawing";
import { mapSheet } from "./figures";
import { captionsOf } from "./PrintedMap";
import { svgOf } from "./svg";

interface Props {
  draft: Draft;
  figures: MapFigures | undefined;
  version: number;
  changed: boolean;
}

/** Of any name a file's. */
export const fileName = (name: string): string => name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60).toLowerCase() || "journey-map";

export function TakeMap({ draft, figures, version, changed }: Props) {
  const name = fileName(draft.name);
  const picture = () => {
    const drawing = drawMap(draft.document, figures, captionsOf({ draft, says: draft.description, version, changed }));
    return { svg: svgOf(drawing), width: drawing.width, height: drawing.height };
  };
  const copy = () => void navigator.clipboard.writeText(window.location.href).then(() => say(t("state.copied")));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />}>
          {t("journeys.download")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconVector size={15} />} onClick={() => save(`${name}.svg`, new Blob([picture().svg], { type: "image/svg+xml" }))}>
          {t("maps.svg")}
        </Menu.Item>
        <Menu.Item leftSection={<IconPhoto size={15} />} onClick={() => void asPng(picture()).then((file) => file && save(`${name}.png`, file), () => say(t("journeys.picture_failed")))}>
          {t("maps.png")}
        </Menu.Item>
        <Menu.Item leftSection={<IconPrinter size={15} />} onClick={() => window.print()}>
          {t("maps.pdf")}
        </Menu.Item>
        <Menu.Item leftSection={<IconTable size={15} />} onClick={() => save(`${name}.csv`, new Blob([csvOf(mapSheet(draft.document, figures))], { type: "text/csv;charset=utf-8" }))}>
          {t("maps.csv")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={15} />} onClick={copy}>
          {t("journeys.copy_link")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
