import { cleanup, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { type Column, type Sorting, Table } from "./Table";
import { show } from "./testing";

interface Row {
  id: string;
  name: string;
}
const rows: Row[] = Array.from({ length: 300 }, (_, index) => ({ id: `r${index}`, name: `Row ${index}` }));
const columns: Column<Row>[] = [{ id: "name", title: "Name", sort: "name", cell: (row) => row.name }];

function List({ onOpen, onSort, onMore }: { onOpen: (row: Row) => void; onSort?: (sorting: Sorting) => void; onMore?: () => void }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <Table
      label="Rows"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowLabel={(row) => row.name}
      onOpen={onOpen}
      total={1234}
      selected={selected}
      onSelect={setSelected}
      sorting={{ sort: "events", order: "desc" }}
      {...(onSort ? { onSort } : {})}
      {...(onMore ? { onMore, more: true } : {})}
    />
  );
}

afterEach(cleanup);

describe("Table", () => {
  it("draws only the rows in sight, and says how many there are", () => {
    show(<List onOpen={() => undefined} />);
    const table = screen.getByRole("table", { name: "Rows" });
    const drawn = within(table).getAllByRole("row").length;
    expect(drawn).toBeGreaterThan(10);
    expect(drawn).toBeLessThan(60);
    expect(table.getAttribute("aria-rowcount")).toBe("1235");
  });

  it("moves with j and k, selects with x and opens with Enter", async () => {
    const onOpen = vi.fn();
    const user = userEvent.setup();
    show(<List onOpen={onOpen} />);
    await user.keyboard("jjjkx");
    const selected = screen.getAllByRole("row").filter((row) => row.getAttribute("aria-selected") === "true");
    expect(selected.map((row) => row.textContent)).toEqual(["Row 1"]);
    await user.keyboard("{Enter}");
    expect(onOpen.mock.calls[0]?.[0]).toEqual(rows[1]);
  });

  it("sorts names from A first, and turns round on the second click", async () => {
    const onSort = vi.fn();
    const user = userEvent.setup();
    show(<List onOpen={() => undefined} onSort={onSort} />);
    await user.click(screen.getByRole("button", { name: "Name" }));
    expect(onSort).toHaveBeenCalledWith({ sort: "name", order: "asc" });
  });

  it("asks for no more rows before the end comes near", () => {
    const onMore = vi.fn();
    show(<List onOpen={() => undefined} onMore={onMore} />);
    expect(onMore).not.toHaveBeenCalled();
  });
});
