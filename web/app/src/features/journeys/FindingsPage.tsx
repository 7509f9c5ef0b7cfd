/**
 * Where the journeys begin: what stands out in everybody's lines, found without being asked for. Each
 * finding is a sentence with its figures; it opens the question that it is the answer to, and the
 * people on either side of it.
 */
import { Button, NativeSelect, Progress, SegmentedControl } from "@mantine/core";
import { IconArrowRight, IconRoute, IconUsers } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { request } from "@/api/client";
import { valueOf } from "@/api/query";
import type { Findings } from "@/api/types";
import { workspaceQuery } from "@/features/access";
import { formatRelative } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";

import {
  addressOf,
  behindOf,
  type Finding,
  findingSays,
  type FoundGroup,
  foundGroups,
  groupOf,
  lookedAt,
  panelTitle,
  periodOf,
  sideTitle,
  whoseTitle,
} from "./findings";
import { findingRanges, type FindingsSearch, type Whose, whose } from "./findingsSearch";
import style from "./FindingsPage.module.css";
import { JourneyNav } from "./JourneyNav";
import { PeoplePanel } from "./PeoplePanel";
import { RateChart, type RateBar } from "./RateChart";
import { rangeOf } from "./range";
import { people } from "./words";

const pollMs = 1_000;
const freshMs = 60_000;

function useFindings(range: FindingsSearch["range"]) {
  const workspace = useQuery(workspaceQuery);
  const zone = workspace.data?.time_zone;
  const asked = useMemo(() => rangeOf({ ...(range ? { range } : {}) }, "all", zone, new Date()), [range, zone]);
  return useQuery({
    queryKey: ["/journeys/findings", asked?.from ?? null],
    queryFn: ({ signal }) => valueOf(request<Findings>("/journeys/findings", { method: "POST", body: asked ? { range: asked } : {}, signal })),
    enabled: workspace.data !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.working ? pollMs : false),
    staleTime: freshMs,
  });
}

export function FindingsPage() {
  const search = useSearch({ strict: false }) as FindingsSearch;
  const navigate = useNavigate();
  const look = (next: FindingsSearch) => void navigate({ to: "/journeys", search: next, replace: true, resetScroll: false });
  const found = useFindings(search.range);
  const kept = search.range ? { range: search.range } : {};
  const finding = found.data?.findings.find((each) => each.id === search.finding);
  return (
    <PageBody>
      <JourneyNav search={{}} />
      <PageHead title={t("journeys.home")}>
        <NativeSelect
          aria-label={t("journeys.range")}
          value={search.range ?? "all"}
          onChange={(event) => {
            const range = findingRanges.find((each) => each === event.currentTarget.value);
            look(range ? { range } : {});
          }}
          data={[...findingRanges, "all" as const].map((value) => ({ value, label: t(value === "all" ? "journeys.found_range" : `journeys.range.${value}`) }))}
        />
      </PageHead>
      {found.isError ? (
        <ProblemNote message={found.error.message} retry={() => void found.refetch()} />
      ) : !found.data ? (
        <Rows />
      ) : (
        <Answer answer={found.data} stale={found.isPlaceholderData} open={(id, side, who) => look({ ...kept, finding: id, ...(side ? { side } : {}), ...(who === "all" ? {} : { who }) })} />
      )}
      {finding && <Behind finding={finding} side={search.side ?? 0} who={search.who ?? "all"} look={(next) => look({ ...kept, ...next })} />}
    </PageBody>
  );
}

const openTitles = { funnel: "journeys.found_open", friction: "journeys.found_open_friction", landmark: "journeys.found_open_landmark" } as const;

type Open = (id: string, side: number, who: Whose) => void;

