export { PersonSegments } from "./PersonSegments";
export { SaveAs } from "./SaveAs";
export { useSegments } from "./useSegments";
