/** The table behind a chart, and the same as a file. Pure. */

export interface SheetCell<Who = unknown> {
  text: string;
  /** As it stands in the file; the text where it is missing. */
  raw?: string | number | null;
  /** The people behind the figure. */
  who?: Who;
  /** From 0 to 1: how strongly the cell is coloured. */
  heat?: number;
  /** The figure may still change. */
  unsure?: boolean;
}

export interface Sheet<Who = unknown> {
  columns: { title: string; end?: boolean }[];
  rows: SheetCell<Who>[][];
}

/** Text that a spreadsheet would run as a formula is marked as text. */
function field(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(sheet: Sheet): string {
  const lines = [
    sheet.columns.map((column) => field(column.title)),
    ...sheet.rows.map((row) => row.map((cell) => field(cell.raw === undefined ? cell.text : cell.raw))),
  ];
  return `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}
