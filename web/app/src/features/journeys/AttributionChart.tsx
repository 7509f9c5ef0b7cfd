/** Touches as rows and models as columns of bars on one scale; last, what no touch has a part of. */
import type { Attribution } from "@/api/types";
import { t } from "@/lib/i18n";
import { Chart, Mark, Stripes } from "@/ui/Chart";

import { type AttributionWho, channelCell, channelKey, channelName, creditLabel, creditOf, figureOf, formatCredit, modelsOf, modelTitle } from "./attribution";
import { cut, people } from "./words";

const head = 28;
const row = 32;
/** About the widest that a digit gets. */
const digit = 7;
const columnMin = 76;
/** More are read in the table. */
const shownMax = 15;

const unattributedIn = ({ value, conversions }: Attribution["unattributed"][number]) => value ?? conversions;

export function AttributionChart({ answer, onOpen }: { answer: Attribution; onOpen: (who: AttributionWho) => void }) {
  const models = modelsOf(answer);
  const shown = answer.channels.slice(0, shownMax);
  const shownFigures = [...shown.flatMap((channel) => channel.credits.map(figureOf)), ...answer.unattributed.map(unattributedIn)];
  const most = Math.max(1e-9, ...shownFigures);
  const figure = Math.max(44, ...shownFigures.map((value) => formatCredit(value).length * digit));
  const namesIn = (width: number) => Math.min(200, Math.max(120, width * 0.24));
  return (
    <Chart label={t("journeys.attribution_chart")} height={head + (shown.length + 1) * row} minWidth={(room) => namesIn(room) + models.length * (columnMin + figure)}>
      {(width) => {
        const names = namesIn(width);
        const column = (width - names) / models.length;
        const scale = (column - figure - 12) / most;
        return (
          <>
            <Stripes />
            {models.map((model, at) => (
              <text key={model} x={names + at * column} y={14} fontWeight={500}>
                {cut(modelTitle(model), column - 8, 6.7)}
              </text>
            ))}
            {shown.map((channel, index) => {
              const name = channelName(answer, channel);
              return (
                <g key={channelKey(channel)} transform={`translate(0 ${head + index * row})`}>
                  <Mark label={t("journeys.attribution_touched", { channel: name, people: people(channel.people) })} onOpen={() => onOpen({ kind: "touched", ...channelCell(channel) })}>
                    <rect width={names - 8} height={row - 4} rx={3} fill="var(--mantine-color-body)" />
                  </Mark>
                  <text y={18}>{cut(name, names - 14, 6.7)}</text>
                  {models.map((model, at) => {
                    const credit = creditOf(channel, model);
                    const value = figureOf(credit);
                    const x = names + at * column;
                    return (
                      <g key={model}>
                        {credit && credit.people > 0 && (
                          <Mark label={creditLabel(name, model, credit)} onOpen={() => onOpen({ kind: "credited", ...channelCell(channel), model })}>
                            <rect x={x} y={4} width={Math.max(2, value * scale)} height={row - 12} rx={3} fill="var(--tl-accent)" />
                          </Mark>
                        )}
                        <text x={x + Math.max(2, value * scale) + 6} y={18} data-dim>
                          {formatCredit(value)}
                        </text>
                      </g>
                    );
                  })}
                </g>
              );
            })}
            <g transform={`translate(0 ${head + shown.length * row})`}>
              <text y={18} data-dim>
                {cut(t("journeys.unattributed"), names - 14, 6.7)}
              </text>
              {answer.unattributed.map((each, at) => {
                const { model, conversions } = each;
                const wide = Math.max(2, unattributedIn(each) * scale);
                return (
                  <g key={model}>
                    {conversions > 0 && (
                      <Mark label={t("journeys.attribution_unattributed", { model: modelTitle(model), conversions })} onOpen={() => onOpen({ kind: "unattributed", model })}>
                        <rect x={names + at * column} y={4} width={wide} height={row - 12} rx={3} fill="url(#stripes)" />
                      </Mark>
                    )}
                    <text x={names + at * column + wide + 6} y={18} data-dim>
                      {formatCredit(unattributedIn(each))}
                    </text>
                  </g>
                );
              })}
            </g>
          </>
        );
      }}
    </Chart>
  );
}
