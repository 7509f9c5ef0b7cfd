export { Connect, type Created, CreateSource } from "./CreateSource";
export { FirstEvent } from "./FirstEvent";
