/** English: every text of the product, in one place per language. */
import { access } from "./access";
import { audit } from "./audit";
import { common } from "./common";
import { people } from "./people";
import { privacy } from "./privacy";
import { timeline } from "./timeline";
import { transfer } from "./transfer";

export const en = { ...common, ...access, ...audit, ...people, ...privacy, ...timeline, ...transfer };
