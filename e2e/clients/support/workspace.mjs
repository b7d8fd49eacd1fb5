import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A proxy that nobody answers at: whatever a client wants beyond this machine fails at once instead of reaching a network. */
const NOWHERE = "http://127.0.0.1:9";

/**
 * A folder for one client: its home, its configuration and its files. `environment` is all that a client is given of this process's:
 * no variable of whoever runs the tests (AWS_PROFILE, AWS_CA_BUNDLE …) reaches it.
 */
export async function openWorkspace(name) {
  const folder = await mkdtemp(join(tmpdir(), `keyseal-${name}-`));
  const path = (...names) => join(folder, ...names);
  let written = 0;
  return {
    folder,
    path,
    /** Writes bytes or text into a file of a name of its own; resolves with its path. */
    async file(content) {
      written += 1;
      const target = path(`file-${written}`);
      await writeFile(target, content);
      return target;
    },
    environment: {
      PATH: process.env.PATH,
      HOME: folder,
      XDG_CONFIG_HOME: path(".config"),
      LANG: "C.UTF-8",
      http_proxy: NOWHERE,
      https_proxy: NOWHERE,
      no_proxy: "localhost,127.0.0.1",
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
