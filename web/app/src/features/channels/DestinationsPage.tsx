/** Where events are sent on to, and how it goes. */
import { Button } from "@mantine/core";
import { IconPlus, IconRouteAltRight, IconSend, IconWebhook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";

import { read } from "@/api/query";
import type { Destination, DestinationWithSecret, Page } from "@/api/types";
import { useRight } from "@/features/access";
import { formatCount } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageBody, PageHead } from "@/ui/Page";
import { ProblemNote } from "@/ui/Problem";
import { When } from "@/ui/When";

import style from "./channels.module.css";
import { CreateDestination, ShownOnce } from "./CreateDestination";
import { healthOf, toneOf } from "./health";

const route = getRouteApi("/app/data/destinations");

export function DestinationsPage() {
  const { create } = route.useSearch();
  const navigate = route.useNavigate();
  const editable = useRight("manage_workspace");
  const destinations = useQuery({ ...read<Page<Destination>>("/destinations"), refetchInterval: 3_000 });
  const [made, setMade] = useState<DestinationWithSecret | null>(null);
  const items = destinations.data?.items ?? [];
  const open = (destination: string) => void navigate({ to: "/data/destinations/$destination", params: { destination }, search: {} });
  const button = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => void navigate({ search: { create: true } })}>
      {t("channels.create")}
    </Button>
  );
  return (
    <PageBody>
      <PageHead title={t("channels.title")} count={destinations.data ? items.length : undefined}>
        {editable && !create && made === null && button}
      </PageHead>
      {made !== null ? (
        <ShownOnce made={made} onDone={() => open(made.destination.id)} />
      ) : (
        create &&
        editable && (
          <CreateDestination
            onCreated={(value) => {
              if (value.secret) {
                setMade(value);
                void navigate({ search: {} });
              } else open(value.destination.id);
            }}
            onCancel={() => void navigate({ search: {} })}
          />
        )
      )}
      {destinations.isPending && <Rows />}
      {destinations.isError && <ProblemNote message={destinations.error.message} retry={() => void destinations.refetch()} />}
      {destinations.data && items.length === 0 && !create && made === null && (
        <Empty icon={IconSend} text={t("channels.none")}>
          {editable && button}
        </Empty>
      )}
      {items.length > 0 && <DestinationTable items={items} onOpen={open} />}
    </PageBody>
  );
}

function DestinationTable({ items, onOpen }: { items: Destination[]; onOpen: (id: string) => void }) {
  return (
    <div className={style.scroll}>
      <table className={style.list} aria-label={t("channels.title")}>
        <thead>
          <tr>
            <th scope="col">{t("people.name")}</th>
            <th scope="col">{t("sources.health")}</th>
            <th scope="col" className={style.wide}>
              {t("channels.to")}
            </th>
            <th scope="col" data-end>
              {t("channels.last_sent")}
            </th>
            <th scope="col" data-end className={style.wide}>
              {t("channels.sent_day")}
            </th>
            <th scope="col" data-end>
              {t("channels.waiting")}
            </th>
            <th scope="col" data-end className={style.wide}>
              {t("channels.given_up")}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => {
            const health = healthOf(each);
            const Picture = each.kind === "webhook" ? IconWebhook : IconRouteAltRight;
            return (
              <tr key={each.id} data-row onClick={(event) => !(event.target as Element).closest("a") && onOpen(each.id)}>
                <td>
                  <span className={style.name}>
                    <Picture size={18} stroke={1.5} aria-label={t(`channels.kind.${each.kind}`)} />
                    <Link to="/data/destinations/$destination" params={{ destination: each.id }} dir="auto">
                      {each.name}
                    </Link>
                  </span>
                </td>
                <td>
                  <Badge tone={toneOf[health]}>{t(`channels.state.${health}`)}</Badge>
                </td>
                <td className={`${style.wide} ${style.address}`}>{each.url}</td>
                <td data-end>
                  <When at={each.last_sent_at} none={t("channels.never")} />
                </td>
                <td data-end className={style.wide}>
                  {formatCount(each.sent_24h)}
                </td>
                <td data-end>{formatCount(each.waiting)}</td>
                <td data-end className={style.wide}>
                  {formatCount(each.dead_letters)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
