/** By what a person is known, each with when, where and how often. */
import { Button, Tooltip } from "@mantine/core";
import { IconHelpHexagon, IconRosetteDiscountCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { readAll } from "@/api/query";
import type { IdentifierRow, Profile } from "@/api/types";
import { identifierTitle } from "@/features/condition";
import { formatDate } from "@/lib/format";
import { t } from "@/lib/i18n";
import { CopyIcon } from "@/ui/Copy";

import style from "./profile.module.css";

const shownFirst = 8;

export function Identifiers({ profile, onWhy }: { profile: Profile; onWhy: (pair: string[]) => void }) {
  const [all, setAll] = useState(false);
  const more = profile.identifier_count > profile.identifiers.length;
  const rest = useQuery({
    ...readAll<IdentifierRow>(`/profiles/${encodeURIComponent(profile.id)}/identifiers`),
    enabled: all && more,
  });
  const rows = all ? (rest.data ?? profile.identifiers) : profile.identifiers.slice(0, shownFirst);
  const hidden = profile.identifier_count - rows.length;
  return (
    <section className={style.section}>
      <div className={style.sectionHead}>
        <h2>{t("people.identifiers")}</h2>
        {profile.identifier_count > 1 && (
          <Tooltip label={t("why.title")}>
            <Button variant="subtle" color="gray" size="compact-xs" leftSection={<IconHelpHexagon size={14} />} onClick={() => onWhy([])}>
              {t("why.short")}
            </Button>
          </Tooltip>
        )}
      </div>
      <dl>
        {rows.map((row) => (
          <div key={`${row.type}:${row.value}`} className={style.row} title={describe(row)}>
            <dt className="tl-cut">{identifierTitle(row.type)}</dt>
            <dd className="tl-cut">
              <bdi>{row.value}</bdi>
              {row.verified && <IconRosetteDiscountCheck size={14} aria-label={t("profile.verified")} style={{ verticalAlign: -2, marginLeft: 4, color: "var(--tl-accent)" }} />}
            </dd>
            <span className={style.end}>
              <CopyIcon text={row.value} />
            </span>
          </div>
        ))}
      </dl>
      {(hidden > 0 || all) && profile.identifier_count > shownFirst && (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setAll(!all)} loading={rest.isFetching}>
          {all ? t("profile.fewer") : t("profile.all_identifiers", { count: profile.identifier_count })}
        </Button>
      )}
    </section>
  );
}

function describe(row: IdentifierRow): string {
  const span = row.first_at && row.last_at ? t("profile.identifier_span", { first: formatDate(row.first_at), last: formatDate(row.last_at) }) : "";
  return [row.value, span, t("timeline.events", { count: row.events })].filter(Boolean).join("\n");
}
