export { nameOf, PersonName } from "./PersonName";
