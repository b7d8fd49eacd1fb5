/**
 * Proves that the gates bite: plants one break of each rule in a copy of the tree's configuration and sees it refused. A gate that
 * lets its break through would otherwise look exactly like clean code.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = process.cwd();
let planted: string;

/** A file to plant, and the rule that must refuse it. */
interface Break {
  readonly file: string;
  readonly code: string;
  readonly rule: string;
}

const layer = (file: string, specifier: string): Break => ({ file, code: `import { x } from "${specifier}";\nexport const y: number = x;\n`, rule: "no-restricted-imports" });

const breaks: readonly Break[] = [
  layer("src/domain/sees-aws.ts", "#aws/aws.ts"),
  layer("src/domain/sees-react.ts", "react"),
  layer("src/domain/sees-node.ts", "node:fs"),
  layer("src/aws/sees-jobs.ts", "#jobs/upload-jobs.ts"),
  layer("src/aws/sees-react.ts", "react"),
  layer("src/aws/sees-the-stand-in.ts", "#local-aws/world.ts"),
  layer("src/jobs/sees-queries.ts", "#queries/buckets.ts"),
  layer("src/jobs/sees-the-sdk.ts", "@aws-sdk/client-s3"),
  layer("src/queries/sees-session.ts", "#session/session.ts"),
  layer("src/session/sees-components.ts", "#components/failure-alert.tsx"),
  layer("src/components/sees-aws.tsx", "#aws/aws.ts"),
  layer("src/components/sees-feature.tsx", "#features/upload/upload-page.tsx"),
  layer("src/components/pure-sees-react.ts", "react"),
  layer("src/components/sees-a-barrel.tsx", "@cloudscape-design/components"),
  layer("src/features/upload/sees-feature.tsx", "#features/inspector/inspector-page.tsx"),
  layer("src/features/upload/sees-aws.tsx", "#aws/aws.ts"),
  layer("src/features/upload/sees-jobs.tsx", "#jobs/upload-jobs.ts"),
  layer("src/features/upload/sees-app.tsx", "#app/shell.tsx"),
  layer("src/features/upload/pure-sees-queries.ts", "#queries/buckets.ts"),
  layer("src/app/sees-the-stand-in.tsx", "#local-aws/handler.ts"),
  layer("src/local-aws/sees-domain.ts", "#domain/encryption.ts"),
  layer("src/local-aws/sees-node.ts", "node:fs"),
  layer("src/local-aws/sees-the-sdk.ts", "@aws-sdk/client-s3"),
  layer("src/local-aws/adapters/sees-aws.ts", "#aws/aws.ts"),
  layer("src/local-aws/conformance/sees-aws.test.ts", "#aws/aws.ts"),
  layer("src/features/upload/climbs.tsx", "../inspector/inspector-page.tsx"),
  layer("src/domain/sees-testing.ts", "#testing/render.tsx"),
  layer("e2e/sees-src.ts", "#domain/encryption.ts"),
  layer("e2e/support/climbs.ts", "../../src/domain/encryption.ts"),
  layer("e2e/climbs.ts", "../src/domain/encryption.ts"),
  { file: "src/domain/cycle-a.ts", code: 'import { b } from "./cycle-b.ts";\nexport const a = (): number => b();\n', rule: "no-cycle" },
  { file: "src/domain/cycle-b.ts", code: 'import { a } from "./cycle-a.ts";\nexport const b = (): number => a();\n', rule: "no-cycle" },
  { file: "src/domain/default-export.ts", code: "export default 1;\n", rule: "no-default-export" },
  { file: "src/domain/CamelCase.ts", code: "export const x = 1;\n", rule: "filename-case" },
  { file: "src/domain/any.ts", code: "export const x = (y: any): unknown => y;\n", rule: "no-explicit-any" },
  { file: "src/domain/loose-equality.ts", code: "export const x = (y: unknown): boolean => y == 1;\n", rule: "eqeqeq" },
  { file: "src/domain/throws-text.ts", code: 'export const x = (): never => {\n  throw "text";\n};\n', rule: "only-throw-error" },
  { file: "src/jobs/floating.ts", code: "export const x = (): void => {\n  Promise.resolve(1);\n};\n", rule: "no-floating-promises" },
  {
    file: "src/domain/half-switch.ts",
    code: 'export const x = (y: "a" | "b"): number => {\n  switch (y) {\n    case "a":\n      return 1;\n  }\n  return 0;\n};\n',
    rule: "switch-exhaustiveness-check",
  },
  { file: "src/domain/logs.ts", code: "console.log(1);\nexport const x = 1;\n", rule: "no-console" },
  { file: "src/domain/too-long.ts", code: Array.from({ length: 401 }, (_, n) => `export const x${n} = ${n};\n`).join(""), rule: "max-lines" },
  { file: "src/components/late-hook.tsx", code: 'import { useState } from "react";\nexport function X(p: { y: boolean }) {\n  if (p.y) useState(1);\n  return null;\n}\n', rule: "rules-of-hooks" },
  {
    file: "src/components/impure.tsx",
    code: "export function X() {\n  const now = Date.now();\n  return <p>{now}</p>;\n}\n",
    rule: "purity",
  },
];

