/** What matters now about a person: the last conversation, order and answer, read from her line. */
import type { Icon } from "@tabler/icons-react";
import { IconCreditCard, IconMessageCircle, IconShoppingCart, IconStar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { read } from "@/api/query";
import type { Channel, Page, TimelineEvent } from "@/api/types";
import { cardKindOf, channelIcons, EventLink, moneyOf, orderNumberOf, scoreOf, speakerOf, subjectOf, surveyOf, threadKinds, wordsOf } from "@/features/timeline";
import { formatMoney } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { When } from "@/ui/When";

import style from "./profile.module.css";

const looked = 200;

export function Matters({ profile }: { profile: string }) {
  const path = `/profiles/${encodeURIComponent(profile)}/events`;
  const track = useQuery(read<Page<TimelineEvent>>(path, { kind: "track", limit: looked }));
  const talks = useQuery(read<Page<TimelineEvent>>(path, { channel: "chat,phone,email", kind: "track", limit: 60 }));
  const orders = useQuery(read<Page<TimelineEvent>>(path, { name: "Order Completed", limit: 1 }));
  const answers = useQuery(read<Page<TimelineEvent>>(path, { name: "Survey Answered", limit: 1 }));
  const recent = track.data?.items ?? [];
  const talk = talks.data?.items.find((event) => {
    const kind = cardKindOf(event);
    return kind !== null && threadKinds.includes(kind) && wordsOf(event) !== "";
  });
  const order = orders.data?.items[0] ?? recent.find((event) => cardKindOf(event) === "purchase" && moneyOf(event));
  const answer = answers.data?.items[0] ?? recent.find((event) => cardKindOf(event) === "survey");
  const contract = recent.find((event) => cardKindOf(event) === "subscription");
  const channels = [...new Set(recent.map((event) => event.channel))].filter((channel) => channel !== "system");
  const money = order ? moneyOf(order) : null;
  const score = answer ? scoreOf(answer) : null;
  const settled = track.isSuccess && talks.isSuccess && orders.isSuccess && answers.isSuccess;
  return (
    <>
      <div className={style.section} style={{ paddingBottom: 6 }}>
        <div className={style.sectionHead}>
          <h2>{t("matters.title")}</h2>
        </div>
      </div>
      {!settled && !talk && !order && !answer && (
        <div className={style.section}>
          <Rows count={4} />
        </div>
      )}
      {talk && (
        <Matter icon={IconMessageCircle} title={t("matters.conversation")} event={talk}>
          {subjectOf(talk) && <div className={style.strong}>{subjectOf(talk)}</div>}
          <div className={style.body} dir="auto">
            {speakerOf(talk) === "company" && <span className="tl-dim">{t("matters.we_said")} </span>}
            {wordsOf(talk)}
          </div>
        </Matter>
      )}
      {order && (
        <Matter icon={IconShoppingCart} title={t("matters.order")} event={order}>
          {money && <span className={style.strong}>{formatMoney(money.amount, money.currency)}</span>} <span className="tl-dim">{orderNumberOf(order)}</span>
        </Matter>
      )}
      {answer && (
        <Matter icon={IconStar} title={t("matters.answer")} event={answer}>
          {score && <span className={style.strong}>{t("card.score", { value: score.value, max: score.max })}</span>} <span className="tl-dim">{surveyOf(answer)}</span>
          <div className={style.body} dir="auto">
            {wordsOf(answer)}
          </div>
        </Matter>
      )}
      {contract && (
        <Matter icon={IconCreditCard} title={t("matters.contract")} event={contract}>
          {contract.name}
        </Matter>
      )}
      {channels.length > 0 && <Channels channels={channels} />}
      {settled && !talk && !order && !answer && !contract && (
        <p className={`${style.matter} tl-dim`}>{t("matters.none")}</p>
      )}
    </>
  );
}

function Matter({ icon: Picture, title, event, children }: { icon: Icon; title: string; event: TimelineEvent; children: ReactNode }) {
  return (
    <section className={style.matter}>
      <h3>
        <Picture size={14} stroke={1.6} aria-hidden />
        <EventLink id={event.id}>{title}</EventLink>
        <span style={{ marginLeft: "auto" }}>
          <When at={event.occurred_at} />
        </span>
      </h3>
      {children}
    </section>
  );
}

function Channels({ channels }: { channels: Channel[] }) {
  return (
    <section className={style.matter}>
      <h3>{t("matters.channels")}</h3>
      <div style={{ display: "flex", flexWrap: "wrap", gap: "4px 12px" }}>
        {channels.map((channel) => {
          const Picture = channelIcons[channel];
          return (
            <span key={channel} style={{ display: "inline-flex", gap: 5, alignItems: "center" }}>
              <Picture size={15} stroke={1.6} aria-hidden /> {t(`channel.${channel}`)}
            </span>
          );
        })}
      </div>
    </section>
  );
}
