/** A journey page as a tile of a dashboard: its question stands with the tile, not in the address. */
import { createContext, useContext } from "react";

import type { JourneyPage, JourneySearch } from "./search";

export interface Tile {
  page: JourneyPage;
  search: JourneySearch;
}

export const TileContext = createContext<Tile | null>(null);
export const useTile = () => useContext(TileContext);
