/** One segment: who it takes in, how its size went, who is in it and why. */
import { Button, TextInput } from "@mantine/core";
import { IconArchive, IconEdit, IconHelpHexagon, IconRoute, IconSnowflake, IconUserHeart } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { defaultParseSearch, getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { patch, post, remove } from "@/api/client";
import { read } from "@/api/query";
import type { Page, Persona, Segment, SegmentMember } from "@/api/types";
import { useRight } from "@/features/access";
import { inWords } from "@/features/condition";
import { PersonName } from "@/features/people";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { Confirm } from "@/ui/Confirm";
import { Rows } from "@/ui/Delayed";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { sayProblem } from "@/ui/toast";
import { When } from "@/ui/When";

import { ListUpload } from "./CreateList";
import { EditSegment } from "./EditSegment";
import style from "./segments.module.css";
import { Past } from "./Past";
import { SizeChart } from "./SizeChart";
import { useMembers, useSegment } from "./useSegments";
import { WhyPanel } from "./WhyPanel";

const route = getRouteApi("/app/people/segments/$segment");

export function SegmentPage() {
  const { segment: id } = route.useParams();
  const { edit, person } = route.useSearch();
  const navigate = route.useNavigate();
  const found = useSegment(id);
  const show = (search: { edit?: boolean; person?: string }) => void navigate({ search, resetScroll: false });
  if (found.isError) {
    return (
      <PageBody>
        <ProblemNote message={found.error.message} retry={() => void found.refetch()} />
      </PageBody>
    );
  }
  if (!found.data) {
    return (
      <PageBody>
        <Rows />
      </PageBody>
    );
  }
  const { segment, days, versions } = found.data;
  return (
    <div className={style.withPanel}>
      <div className={style.scrolls}>
        <PageBody>
          <PageHead title={segment.name} count={segment.size}>
            {!edit && <Actions segment={segment} onEdit={() => show({ edit: true })} />}
          </PageHead>
          {edit ? (
            <EditSegment key={segment.version} segment={segment} onDone={() => show({})} onCancel={() => show({})} />
          ) : (
            <>
              <div className={style.about}>
                {segment.archived_at && <Badge>{t("segments.archived")}</Badge>}
                {segment.kind === "list" && <Badge>{t("segments.kind.list")}</Badge>}
                {!segment.built && <Badge tone="warn">{t("segments.building")}</Badge>}
                {segment.description && <p dir="auto">{segment.description}</p>}
                {segment.kind !== "list" && <p className={style.sentence}>{inWords(segment.sentence)}</p>}
                {segment.figure && <FigureState segment={segment} />}
              </div>
              {segment.kind === "list" && !segment.archived_at && <UploadIfAllowed segment={id} />}
              <SizeChart days={days} />
              <Past segment={segment} />
              <Members segment={segment} onWhy={(who) => show({ person: who })} />
              <details className={style.versions}>
                <summary>{t("segments.versions", { count: versions.length })}</summary>
                <ol>
                  {versions.map((each) => (
                    <li key={each.version}>
                      {t("segments.version", { version: each.version, by: each.by })} <When at={each.at} />
                    </li>
                  ))}
                </ol>
              </details>
            </>
          )}
        </PageBody>
      </div>
      {person !== undefined && !edit && <WhyPanel key={person} segment={id} person={person} onClose={() => show({})} />}
    </div>
  );
}

/** Where the figure is shown, and when its question was last asked. */
function FigureState({ segment }: { segment: Segment }) {
  const { figure, asking } = segment;
  const [path, query] = (figure?.report ?? "").split("?", 2);
  return (
    <>
      <div className={style.figureState}>
        {path && (
          <Button variant="default" size="xs" component={Link} {...({ to: path, search: defaultParseSearch(`?${query ?? ""}`) } as object)}>
            {t("segments.figure_report")}
          </Button>
        )}
        {asking?.asked_at && (
          <span className="tl-dim">
            {t("segments.figure_asked")} <When at={asking.asked_at} />
          </span>
        )}
      </div>
      {asking?.failed_at && (
        <p role="status">
          {t("segments.figure_failed", { because: asking.because ?? "" })} <When at={asking.failed_at} />
        </p>
      )}
    </>
  );
}

/** To the persona of the segment, or to making one. */
function DescribeAs({ segment }: { segment: string }) {
  const personas = useQuery(read<Page<Persona>>("/personas"));
  const own = personas.data?.items.find((each) => each.segment === segment);
  if (!personas.data) return null;
  const link = own ? { to: "/people/personas/$persona", params: { persona: own.id }, search: {} } : { to: "/people/personas", search: { segment } };
  return (
    <Button variant="default" leftSection={<IconUserHeart size={15} />} component={Link} {...(link as object)}>
      {own ? t("segments.persona", { name: own.name }) : t("segments.describe")}
    </Button>
  );
}

function UploadIfAllowed({ segment }: { segment: string }) {
  return useRight("edit_people") ? <ListUpload segment={segment} /> : null;
}

function Actions({ segment, onEdit }: { segment: Segment; onEdit: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const editable = useRight("edit_people");
  const [asking, setAsking] = useState(false);
  const path = `/segments/${encodeURIComponent(segment.id)}`;
  const refresh = () => queries.invalidateQueries({ predicate: ({ queryKey: [key] }) => typeof key === "string" && key.startsWith("/segments") });
  if (!editable) return null;
  const archive = async (archived: boolean) => {
    const answer = await patch<Segment>(path, { archived });
    if (answer.ok) await refresh();
    return answer.ok ? null : answer.error.message;
  };
  const freeze = async () => {
    const answer = await post<Segment>(`${path}/freeze`, { name: t("segments.frozen_name", { name: segment.name }).slice(0, 180) });
    if (!answer.ok) return sayProblem(answer.error.message);
    await refresh();
    void navigate({ to: "/people/segments/$segment", params: { segment: answer.value.id }, search: {} });
  };
  return (
    <>
      {segment.archived_at ? (
        <Button variant="default" onClick={() => void archive(false).then((failure) => failure !== null && sayProblem(failure))}>
          {t("segments.bring_back")}
        </Button>
      ) : (
        <>
          <DescribeAs segment={segment.id} />
          <Button variant="default" leftSection={<IconEdit size={15} />} onClick={onEdit}>
            {t("segments.edit")}
          </Button>
          <Button variant="default" leftSection={<IconSnowflake size={15} />} onClick={() => void freeze()} title={t("segments.freeze_text")}>
            {t("segments.freeze")}
          </Button>
          <Button variant="default" leftSection={<IconArchive size={15} />} onClick={() => setAsking(true)}>
            {t("segments.archive")}
          </Button>
        </>
      )}
      {asking && (
        <Confirm title={t("segments.archive_title", { name: segment.name })} action={t("segments.archive")} onConfirm={() => archive(true)} onClose={() => setAsking(false)}>
          <p>{t("segments.archive_text")}</p>
        </Confirm>
      )}
    </>
  );
}

/** Their lines as a process map. */
const waysOf = (segment: string) => ({ to: "/journeys/map", search: { range: "all", people: { and: [{ segment }] } } });

function Members({ segment, onWhy }: { segment: Segment; onWhy: (person: string) => void }) {
  const found = useMembers(segment.id, segment.size);
  const editable = useRight("edit_people") && segment.kind === "list" && !segment.archived_at;
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={style.members} aria-label={t("segments.members")}>
      <div className={style.membersHead}>
        <h2>{t("segments.members")}</h2>
        <Button variant="subtle" leftSection={<IconRoute size={15} aria-hidden />} component={Link} {...(waysOf(segment.id) as object)}>
          {t("segments.ways")}
        </Button>
        <AskWhy onWhy={onWhy} />
      </div>
      {found.isPending && <Rows />}
      {found.isError && <ProblemNote message={found.error.message} retry={() => void found.refetch()} />}
      {found.data && items.length === 0 && <p className="tl-dim">{t(segment.built ? "segments.nobody" : "segments.nobody_yet")}</p>}
      {items.length > 0 && (
        <table className={style.list} aria-label={t("segments.members")}>
          <thead>
            <tr>
              <th scope="col">{t("people.name")}</th>
              <th scope="col" className={style.wide}>{t("segments.because")}</th>
              <th scope="col" data-end>{t("segments.since")}</th>
              <th scope="col" data-end>
                <span className="tl-hidden">{t("segments.why")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((each) => (
              <MemberRow key={each.id} member={each} segment={segment.id} editable={editable} onWhy={() => onWhy(each.id)} />
            ))}
          </tbody>
        </table>
      )}
      {found.hasNextPage && (
        <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("segments.more", { shown: formatCount(items.length), count: segment.size })}
        </Button>
      )}
    </section>
  );
}

