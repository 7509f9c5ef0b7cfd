/** On which channels a persona's people come, and what sets them apart from everybody else. */
import type { PersonaFigures, PersonaShare } from "@/api/types";
import { channelIcons } from "@/features/timeline";
import { formatCount, formatValue, humanise } from "@/lib/format";
import { findText, t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { ProblemNote } from "@/ui/Problem";

import style from "./personas.module.css";
import { useFigures } from "./usePersonas";

const percent = (value: number) => Math.round(value * 100);
const shareWords = (share: PersonaShare) => t("personas.share", { share: percent(share.share), low: percent(share.low), high: percent(share.high) });

export function Figures({ persona }: { persona: string }) {
  const found = useFigures(persona);
  if (found.isPending) return <Rows count={6} />;
  if (found.isError) return <ProblemNote message={found.error.message} retry={() => void found.refetch()} />;
  return (
    <>
      <Channels figures={found.data} />
      <Distinctions figures={found.data} />
    </>
  );
}

function Channels({ figures }: { figures: PersonaFigures }) {
  return (
    <section className={style.section} aria-label={t("personas.channels")}>
      <h2>{t("personas.channels")}</h2>
      {figures.channels.length === 0 ? (
        <p className="tl-dim">{t("personas.no_channels")}</p>
      ) : (
        <>
          <table className={style.table} aria-label={t("personas.channels")}>
            <thead>
              <tr>
                <th scope="col">{t("personas.channel")}</th>
                <th scope="col" className={style.barColumn}>
                  <span className="tl-hidden">{t("personas.share_bar")}</span>
                </th>
                <th scope="col" data-end>{t("personas.share_head")}</th>
                <th scope="col" data-end>{t("nav.people")}</th>
              </tr>
            </thead>
            <tbody>
              {figures.channels.map(({ channel, share }) => {
                const Icon = channelIcons[channel as keyof typeof channelIcons];
                return (
                  <tr key={channel}>
                    <td>
                      <span className={style.channel}>
                        {Icon && <Icon size={15} aria-hidden />} {findText(`channel.${channel}`) ?? channel}
                      </span>
                    </td>
                    <td>
                      <span className={style.bar} style={{ width: `${share.share * 100}%` }} />
                    </td>
                    <td data-end>{shareWords(share)}</td>
                    <td data-end>{formatCount(share.count)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <p className="tl-dim">
            {t(figures.looked_at < figures.people ? "personas.channels_some" : "personas.channels_all", { count: figures.looked_at, people: formatCount(figures.people) })}
          </p>
        </>
      )}
    </section>
  );
}

function titleOf(one: PersonaFigures["distinctions"][number]): string {
  if (one.of === "event") return t("personas.did", { name: one.name });
  return t("personas.is", { name: humanise(one.name), value: formatValue(one.value) });
}

function Distinctions({ figures }: { figures: PersonaFigures }) {
  return (
    <section className={style.section} aria-label={t("personas.apart")}>
      <h2>{t("personas.apart")}</h2>
      {figures.distinctions.length === 0 ? (
        <p className="tl-dim">{t("personas.none_apart", { count: figures.tested })}</p>
      ) : (
        <>
          <div className={style.scroll}>
            <table className={style.table} aria-label={t("personas.apart")}>
              <thead>
                <tr>
                  <th scope="col">{t("personas.what")}</th>
                  <th scope="col" data-end>{t("personas.they")}</th>
                  <th scope="col" data-end>{t("personas.others")}</th>
                  <th scope="col" data-end className={style.wide}>{t("personas.adjusted_p")}</th>
                </tr>
              </thead>
              <tbody>
                {figures.distinctions.map((one) => (
                  <tr key={`${one.of}/${one.name}/${JSON.stringify(one.value)}`} data-more={one.difference > 0 || undefined}>
                    <td dir="auto">{titleOf(one)}</td>
                    <td data-end>
                      {shareWords(one.persona)}
                      <span className={style.minor}>{t("personas.of", { count: formatCount(one.persona.count), of: formatCount(one.persona.of) })}</span>
                    </td>
                    <td data-end>
                      {shareWords(one.others)}
                      <span className={style.minor}>{t("personas.of", { count: formatCount(one.others.count), of: formatCount(one.others.of) })}</span>
                    </td>
                    <td data-end className={style.wide}>{one.adjusted_p < 0.001 ? "< 0.001" : one.adjusted_p.toFixed(3)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="tl-dim">{t("personas.tested", { count: figures.tested })}</p>
        </>
      )}
    </section>
  );
}
