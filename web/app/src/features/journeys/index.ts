export { pageNamed, ReportTile } from "./ReportTile";
export { type JourneySearch, readJourneySearch } from "./search";