function MemberRow({ member, segment, editable, onWhy }: { member: SegmentMember; segment: string; editable: boolean; onWhy: () => void }) {
  const queries = useQueryClient();
  const takeOff = async () => {
    const answer = await remove(`/segments/${encodeURIComponent(segment)}/members/${encodeURIComponent(member.id)}`);
    if (!answer.ok) return sayProblem(answer.error.message);
    await queries.invalidateQueries({ predicate: ({ queryKey: [key] }) => typeof key === "string" && key.startsWith("/segments") });
  };
  const name = member.name ?? t("people.anonymous");
  return (
    <tr>
      <td>
        <PersonName person={member} />
      </td>
      <td className={style.wide}>{t(`segments.cause.${member.because}`)}</td>
      <td data-end>
        <When at={member.entered_at} />
      </td>
      <td data-end>
        {editable && (
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => void takeOff()} aria-label={t("segments.take_off", { name })}>
            {t("segments.remove")}
          </Button>
        )}
        <Button variant="subtle" size="compact-sm" leftSection={<IconHelpHexagon size={14} />} onClick={onWhy} aria-label={t("segments.why_name", { name })}>
          {t("segments.why_short")}
        </Button>
      </td>
    </tr>
  );
}

/** For somebody who is not in the list: by an identifier. */
function AskWhy({ onWhy }: { onWhy: (person: string) => void }) {
  const [who, setWho] = useState("");
  return (
    <form
      className={style.ask}
      onSubmit={(event) => {
        event.preventDefault();
        const text = who.trim();
        if (text) onWhy(/^profile_|^[a-z_.]+:/.test(text) ? text : text.includes("@") ? `email:${text}` : `user_id:${text}`);
      }}
    >
      <TextInput aria-label={t("segments.why_who")} placeholder={t("segments.why_who")} value={who} onChange={(event) => setWho(event.currentTarget.value)} w={230} />
      <Button type="submit" variant="default">
        {t("segments.why_ask")}
      </Button>
    </form>
  );
}
