export { type KnownRight, sessionQuery, useRight, useSession, workspaceQuery } from "./session";
