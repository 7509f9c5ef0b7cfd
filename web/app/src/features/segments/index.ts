export { PersonSegments } from "./PersonSegments";
export { SaveAsList } from "./SaveAsList";
