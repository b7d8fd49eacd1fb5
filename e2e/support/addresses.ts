import { join } from "node:path";

/** Ports of the tests' own servers: not those of `npm start`, so that both can run at once. */
export const CONSOLE_PORT = Number(process.env.E2E_CONSOLE_PORT ?? 4273);
export const LOCAL_AWS_PORT = Number(process.env.E2E_LOCAL_AWS_PORT ?? 4666);
export const CONSOLE_URL = `http://localhost:${CONSOLE_PORT}`;
export const LOCAL_AWS_URL = `http://localhost:${LOCAL_AWS_PORT}`;

/** What `npm run build` made; `E2E_DIST` names a build elsewhere. */
export const DIST = process.env.E2E_DIST ?? join(import.meta.dirname, "../../dist");
