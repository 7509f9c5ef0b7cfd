/**
 * A list of rows: sticky header, 36 px rows, drawn only where seen, fetched page by page, moved
 * through with j and k, opened with Enter, selected with x. A real table, so that a screen reader
 * reads it as one. The owner keeps sort, selection and data; the table keeps only the active row.
 */
import { Checkbox } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { tableFeatures, useTable, type ColumnDef } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";

import { t } from "@/lib/i18n";
import { useShortcuts } from "@/lib/shortcuts";

import style from "./Table.module.css";

export interface Column<Row> {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** In pixels; columns without one share what is left. */
  width?: number;
  /** Numbers stand at the end. */
  end?: boolean;
  /** The name to sort by, if the server can. */
  sort?: string | undefined;
}

export interface Sorting {
  sort: string;
  order: "asc" | "desc";
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  rowLabel: (row: Row) => string;
  onOpen: (row: Row, event?: MouseEvent | KeyboardEvent) => void;
  total?: number | undefined;
  sorting?: Sorting;
  onSort?: (sorting: Sorting) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  /** More rows can be fetched. */
  more?: boolean;
  onMore?: () => void;
  /** A newer answer is on its way: the old one stays, dimmed. */
  stale?: boolean;
}

const rowHeight = 36;
/** A column without a width of its own is never narrower; the table scrolls sideways instead. */
const flexibleMin = 180;
const selectWidth = 44;
const features = tableFeatures({});

export function Table<Row extends object>(props: Props<Row>) {
  const { rows, rowId, rowLabel, onOpen, selected, onSelect, sorting, onSort } = props;
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const definitions = useMemo(
    () =>
      props.columns.map(
        (column): ColumnDef<typeof features, Row> => ({
          id: column.id,
          header: () => column.title,
          cell: (context) => column.cell(context.row.original),
        }),
      ),
    [props.columns],
  );
  const table = useTable({ features, columns: definitions, data: rows, getRowId: rowId });
  const model = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // Until the box is measured, so that the first frame has rows in it.
    initialRect: { width: 1000, height: 800 },
    scrollPaddingStart: 34,
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1];

  const { more, onMore } = props;
  useEffect(() => {
    if (more && last && last.index >= model.length - 20) onMore?.();
  }, [more, onMore, last, model.length]);

  const index = active === null ? -1 : model.findIndex((row) => row.id === active);
  const move = (step: number) => {
    const next = Math.max(0, Math.min(model.length - 1, index + step));
    const row = model[next];
    if (!row) return;
    setActive(row.id);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus({ preventScroll: true }));
  };
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect?.(next);
  };
  useShortcuts(t("keys.list"), [
    { keys: "j", text: t("keys.next"), run: () => move(1) },
    { keys: "k", text: t("keys.previous"), run: () => move(-1) },
    { keys: "Enter", text: t("keys.open"), run: (event) => model[index] && onOpen(model[index].original, event) },
    ...(onSelect ? [{ keys: "x", text: t("keys.select"), run: () => active !== null && index >= 0 && toggle(active) }] : []),
    { keys: "ArrowDown", text: t("keys.next"), run: () => move(1) },
    { keys: "ArrowUp", text: t("keys.previous"), run: () => move(-1) },
  ]);

  const open = (event: MouseEvent, row: Row, id: string) => {
    if ((event.target as Element).closest("a, button, input, label")) return;
    if (window.getSelection()?.toString()) return;
    setActive(id);
    onOpen(row, event);
  };

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (last?.end ?? 0);
  const minWidth = props.columns.reduce((sum, column) => sum + (column.width ?? flexibleMin), onSelect ? selectWidth : 0);
  const span = props.columns.length + (onSelect ? 1 : 0);
  return (
    <div className={style.box} ref={box} data-tl-scroll>
      <table
        className={props.stale ? `${style.table} ${style.stale}` : style.table}
        aria-label={props.label}
        style={{ minWidth }}
        aria-rowcount={(props.total ?? rows.length) + 1}
        aria-busy={props.stale}
      >
        <colgroup>
          {onSelect && <col style={{ width: selectWidth }} />}
          {props.columns.map((column) => (
            <col key={column.id} style={column.width ? { width: column.width } : undefined} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {onSelect && (
              <th scope="col">
                <Checkbox
                  aria-label={t("table.select_all")}
                  checked={rows.length > 0 && rows.every((row) => selected?.has(rowId(row)))}
                  indeterminate={(selected?.size ?? 0) > 0 && !rows.every((row) => selected?.has(rowId(row)))}
                  onChange={(event) => onSelect(new Set(event.currentTarget.checked ? rows.map(rowId) : []))}
                />
              </th>
            )}
            {props.columns.map((column) => (
              <HeadCell key={column.id} column={column} sorting={sorting} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Spacer height={before} span={span} />}
          {items.map((item) => {
            const row = model[item.index];
            if (!row) return null;
            const isSelected = selected?.has(row.id) ?? false;
            return (
              <tr
                key={row.id}
                data-row
                data-index={item.index}
                data-active={row.id === active || undefined}
                data-selected={isSelected || undefined}
                aria-rowindex={item.index + 2}
                aria-selected={onSelect ? isSelected : undefined}
                tabIndex={-1}
                onClick={(event) => open(event, row.original, row.id)}
              >
                {onSelect && (
                  <td>
                    <Checkbox
                      aria-label={t("table.select", { name: rowLabel(row.original) })}
                      checked={isSelected}
                      onChange={() => toggle(row.id)}
                    />
                  </td>
                )}
                {row.getAllCells().map((cell, column) => (
                  <td key={cell.id} data-end={props.columns[column]?.end || undefined}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <Spacer height={after} span={span} />}
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr className={style.spacer} aria-hidden>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

interface HeadProps<Row> {
  column: Column<Row>;
  sorting: Sorting | undefined;
  onSort: ((sorting: Sorting) => void) | undefined;
}

function HeadCell<Row>({ column, sorting, onSort }: HeadProps<Row>) {
  const on = column.sort !== undefined && sorting?.sort === column.sort;
  const direction = on ? (sorting.order === "asc" ? "ascending" : "descending") : undefined;
  const Arrow = on && sorting.order === "asc" ? IconArrowUp : IconArrowDown;
  const { sort } = column;
  return (
    <th scope="col" data-end={column.end || undefined} aria-sort={direction}>
      {sort !== undefined && onSort ? (
        <button
          type="button"
          className={style.sort}
          data-on={on || undefined}
          onClick={() => onSort({ sort, order: on && sorting.order === "desc" ? "asc" : on ? "desc" : firstOrder(sort) })}
        >
          <span className="tl-cut">{column.title}</span>
          {on && <Arrow size={13} aria-hidden />}
        </button>
      ) : (
        <span className="tl-cut">{column.title}</span>
      )}
    </th>
  );
}

/** Names from A, numbers and times from the largest. */
function firstOrder(sort: string): "asc" | "desc" {
  return sort === "name" ? "asc" : "desc";
}
