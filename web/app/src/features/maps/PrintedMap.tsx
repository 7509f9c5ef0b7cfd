/** The map as it is printed, or saved as a PDF by the browser: one page, in lines and letters. Not seen on the screen. */
import { createElement, useMemo, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";

import type { MapFigures } from "@/api/types";
import { formatExact } from "@/lib/format";
import { t } from "@/lib/i18n";

import type { Draft } from "./draft";
import { type Captions, type Drawing, drawMap } from "./drawing";
import style from "./maps.module.css";
import { attributesOf, fontFamily } from "./svg";

export interface Printed {
  draft: Draft;
  figures: MapFigures | undefined;
  says: string;
  version: number;
  changed: boolean;
}

export const captionsOf = ({ draft, says, version, changed }: Omit<Printed, "figures">): Captions => ({
  title: draft.name,
  says,
  foot: t(changed ? "maps.foot_unsaved" : "maps.foot", { state: t(`maps.state.${draft.state}`), version, time: formatExact(new Date()) }),
});

/** It is only there while it is printed. */
export function PrintedMap(printed: Printed) {
  const printing = useSyncExternalStore(watchPrinting, () => printings > 0 || print.matches);
  return printing ? createPortal(<Page {...printed} />, document.body) : null;
}

const print = window.matchMedia("print");
/** Between the browser's words that it prints and that it is done: not every browser says it by the medium. */
let printings = 0;

function watchPrinting(told: () => void): () => void {
  const set = (count: number) => () => {
    printings = count;
    told();
  };
  const [began, ended] = [set(1), set(0)];
  window.addEventListener("beforeprint", began);
  window.addEventListener("afterprint", ended);
  print.addEventListener("change", told);
  return () => {
    window.removeEventListener("beforeprint", began);
    window.removeEventListener("afterprint", ended);
    print.removeEventListener("change", told);
  };
}

function Page({ draft, figures, says, version, changed }: Printed) {
  const drawing = useMemo(() => drawMap(draft.document, figures, captionsOf({ draft, says, version, changed })), [draft, figures, says, version, changed]);
  return (
    <div className={style.printed} data-printed>
      <Drawn drawing={drawing} />
    </div>
  );
}

const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

function Drawn({ drawing: { width, height, shapes } }: { drawing: Drawing }) {
  return (
    <svg viewBox={`0 0 ${width} ${height}`} style={{ fontFamily }}>
      {shapes.map((shape, index) => {
        const { name, attributes, text } = attributesOf(shape);
        return createElement(name, { key: index, ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [camel(key), value])) }, text);
      })}
    </svg>
  );
}
