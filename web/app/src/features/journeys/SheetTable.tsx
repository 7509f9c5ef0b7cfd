/** The table behind a chart. Figures with people behind them open these. */
import type { CSSProperties } from "react";

import style from "./journeys.module.css";
import type { Sheet, SheetCell } from "./sheet";

interface Props<Who> {
  label: string;
  sheet: Sheet<Who>;
  onOpen: (who: Who) => void;
  /** Stands once in each part of an answer: no landmark, which must have a name of its own. */
  repeated?: boolean;
}

export function SheetTable<Who>({ label, sheet, onOpen, repeated = false }: Props<Who>) {
  return (
    <div className={style.scroll} tabIndex={0} role={repeated ? "group" : "region"} aria-label={label}>
      <table className={style.sheet} aria-label={label}>
        <thead>
          <tr>
            {sheet.columns.map((column, index) => (
              <th key={index} scope="col" data-end={column.end || undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, place) =>
                place === 0 ? (
                  <th key={place} scope="row" dir="auto">
                    <Figure cell={cell} onOpen={onOpen} />
                  </th>
                ) : (
                  <td key={place} data-end={sheet.columns[place]?.end || undefined} data-unsure={cell.unsure || undefined} style={heatOf(cell)}>
                    <Figure cell={cell} onOpen={onOpen} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const heatOf = (cell: SheetCell): CSSProperties | undefined =>
  cell.heat === undefined ? undefined : { background: `color-mix(in srgb, var(--tl-accent) ${Math.round(cell.heat * 40)}%, transparent)` };

function Figure<Who>({ cell, onOpen }: { cell: SheetCell<Who>; onOpen: (who: Who) => void }) {
  const { who } = cell;
  if (who === undefined) return cell.text;
  return (
    <button type="button" className={style.figure} onClick={() => onOpen(who)}>
      {cell.text}
    </button>
  );
}
