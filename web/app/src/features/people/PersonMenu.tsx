/** What may be done with a person as a whole: take apart, export, erase. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsSplit2, IconDots, IconDownload, IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import type { Profile } from "@/api/types";
import { useRight } from "@/features/access";
import { t } from "@/lib/i18n";

import { ErasePerson } from "./ErasePerson";
import { Unmerge } from "./Unmerge";

export function PersonMenu({ profile }: { profile: Profile }) {
  const canEdit = useRight("edit_people");
  const canErase = useRight("manage_workspace");
  const [open, setOpen] = useState<"unmerge" | "erase" | null>(null);
  if (!canEdit) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t("privacy.menu")}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {profile.identifier_count > 1 && (
            <Menu.Item leftSection={<IconArrowsSplit2 size={15} />} onClick={() => setOpen("unmerge")}>
              {t("unmerge.title")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconDownload size={15} />} component="a" href={`/api/v1/profiles/${encodeURIComponent(profile.id)}/export`} download>
            {t("privacy.export")}
          </Menu.Item>
          {canErase && (
            <Menu.Item color="red.8" leftSection={<IconTrash size={15} />} onClick={() => setOpen("erase")}>
              {t("erase.title")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {open === "unmerge" && <Unmerge profile={profile} onClose={() => setOpen(null)} />}
      {open === "erase" && <ErasePerson profile={profile} onClose={() => setOpen(null)} />}
    </>
  );
}
