/** One person: who she is on the left, her line in the middle, what matters now on the right. */
import { ActionIcon, SegmentedControl, Tooltip } from "@mantine/core";
import { IconBuilding, IconCalendar, IconClock, IconHelpHexagon, IconLink } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { read } from "@/api/query";
import type { Profile, TimelineEvent } from "@/api/types";
import { PersonSegments } from "@/features/segments";
import { EventPanel, type ProfileSearch, Timeline } from "@/features/timeline";
import { formatDate, formatValue, humanise } from "@/lib/format";
import { t } from "@/lib/i18n";
import { remember } from "@/lib/recent";
import { useShortcuts } from "@/lib/shortcuts";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import { Delayed } from "@/ui/Delayed";
import { useTitle } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { When } from "@/ui/When";

import { Consents } from "./Consents";
import { Identifiers } from "./Identifiers";
import { Matters } from "./Matters";
import { givenName, nameOf } from "./PersonName";
import style from "./profile.module.css";
import { PersonMenu } from "./PersonMenu";
import { Traits } from "./Traits";
import { WhyPanel } from "./WhyPanel";

const route = getRouteApi("/app/people/$profile");
/** Live events may come by the hundred; what else they change is read again at most this often. */
const refreshMs = 1500;

/** Her with the identifiers that can stand for a name. */
function named(profile: Profile) {
  const first = (type: string) => profile.identifiers.find((each) => each.type === type)?.value ?? null;
  return { name: profile.name, email: first("email"), user_id: first("user_id") };
}

export function ProfilePage() {
  const { profile: id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<ProfileSearch>, replace = true) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace, resetScroll: false });
  const path = `/profiles/${encodeURIComponent(id)}`;
  const profile = useQuery(read<Profile>(path));
  const found = profile.data;
  const name = found ? nameOf(named(found)) : "";
  useTitle(name);
  useEffect(() => {
    if (found?.known) remember({ id: found.id, name });
  }, [found?.id, found?.known, name]);
  const refresh = useRefresh(path);
  useShortcuts(t("keys.person"), [
    { keys: "w", text: t("why.title"), run: () => change({ why: [] }, false) },
    { keys: "u", text: t("keys.back_to_list"), run: () => void navigate({ to: "/people" }) },
  ]);

  if (profile.isError) {
    return (
      <div style={{ padding: 20 }}>
        <ProblemNote message={profile.error.problem.status === 404 ? t("profile.none") : profile.error.message} retry={() => void profile.refetch()} />
      </div>
    );
  }
  return (
    <div className={style.container}>
      <div className={style.page} data-pane={search.pane ?? "line"}>
        {found ? <Head profile={found} name={name} onWhy={() => change({ why: [] }, false)} /> : <div className={style.head} style={{ minHeight: 76 }} />}
        {found?.pending && <p className={style.notice}>{t("profile.pending")}</p>}
        <div className={style.panes}>
          <SegmentedControl
            fullWidth
            value={search.pane ?? "line"}
            onChange={(pane) => change({ pane: pane === "about" ? "about" : undefined })}
            data={[
              { value: "line", label: t("timeline.title") },
              { value: "about", label: t("profile.about") },
            ]}
          />
        </div>
        <div className={style.columns}>
          <aside className={`${style.side} ${style.left}`} aria-label={t("profile.about")}>
            {found ? (
              <>
                <Identifiers profile={found} onWhy={(pair) => change({ why: pair }, false)} />
                <Traits profile={id} asOf={search.as_of} onAsOf={(as_of) => change({ as_of })} />
                <Memberships profile={found} />
                <PersonSegments profile={id} className={style.section} headClassName={style.sectionHead} />
                <Consents profile={id} />
              </>
            ) : (
              <Delayed>
                <span className="tl-dim" style={{ padding: 20 }}>
                  {t("state.loading")}
                </span>
              </Delayed>
            )}
          </aside>
          <div className={style.timelinePane} style={{ minHeight: 0, minWidth: 0 }}>
            <Timeline profile={id} search={search} onSearch={(next) => change(next)} onEvent={refresh} />
          </div>
          <aside className={`${style.side} ${style.right}`} aria-label={t("matters.title")}>
            <Matters profile={id} />
          </aside>
        </div>
        {search.event !== undefined && <EventPanel id={search.event} onClose={() => change({ event: undefined })} />}
        {search.why !== undefined && search.event === undefined && found && <WhyPanel profile={found} pair={search.why} onPair={(why) => change({ why })} onClose={() => change({ why: undefined })} />}
      </div>
    </div>
  );
}

