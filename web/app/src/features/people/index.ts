export { givenName, nameOf, PersonName } from "./PersonName";
