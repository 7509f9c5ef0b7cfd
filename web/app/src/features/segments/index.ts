export { PersonSegments } from "./PersonSegments";
export { SaveAs } from "./SaveAs";
