/** An answer as a file: its table, or its charts as a picture; and its address, which is the report. */
import { Button, Menu } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconDownload, IconLink, IconPhoto, IconTable, IconVector } from "@tabler/icons-react";
import type { RefObject } from "react";

import { formatExact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { asPng, type Picture, pictureOf, save } from "@/ui/picture";
import { say } from "@/ui/toast";

import { csvOf, type Sheet } from "./sheet";

interface Props {
  name: string;
  title: string;
  says: string;
  sheet: Sheet;
  /** Where the charts are; nothing while the table is shown. */
  drawn: RefObject<HTMLDivElement | null>;
}

export function TakeAway({ name, title, says, sheet, drawn }: Props) {
  const clipboard = useClipboard({ timeout: 1500 });
  const draw = (give: (picture: Picture) => void) => {
    const foot = t("journeys.picture_foot", { time: formatExact(new Date()) });
    const picture = drawn.current && pictureOf(drawn.current, title, says, foot);
    // The table has no picture.
    if (picture) give(picture);
    else say(t("journeys.no_picture"));
  };
  const png = (picture: Picture) =>
    void asPng(picture).then(
      (file) => file && save(`${name}.png`, file),
      () => say(t("journeys.picture_failed")),
    );
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={15} />}>
            {t("journeys.download")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTable size={15} />} onClick={() => save(`${name}.csv`, new Blob([csvOf(sheet)], { type: "text/csv;charset=utf-8" }))}>
            {t("journeys.csv")}
          </Menu.Item>
          <Menu.Item leftSection={<IconPhoto size={15} />} onClick={() => draw(png)}>
            {t("journeys.png")}
          </Menu.Item>
          <Menu.Item leftSection={<IconVector size={15} />} onClick={() => draw((picture) => save(`${name}.svg`, new Blob([picture.svg], { type: "image/svg+xml" })))}>
            {t("journeys.svg")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" leftSection={clipboard.copied ? <IconCheck size={15} /> : <IconLink size={15} />} onClick={() => clipboard.copy(window.location.href)}>
        {clipboard.copied ? t("state.copied") : t("journeys.copy_link")}
      </Button>
    </>
  );
}
