/** One source: what comes in live and what was decided, how to connect, what was refused, its settings. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { read } from "@/api/query";
import type { Source } from "@/api/types";
import { useRight } from "@/features/access";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { useTitle } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { useNow, When } from "@/ui/When";

import style from "./collect.module.css";
import { DeadLetterList } from "./DeadLetterList";
import { healthOf, toneOf } from "./health";
import { LiveDebugger } from "./LiveDebugger";
import { sourceTabs } from "./search";
import { ConnectTab, SourceSettings } from "./SourceSettings";

const route = getRouteApi("/app/data/sources/$source");

export function SourcePage() {
  const { source: id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const editable = useRight("manage_sources");
  const source = useQuery({ ...read<Source>(`/sources/${encodeURIComponent(id)}`), refetchInterval: 5_000 });
  const now = useNow();
  useTitle(source.data?.name ?? "");
  if (source.isError) {
    return (
      <div className={style.body}>
        <ProblemNote message={source.error.message} retry={() => void source.refetch()} />
      </div>
    );
  }
  const found = source.data;
  if (!found) return null;
  const health = healthOf(found, now);
  const tab = search.tab ?? (found.last_event_at ? "live" : "connect");
  return (
    <div className={style.full}>
      <header className={style.head}>
        <Link to="/data/sources" className="tl-dim">
          {t("sources.title")}
        </Link>
        <div className={style.title}>
          <h1 dir="auto">{found.name}</h1>
          <Badge>{t(`sources.kind.${found.kind}`)}</Badge>
          <Badge tone={toneOf[health]}>{t(`health.${health}`)}</Badge>
        </div>
        <div className={style.figures}>
          <Figure count={found.events_24h} text={t("sources.day")} />
          <Figure count={found.accepted} text={t("outcome.accepted")} />
          <Figure count={found.repeated} text={t("outcome.repeated")} />
          <Figure count={found.refused} text={t("outcome.refused")} />
          <span>
            {t("sources.last_event")} <When at={found.last_event_at} none={t("sources.never")} />
          </span>
          {found.random_ids > 0 && <span title={t("sources.random_ids_hint")}>{t("sources.random_ids", { count: found.random_ids })}</span>}
        </div>
        <nav className={style.tabs} aria-label={found.name}>
          {sourceTabs
            .filter((each) => each !== "settings" || editable)
            .map((each) => (
              <Link key={each} from="/data/sources/$source" to="." search={{ tab: each }} data-on={tab === each || undefined} aria-current={tab === each ? "page" : undefined}>
                {t(`sources.tab.${each}`)}
                {each === "dead_letters" && found.dead_letters > 0 && ` ${formatCount(found.dead_letters)}`}
              </Link>
            ))}
        </nav>
      </header>
      <div className={style.body}>
        {tab === "live" && <LiveDebugger source={found.id} />}
        {tab === "connect" && <ConnectTab source={found} />}
        {tab === "dead_letters" && (
          <DeadLetterList source={found.id} open={search.letter} onOpen={(letter) => void navigate({ search: { tab: "dead_letters", ...(letter ? { letter } : {}) }, resetScroll: false })} />
        )}
        {tab === "settings" && editable && <SourceSettings source={found} onDeleted={() => void navigate({ to: "/data/sources", search: {} })} />}
      </div>
    </div>
  );
}

function Figure({ count, text }: { count: number; text: string }) {
  return (
    <span>
      <b>{formatCount(count)}</b> {text.toLocaleLowerCase()}
    </span>
  );
}
