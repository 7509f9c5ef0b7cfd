/** The segments that a person is in, each with why. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { read } from "@/api/query";
import type { Page, SegmentStay } from "@/api/types";
import { formatDate } from "@/lib/format";
import { t } from "@/lib/i18n";

import style from "./segments.module.css";

export function PersonSegments({ profile, className, headClassName }: { profile: string; className?: string | undefined; headClassName?: string | undefined }) {
  const stays = useQuery(read<Page<SegmentStay>>(`/profiles/${encodeURIComponent(profile)}/segments`));
  const now = (stays.data?.items ?? []).filter((each) => !each.left_at);
  if (now.length === 0) return null;
  return (
    <section className={className} aria-label={t("nav.segments")}>
      <div className={headClassName}>
        <h2>{t("nav.segments")}</h2>
      </div>
      <ul className={style.stays}>
        {now.map((each) => (
          <li key={each.segment}>
            <Link to="/people/segments/$segment" params={{ segment: each.segment }} search={{ person: profile }} className="tl-cut" dir="auto" title={t("segments.why")}>
              {each.name}
            </Link>
            <span className="tl-dim">{t("profile.member_since", { date: formatDate(each.entered_at) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
