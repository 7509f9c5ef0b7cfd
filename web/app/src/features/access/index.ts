export { sessionQuery, useRight, useSession, workspaceQuery } from "./session";
