/** One destination: what goes there and how, the past once more, its settings. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { read } from "@/api/query";
import type { Destination } from "@/api/types";
import { useRight } from "@/features/access";
import { formatCount } from "@/lib/format";
import { t, type TextKey } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { useTitle } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { When } from "@/ui/When";

import { ActivityTab } from "./ActivityTab";
import style from "./channels.module.css";
import { DestinationSettings } from "./DestinationSettings";
import { healthOf, toneOf } from "./health";
import { ReplayTab } from "./ReplayTab";
import { destinationTabs } from "./search";

const route = getRouteApi("/app/data/destinations/$destination");

export function DestinationPage() {
  const { destination: id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const editable = useRight("manage_workspace");
  const destination = useQuery({ ...read<Destination>(`/destinations/${encodeURIComponent(id)}`), refetchInterval: 1_500 });
  useTitle(destination.data?.name ?? "");
  if (destination.isError) {
    return (
      <div className={style.body}>
        <ProblemNote message={destination.error.message} retry={() => void destination.refetch()} />
      </div>
    );
  }
  const found = destination.data;
  if (!found) return null;
  const health = healthOf(found);
  const tab = search.tab ?? "activity";
  return (
    <div className={style.full}>
      <header className={style.head}>
        <Link to="/data/destinations" className="tl-dim">
          {t("channels.title")}
        </Link>
        <div className={style.title}>
          <h1 dir="auto">{found.name}</h1>
          <Badge>{t(`channels.kind.${found.kind}`)}</Badge>
          <Badge tone={toneOf[health]}>{t(`channels.state.${health}`)}</Badge>
        </div>
        <p className={style.address}>{found.url}</p>
        <Figures destination={found} />
        <nav className={style.tabs} aria-label={found.name}>
          {destinationTabs
            .filter((each) => each === "activity" || editable)
            .map((each) => (
              <Link key={each} from="/data/destinations/$destination" to="." search={{ tab: each }} data-on={tab === each || undefined} aria-current={tab === each ? "page" : undefined}>
                {t(`channels.tab.${each}`)}
              </Link>
            ))}
        </nav>
      </header>
      <div className={style.body}>
        {tab === "activity" && <ActivityTab destination={found} />}
        {tab === "replay" && editable && <ReplayTab destination={found} />}
        {tab === "settings" && editable && <DestinationSettings key={found.id} destination={found} onDeleted={() => void navigate({ to: "/data/destinations", search: {} })} />}
      </div>
    </div>
  );
}

function Figures({ destination }: { destination: Destination }) {
  const rare: [number, TextKey, TextKey][] = [
    [destination.withheld, "channels.withheld", "channels.withheld_hint"],
    [destination.excluded, "channels.excluded", "channels.excluded_hint"],
    [destination.dropped, "channels.dropped", "channels.dropped_hint"],
  ];
  return (
    <div className={style.figures}>
      <Figure count={destination.sent} text={t("channels.sent")} />
      <Figure count={destination.waiting} text={t("channels.waiting")} />
      <Figure count={destination.failed} text={t("channels.failed")} />
      <Figure count={destination.dead_letters} text={t("channels.given_up")} />
      {rare
        .filter(([count]) => count > 0)
        .map(([count, text, hint]) => (
          <Figure key={text} count={count} text={t(text)} hint={t(hint)} />
        ))}
      <span>
        {t("channels.last_sent")} <When at={destination.last_sent_at} none={t("channels.never")} />
      </span>
      {typeof destination.p50_ms === "number" && typeof destination.p95_ms === "number" && (
        <span>{t("channels.latency", { half: destination.p50_ms, most: destination.p95_ms })}</span>
      )}
    </div>
  );
}

function Figure({ count, text, hint }: { count: number; text: string; hint?: string }) {
  return (
    <span title={hint}>
      <b>{formatCount(count)}</b> {text.toLocaleLowerCase()}
    </span>
  );
}
