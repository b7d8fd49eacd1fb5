import { describe, expect, it } from "vitest";
import { defaultConsoleConfig } from "#domain/config.ts";
import { loadConfig } from "./load-config.ts";

const answering = (body: string, init?: ResponseInit) => () => Promise.resolve(new Response(body, { headers: { "content-type": "application/json" }, ...init }));

describe("loadConfig", () => {
  it("takes a valid configuration", async () => {
    const loaded = await loadConfig(answering(JSON.stringify({ ...defaultConsoleConfig, region: "eu-west-1" })));
    expect(loaded.ok && loaded.config.region).toBe("eu-west-1");
  });

  it.each([
    ["no file", answering("", { status: 404 })],
    ["the page itself for an unknown path", answering("<!doctype html>", { headers: { "content-type": "text/html" } })],
  ])("works with AWS when there is %s", async (_, fetcher) => {
    expect(await loadConfig(fetcher)).toEqual({ ok: true, config: defaultConsoleConfig });
  });

  it.each([
    ["no JSON", answering("{"), /no JSON/],
    ["a server error", answering("", { status: 500 }), /500/],
    ["no server", () => Promise.reject(new TypeError("failed")), /did not answer/],
    ["a wrong member", answering(JSON.stringify({ ...defaultConsoleConfig, region: 7 })), /region/],
  ])("says what is wrong with %s", async (_, fetcher, words) => {
    const loaded = await loadConfig(fetcher);
    expect(loaded.ok ? "" : loaded.problem).toMatch(words);
  });
});
