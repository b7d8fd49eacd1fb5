import type { ViteDevServer } from "vite";
import { consoleConfigJson, consoleOrigins, localUrl } from "./console-config.ts";
import { serveOnLoopback } from "./node-server.ts";
import { openLocalAws } from "./open-local-aws.ts";

/** Under which the running stand-in is found again: Vite loads this module anew at each restart, before it closes the old server. */
const RUNNING = Symbol.for("keyseal.local-aws.development");
const holder: typeof globalThis & { [RUNNING]?: () => Promise<void> } = globalThis;

/**
 * `npm run dev`: runs the stand-in inside Vite's process, on LOCAL_AWS_PORT or 4566, in memory or in the folder LOCAL_AWS_DATA, and
 * answers `/config.json` before Vite's own files.
 * @throws PortTakenError, DataFolderError.
 */
export async function attachLocalAws(vite: ViteDevServer): Promise<void> {
  await holder[RUNNING]?.();
  const open = await openLocalAws({
    folder: process.env["LOCAL_AWS_DATA"] || undefined,
    reset: false,
    openCors: false,
    requireTls: false,
    realistic: false,
    faults: false,
    consoleOrigins: consoleOrigins(vite.config.server.port),
  });
  const server = await serveOnLoopback(open.localAws, Number(process.env["LOCAL_AWS_PORT"] || 4566)).catch(async (error: unknown) => {
    await open.close();
    throw error;
  });
  const stop = async (): Promise<void> => {
    if (holder[RUNNING] !== stop) return;
    delete holder[RUNNING];
    await server.stop();
    await open.close();
  };
  holder[RUNNING] = stop;
  vite.httpServer?.once("close", () => void stop());

  vite.middlewares.use("/config.json", (_, response) => {
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.setHeader("cache-control", "no-store");
    response.end(consoleConfigJson(server.port));
  });
  vite.config.logger.info(`  Local AWS: ${localUrl(server.port)}`);
}
