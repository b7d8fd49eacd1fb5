import { describe, expect, test, vi } from "vitest";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { answerCopy, type Copying, PATIENCE_MS } from "./copy-answer.ts";

const RESULT = { members: { ETag: '"1"' }, headers: { "x-amz-version-id": "v" } };

function answer(work: (pass: (milliseconds: number) => void) => Promise<Awaited<ReturnType<Copying["work"]>>>): Promise<Response> {
  let now = 0;
  return answerCopy(
    { clock: { now: () => now } },
    { requestId: "REQUEST" },
    {
      root: "CopyObjectResult",
      headers: { "x-amz-server-side-encryption": "AES256" },
      work: (progress) =>
        work((milliseconds) => {
          now += milliseconds;
          progress();
        }),
    },
  );
}

const refuse = () => new AwsError(404, "NoSuchBucket", "The specified bucket does not exist");

describe("a copy within S3's patience", () => {
  test("is answered when it is done, with all its headers", async () => {
    const response = await answer(async (pass) => {
      pass(PATIENCE_MS - 1);
      return RESULT;
    });
    expect(response.headers.get("x-amz-version-id")).toBe("v");
    expect(await response.text()).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<CopyObjectResult/);
  });

  test("is refused as any request", async () => {
    await expect(answer(async () => Promise.reject(refuse()))).rejects.toThrow(expect.objectContaining({ status: 404 }));
  });
});

describe("a copy beyond it", () => {
  test("begins to answer before it is done: declaration, white space as time passes, then the document", async () => {
    let finish: (() => void) | undefined;
    const response = await answer(async (pass) => {
      pass(PATIENCE_MS);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      for (const milliseconds of [400, 700, 1000]) pass(milliseconds);
      return RESULT;
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-amz-server-side-encryption")).toBe("AES256");
    expect(response.headers.get("x-amz-version-id")).toBeNull();
    finish?.();
    expect(await response.text()).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n {2}<CopyObjectResult.*<ETag>&quot;1&quot;<\/ETag><\/CopyObjectResult>$/);
  });

  test("tells a refusal, and a defect without a word of it, as an error inside the 200", async () => {
    const late = (error: Error) =>
      answer(async (pass) => {
        pass(PATIENCE_MS);
        await Promise.resolve();
        throw error;
      });
    const refused = await late(refuse());
    expect(refused.status).toBe(200);
    expect(await refused.text()).toMatch(/^<\?xml[^>]*>\n<Error><Code>NoSuchBucket<\/Code>.*<RequestId>REQUEST<\/RequestId>/);
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const broken = await (await late(new Error("a secret"))).text();
    expect(broken).toContain("<Code>InternalError</Code>");
    expect(broken).not.toContain("secret");
    expect(log).toHaveBeenCalled();
    log.mockRestore();
  });

  test("goes on when the client has gone away", async () => {
    let finished = false;
    const response = await answer(async (pass) => {
      pass(PATIENCE_MS);
      await new Promise((resolve) => setTimeout(resolve, 0));
      pass(2000);
      finished = true;
      return RESULT;
    });
    await response.body?.cancel();
    await vi.waitFor(() => expect(finished).toBe(true));
  });
});
