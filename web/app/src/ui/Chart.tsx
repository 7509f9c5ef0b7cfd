/**
 * The frame of a chart drawn as SVG. Its marks are buttons: one of them is in the order of the Tab
 * key, the arrow keys go to the nearest mark in their direction, Enter and space open it. What a mark
 * says is its label, shown beside it under the pointer and with the focus.
 */
import { useElementSize } from "@mantine/hooks";
import { type FocusEvent, type KeyboardEvent, type ReactNode, type SVGProps, useEffect, useRef, useState } from "react";

import style from "./Chart.module.css";
import { type Box, nearest } from "./nearest";

interface ChartProps {
  label: string;
  height: number | ((width: number) => number);
  /** Narrower places scroll sideways. */
  minWidth?: number | ((room: number) => number);
  /** What scrolls sideways begins at its end. */
  newestLast?: boolean;
  children: (width: number) => ReactNode;
}

interface Hint {
  text: string;
  x: number;
  y: number;
}

const arrows: Record<string, [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const marksOf = (within: Element | null) => [...(within?.querySelectorAll<SVGElement>("[data-mark]") ?? [])];
const boxOf = (mark: Element): Box => {
  const { left, top, width, height } = mark.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
};

/** The scale stays at the left while what it measures scrolls by. */
function keepAxis(scroll: HTMLElement): void {
  const axis = scroll.querySelector<SVGElement>("[data-axis]");
  if (axis) axis.style.transform = scroll.scrollLeft > 0 ? `translateX(${scroll.scrollLeft}px)` : "";
}

/** The one mark that Tab reaches. */
function choose(svg: Element | null, mark: Element | undefined): void {
  for (const each of marksOf(svg)) if (each.getAttribute("tabindex") === "0") each.setAttribute("tabindex", "-1");
  mark?.setAttribute("tabindex", "0");
}

export function Chart({ label, height, minWidth = 280, newestLast = false, children }: ChartProps) {
  const { ref: outer, width: room } = useElementSize();
  const svg = useRef<SVGSVGElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [hint, setHint] = useState<Hint | null>(null);
  useEffect(() => {
    const marks = marksOf(svg.current);
    if (!marks.some((mark) => mark.getAttribute("tabindex") === "0")) choose(svg.current, marks[0]);
  });
  const least = typeof minWidth === "number" ? minWidth : minWidth(Math.floor(room));
  const width = Math.max(least, Math.floor(room));
  const tall = typeof height === "number" ? height : height(width);
  useEffect(() => {
    const scroll = svg.current?.parentElement;
    if (newestLast) scroll?.scrollTo({ left: scroll.scrollWidth });
  }, [newestLast, width]);

  const show = (target: EventTarget) => {
    const mark = target instanceof Element ? target.closest("[data-mark]") : null;
    const place = frame.current?.getBoundingClientRect();
    const text = mark?.getAttribute("aria-label");
    if (!mark || !place || !text) return setHint(null);
    const box = mark.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2 - place.left, 90), Math.max(90, place.width - 90));
    setHint({ text, x, y: Math.max(0, box.top - place.top) });
  };
  const onFocus = (event: FocusEvent) => {
    const mark = event.target.closest("[data-mark]");
    if (mark) choose(svg.current, mark);
    show(event.target);
  };
  const onKey = (event: KeyboardEvent) => {
    const direction = arrows[event.key];
    const current = event.target instanceof Element ? event.target.closest("[data-mark]") : null;
    if (!direction || !current) return;
    event.preventDefault();
    const others = marksOf(svg.current).filter((mark) => mark !== current);
    const found = nearest(boxOf(current), others.map(boxOf), direction);
    if (found !== null) others[found]?.focus();
  };
  return (
    <div ref={frame} className={style.frame}>
      <div ref={outer} className={style.scroll} onScroll={(event) => keepAxis(event.currentTarget)}>
        <svg
          ref={svg}
          className={style.chart}
          data-chart
          width={width}
          height={tall}
          viewBox={`0 0 ${width} ${tall}`}
          role="group"
          aria-label={label}
          onKeyDown={onKey}
          onFocus={onFocus}
          onBlur={() => setHint(null)}
          onMouseOver={(event) => show(event.target)}
          onMouseLeave={() => setHint(null)}
        >
          {children(width)}
        </svg>
      </div>
      {hint && (
        <div className={style.hint} style={{ left: hint.x, top: hint.y }} aria-hidden>
          {hint.text}
        </div>
      )}
    </div>
  );
}

/** The scale at the left, in front of what scrolls by beneath it. It comes last in a chart. */
export function Axis({ width, height, children }: { width: number; height: number; children: ReactNode }) {
  return (
    <g data-axis>
      <rect width={width} height={height} fill="var(--mantine-color-body)" />
      {children}
    </g>
  );
}

interface MarkProps extends Omit<SVGProps<SVGGElement>, "onClick"> {
  label: string;
  onOpen: () => void;
}

/** Something in a chart that opens. Texts stand beside it, not in it: its label says all. */
export function Mark({ label, onOpen, children, ...rest }: MarkProps) {
  return (
    <g
      {...rest}
      data-mark
      className={style.mark}
      role="button"
      tabIndex={-1}
      aria-label={label}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onOpen();
      }}
    >
      {children}
    </g>
  );
}

/** Stripes: told apart from a plain fill by everybody. Use as fill="url(#stripes)". */
export function Stripes() {
  return (
    <defs>
      <pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="7" height="7" fill="var(--tl-neutral-soft)" />
        <rect width="2.5" height="7" fill="var(--tl-line-strong)" />
      </pattern>
    </defs>
  );
}
