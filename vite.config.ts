import { createHash } from "node:crypto";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { configDefaults } from "vitest/config";
import type { Reporter } from "vitest/node";

/** Where `npm run dev` serves the console, and `npm start`'s local AWS listens beside it. */
const DEV_PORT = 5173;

/**
 * Cloudscape's global styles carry eight fonts as base64 (138 kB of brotli that blocks the first paint, stack.md section 2).
 * Each becomes a file of its own, fetched only when a glyph needs it, so that the page's CSP can say `font-src 'self'`.
 */
function fontsAsFiles(): Plugin {
  return {
    name: "keyseal:fonts-as-files",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@cloudscape-design/global-styles") || !id.endsWith(".css")) return null;
      return code.replace(/url\(["']?data:font\/(woff2?);(?:charset=[^;]+;)?base64,([^"')]+)["']?\)/g, (_, extension, base64) => {
        const source = Buffer.from(base64, "base64");
        const name = `open-sans-${createHash("sha256").update(source).digest("hex").slice(0, 8)}.${extension}`;
        const reference = this.emitFile({ type: "asset", name, source });
        return `url("__VITE_ASSET__${reference}__")`;
      });
    },
  };
}

/** Refuses to build a console that holds a module of the stand-in, by whatever way it got in. */
function nothingOfTheStandIn(): Plugin {
  return {
    name: "keyseal:nothing-of-the-stand-in",
    apply: (_, { command, mode }) => command === "build" && mode !== "local-aws",
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
      const strays = modules.filter((id) => id.includes("/src/local-aws/"));
      if (strays.length > 0) this.error(`The console must hold nothing of the stand-in: ${strays.join(", ")}`);
    },
  };
}

/** `npm run dev`: the local AWS runs inside the dev server's process, from source. */
function localAwsForDevelopment(): Plugin {
  return {
    name: "keyseal:local-aws",
    apply: (_, { command, mode }) => command === "serve" && mode !== "test",
    async configureServer(server) {
      const { attachLocalAws } = await server.ssrLoadModule("/src/local-aws/adapters/dev-server.ts");
      await attachLocalAws(server);
    },
  };
}

/** Ends a test run with `N passed, N failed, N skipped` alone on a line: plain enough for any CI to count by. */
const closingLine: Reporter = {
  onTestRunEnd(modules) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== "pending") counts[state] += 1;
      }
      // A file that could not even be loaded holds no test to count
      if (!module.ok() && module.errors().length > 0) counts.failed += 1;
    }
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [react(), fontsAsFiles(), nothingOfTheStandIn(), localAwsForDevelopment()],
  server: { host: "localhost", port: DEV_PORT, strictPort: true },
  worker: { format: "es" as const },
  build:
    mode === "local-aws"
      ? {
          // The stand-in and the console's static server: a Node program that no page ever loads.
          ssr: "src/local-aws/adapters/start.ts",
          outDir: "dist/local-aws",
          target: "node20",
          copyPublicDir: false,
          rolldownOptions: { output: { entryFileNames: "start.js" } },
        }
      : { outDir: "dist/console", target: "es2023", sourcemap: false, chunkSizeWarningLimit: 1200 },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    exclude: [...configDefaults.exclude],
    reporters: ["default", closingLine],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    server: { deps: { inline: [/@cloudscape-design/] } },
  },
}));
