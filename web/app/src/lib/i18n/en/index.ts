/** English: every text of the product, in one place per language. */
import { access } from "./access";
import { audit } from "./audit";
import { channels } from "./channels";
import { common } from "./common";
import { dashboards } from "./dashboards";
import { journeys } from "./journeys";
import { maps } from "./maps";
import { people } from "./people";
import { personas } from "./personas";
import { privacy } from "./privacy";
import { segments } from "./segments";
import { survival } from "./survival";
import { timeline } from "./timeline";
import { transfer } from "./transfer";

export const en = { ...common, ...access, ...audit, ...channels, ...dashboards, ...journeys, ...maps, ...people, ...personas, ...privacy, ...segments, ...survival, ...timeline, ...transfer };