/** Reads the person again after live events, not more often than needed. */
function useRefresh(path: string): (event: TimelineEvent) => void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void queries.invalidateQueries({
        predicate: ({ queryKey: [address, part] }) => typeof address === "string" && address.startsWith(path) && part !== "line",
      });
    }, refreshMs);
  };
}

/** "None" is how some say that there is no plan. */
const isTold = (value: unknown): value is string => typeof value === "string" && value !== "" && value.toLowerCase() !== "none";

function Head({ profile, name, onWhy }: { profile: Profile; name: string; onWhy: () => void }) {
  const account = profile.accounts[0];
  const { plan, status } = profile.traits;
  return (
    <header className={style.head}>
      <Avatar id={profile.id} name={givenName(named(profile))} size={44} />
      <div style={{ minWidth: 0, flex: 1 }}>
        <div className={style.nameRow}>
          <h1 dir="auto">{name}</h1>
          {!profile.known && <Badge>{t("profile.anonymous")}</Badge>}
          {isTold(plan) && <Badge>{formatValue(plan)}</Badge>}
          {isTold(status) && <Badge>{humanise(status)}</Badge>}
        </div>
        <div className={style.essentials}>
          {account && (
            <span>
              <IconBuilding size={14} stroke={1.6} aria-hidden />
              <Link to="/people/accounts/$account" params={{ account: account.id }} dir="auto">
                {account.name || account.group_id}
              </Link>
            </span>
          )}
          {profile.first_seen && (
            <span data-minor>
              <IconCalendar size={14} stroke={1.6} aria-hidden />
              {t("profile.since", { date: formatDate(profile.first_seen) })}
            </span>
          )}
          <span>
            <IconClock size={14} stroke={1.6} aria-hidden />
            {t("profile.seen")} <When at={profile.last_seen} />
          </span>
          <span className="tl-numbers" data-minor>
            {t("timeline.events", { count: profile.events })}
          </span>
          {profile.identifier_count > 1 && (
            <span className="tl-numbers" data-minor>
              {t("profile.identifier_count", { count: profile.identifier_count })}
            </span>
          )}
        </div>
      </div>
      <Tooltip label={t("why.title")}>
        <ActionIcon aria-label={t("why.title")} onClick={onWhy}>
          <IconHelpHexagon size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("profile.copy_link")}>
        <ActionIcon aria-label={t("profile.copy_link")} className={style.wide} onClick={() => void navigator.clipboard.writeText(window.location.href)}>
          <IconLink size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <PersonMenu profile={profile} />
    </header>
  );
}

function Memberships({ profile }: { profile: Profile }) {
  if (profile.accounts.length === 0) return null;
  return (
    <section className={style.section}>
      <div className={style.sectionHead}>
        <h2>{t("nav.accounts")}</h2>
      </div>
      {profile.accounts.map((account) => (
        <div key={account.id} style={{ display: "flex", gap: 8, alignItems: "center", fontSize: 13, padding: "3px 0" }}>
          <Avatar id={account.id} name={account.name || account.group_id} size={22} square />
          <Link to="/people/accounts/$account" params={{ account: account.id }} className="tl-cut" dir="auto">
            {account.name || account.group_id}
          </Link>
          <span className="tl-dim" style={{ marginLeft: "auto", fontSize: 12, whiteSpace: "nowrap" }}>
            {account.roles.length > 0 ? account.roles.join(", ") : t("profile.member_since", { date: formatDate(account.since) })}
          </span>
        </div>
      ))}
    </section>
  );
}
