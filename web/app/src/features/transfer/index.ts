export { exportAddress } from "./exports";