async function plant(files: readonly { readonly file: string; readonly code: string }[]): Promise<void> {
  for (const { file, code } of files) {
    await mkdir(dirname(join(planted, file)), { recursive: true });
    await writeFile(join(planted, file), code);
  }
}

/** Runs one of our tools in the planted tree; a tool that refuses exits with a number above 0. */
function run(tool: string, args: readonly string[]): Promise<{ readonly status: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(join(root, "node_modules/.bin", tool), args, { cwd: planted, maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ status, output: stdout + stderr });
    });
  });
}

beforeAll(async () => {
  planted = await mkdtemp(join(tmpdir(), "keyseal-gates-"));
  for (const file of [".oxlintrc.json", "package.json", "tsconfig.json", "src/domain/tsconfig.json", "src/domain/universal.d.ts", "src/local-aws/tsconfig.json"]) {
    await mkdir(dirname(join(planted, file)), { recursive: true });
    await cp(join(root, file), join(planted, file));
  }
  await symlink(join(root, "node_modules"), join(planted, "node_modules"));
});
afterAll(() => rm(planted, { recursive: true, force: true }));

describe("lint gates", () => {
  let refusals: ReadonlyMap<string, readonly string[]>;
  beforeAll(async () => {
    await plant([...breaks, { file: "src/domain/clean.ts", code: "/** Fine. */\nexport const fine = 1;\n" }]);
    const { output } = await run("oxlint", ["--type-aware", "--format", "json", "src", "e2e"]);
    const report = JSON.parse(output.slice(output.indexOf("{"))) as { diagnostics: { code: string; filename: string; severity: string }[] };
    const found = new Map<string, string[]>();
    for (const { code, filename, severity } of report.diagnostics) if (severity === "error") found.set(filename, [...(found.get(filename) ?? []), code]);
    refusals = found;
  }, 60_000);

  it.each(breaks)("$file is refused by $rule", ({ file, rule }) => {
    expect(refusals.get(file)?.join(" ") ?? "not refused").toContain(rule);
  });

  it("lets clean code through", () => {
    expect(refusals.get("src/domain/clean.ts")).toBeUndefined();
  });
});

describe("type gates", () => {
  it.each([
    { project: "src/domain", file: "src/domain/sees-the-page.ts", code: "export const x = document.title;\n", message: "document" },
    { project: "src/domain", file: "src/domain/sees-the-process.ts", code: "export const x = process.pid;\n", message: "process" },
    { project: "src/local-aws", file: "src/local-aws/sees-the-page.ts", code: "export const x = document.title;\n", message: "document" },
    { project: "src/local-aws", file: "src/local-aws/sees-buffers.ts", code: "export const x = Buffer.alloc(1);\n", message: "Buffer" },
    { project: ".", file: "src/app/unchecked-index.ts", code: "export const x = (y: string[]): string => y[0];\n", message: "unchecked-index.ts" },
    { project: ".", file: "src/app/enum.ts", code: "export enum X {\n  A,\n}\n", message: "enum.ts" },
  ])("$file is refused by the types of $project", async ({ project, file, code, message }) => {
    await plant([{ file, code }]);
    const { status, output } = await run("tsc", ["--noEmit", "-p", project]);
    const line = output.split("\n").find((text) => text.startsWith(file) && text.includes("error"));
    expect({ refused: status !== 0, line }).toEqual({ refused: true, line: expect.stringContaining(message) });
  }, 60_000);
});