function Answer({ answer, stale, open }: { answer: Findings; stale: boolean; open: Open }) {
  if (!answer.ready) return <Looking progress={answer.progress} />;
  if (answer.people === 0) {
    return (
      <Empty icon={IconRoute} text={t("journeys.found_no_data")}>
        <Button component={Link} to="/data/sources">
          {t("journeys.found_connect")}
        </Button>
      </Empty>
    );
  }
  return (
    <div className={style.groups} data-stale={stale || undefined} aria-busy={stale}>
      <p className={style.looked}>
        {lookedAt(answer)}
        {answer.at && ` · ${t("journeys.found_at", { time: formatRelative(answer.at) })}`}
        {answer.working && ` · ${t("journeys.found_again")}`}
      </p>
      {answer.findings.length === 0 && <Empty icon={IconRoute} text={t(answer.tests > 0 ? "journeys.found_nothing" : "journeys.found_too_few")} />}
      {foundGroups.map((group) => (
        <Group key={group} group={group} findings={groupOf(answer.findings, group)} open={open} />
      ))}
      {answer.findings.length > 0 && <p className={style.note}>{t("journeys.found_note", { count: answer.tests })}</p>}
    </div>
  );
}

/** How far the search has got, from the first moment on. */
function Looking({ progress }: { progress: number }) {
  const percent = Math.round(progress * 100);
  return (
    <div className={style.looking} role="status">
      <p>{t("journeys.found_looking", { percent })}</p>
      <Progress value={percent} aria-label={t("journeys.found_progress")} />
    </div>
  );
}

function Group({ group, findings, open }: { group: FoundGroup; findings: Finding[]; open: Open }) {
  if (findings.length === 0) return null;
  const id = `found-${group}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={style.title}>
        {t(`journeys.found.${group}`)}
      </h2>
      <ul className={style.list}>
        {findings.map((finding) => (
          <li key={finding.id} className={style.finding} data-kind={finding.kind}>
            <div className={style.words}>
              <p className={style.says}>{findingSays(finding)}</p>
              <p className={style.note}>{periodOf(finding)}</p>
              <div className={style.actions}>
                <Button component={Link} {...(addressOf(finding) as object)} variant="default" size="xs" rightSection={<IconArrowRight size={14} aria-hidden />}>
                  {t(openTitles[finding.page as keyof typeof openTitles])}
                </Button>
                <div className={style.sides}>
                  {finding.sides.map((side, at) => (
                    <Button key={at} variant="subtle" size="xs" leftSection={<IconUsers size={14} aria-hidden />} onClick={() => open(finding.id, at, "all")}>
                      {finding.kind === "funnel" ? people(side.share.of) : `${sideTitle(finding, at)}: ${people(side.share.of)}`}
                    </Button>
                  ))}
                </div>
              </div>
            </div>
            <div className={style.chart}>
              <RateChart label={findingSays(finding)} groups={[{ key: finding.id, bars: barsOf(finding, open) }]} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function barsOf(finding: Finding, open: Open): RateBar[] {
  if (finding.kind === "funnel") {
    return finding.reached.map((rate, at) => ({
      key: String(at),
      name: finding.steps[at] ?? "",
      rate,
      tone: "accent",
      onOpen: at === finding.reached.length - 1 ? () => open(finding.id, 0, "reached") : undefined,
    }));
  }
  return finding.sides.map((side, at) => ({
    key: String(at),
    name: sideTitle(finding, at),
    rate: side.share,
    tone: at === 0 ? "accent" : "neutral",
    onOpen: () => open(finding.id, at, "reached"),
  }));
}

function Behind({ finding, side, who, look }: { finding: Finding; side: number; who: Whose; look: (next: FindingsSearch) => void }) {
  const shown = finding.sides[side] ?? finding.sides[0];
  if (!shown) return null;
  const place = { finding: finding.id, ...(side ? { side } : {}) };
  return (
    <PeoplePanel behind={behindOf(finding, shown, who)} title={panelTitle(finding, side, who)} onClose={() => look({})}>
      <SegmentedControl
        aria-label={t("journeys.found_whose")}
        className={style.panelWhose}
        fullWidth
        value={who}
        onChange={(next) => look({ ...place, ...(next === "all" ? {} : { who: next as Whose }) })}
        data={whose.map((value) => ({ value, label: whoseTitle(value) }))}
      />
    </PeoplePanel>
  );
}
