export { PersonSegments } from "./PersonSegments";
export { SaveAsList } from "./SaveAsList";
export { useSegments } from "./useSegments";
