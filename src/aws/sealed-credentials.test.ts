import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { S3Client } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sealCredentials, type SealedCredentials } from "./sealed-credentials.ts";

/** AWS's signer with the plain secret: the reference that the sealed one must equal. */
class PlainSha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", asKey(secret));
  }
  update(chunk: Uint8Array): void {
    this.#hash.update(chunk);
  }
  reset(): void {
    throw new Error("not used");
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
}

function asKey(secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof secret === "string") return secret;
  return ArrayBuffer.isView(secret) ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength) : new Uint8Array(secret);
}

interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

function plainSigner(identity: Identity, region: string, service: string): SignatureV4 {
  const { sessionToken, ...rest } = identity;
  const credentials = sessionToken === undefined ? rest : { ...rest, sessionToken };
  return new SignatureV4({ credentials, region, service, sha256: PlainSha256, uriEscapePath: service !== "s3" });
}

function sealedSigner(sealed: SealedCredentials, region: string, service: string): SignatureV4 {
  const { accessKeyId, secretHandle: secretAccessKey, sessionToken } = sealed;
  const credentials = sessionToken === undefined ? { accessKeyId, secretAccessKey } : { accessKeyId, secretAccessKey, sessionToken };
  return new SignatureV4({ credentials, region, service, sha256: sealed.sha256, uriEscapePath: service !== "s3" });
}

const identities = fc.record({
  accessKeyId: fc.stringMatching(/^A[KS]IA[A-Z0-9]{16}$/),
  secretAccessKey: fc.stringMatching(/^[A-Za-z0-9/+]{40}$/),
  sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9/+=]{20,60}$/), { nil: undefined }),
});
const requests = fc.record({
  method: fc.constantFrom("GET", "PUT", "HEAD", "POST", "DELETE"),
  path: fc.webPath().map((path) => path || "/"),
  query: fc.dictionary(fc.stringMatching(/^[a-z-]{1,12}$/), fc.string({ maxLength: 20 }), { maxKeys: 4, noNullPrototype: true }),
  body: fc.option(fc.uint8Array({ maxLength: 200 }), { nil: undefined }),
  header: fc.stringMatching(/^[ -~]{1,30}$/),
});
const scopes = fc.record({
  region: fc.constantFrom("us-east-1", "eu-west-1"),
  service: fc.constantFrom("s3", "kms", "sts"),
  signingDate: fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }),
});

function httpRequest(parts: { method: string; path: string; query: Record<string, string>; body: Uint8Array | undefined; header: string }): HttpRequest {
  const { header, ...rest } = parts;
  return new HttpRequest({ ...rest, protocol: "https:", hostname: "b.s3.amazonaws.com", headers: { host: "b.s3.amazonaws.com", "x-amz-meta-note": header } });
}

describe("sealed credentials", () => {
  it("sign headers as the plain secret does", async () => {
    await fc.assert(
      fc.asyncProperty(identities, requests, scopes, async (identity, parts, { region, service, signingDate }) => {
        const expected = await plainSigner(identity, region, service).sign(httpRequest(parts), { signingDate });
        const sealed = await sealCredentials(identity);
        const signer = sealedSigner(sealed, region, service);
        expect((await signer.sign(httpRequest(parts), { signingDate })).headers).toEqual(expected.headers);
        // The second time the signer takes the derived key out of its cache
        expect((await signer.sign(httpRequest(parts), { signingDate })).headers).toEqual(expected.headers);
      }),
      { numRuns: 60 },
    );
  });

  it("presign as the plain secret does", async () => {
    await fc.assert(
      fc.asyncProperty(identities, requests, scopes, fc.integer({ min: 1, max: 604_800 }), async (identity, parts, scope, expiresIn) => {
        const { region, service, signingDate } = scope;
        const expected = await plainSigner(identity, region, service).presign(httpRequest(parts), { signingDate, expiresIn });
        const sealed = await sealCredentials(identity);
        const answered = await sealedSigner(sealed, region, service).presign(httpRequest(parts), { signingDate, expiresIn });
        expect(answered.query).toEqual(expected.query);
      }),
      { numRuns: 60 },
    );
  });

  it("never hold the secret in anything the SDK's configuration reaches", async () => {
    const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const sealed = await sealCredentials({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey });
    const client = new S3Client({
      region: "us-east-1",
      credentials: { accessKeyId: sealed.accessKeyId, secretAccessKey: sealed.secretHandle },
      sha256: sealed.sha256,
    });
    await sealedSigner(sealed, "us-east-1", "s3").sign(
      httpRequest({ method: "GET", path: "/", query: {}, body: undefined, header: "x" }),
    );
    const strings = [...reachable({ config: client.config, credentials: await client.config.credentials(), sealed })];
    expect(strings.some((text) => text.includes(sealed.secretHandle))).toBe(true);
    for (const piece of [secretAccessKey, secretAccessKey.slice(0, 12), secretAccessKey.slice(-12)]) {
      expect(strings.filter((text) => text.includes(piece))).toEqual([]);
    }
  });

  it("give out signatures only: derived keys leave as handles that are not the keys", async () => {
    const secretAccessKey = "s".repeat(40);
    const sealed = await sealCredentials({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey });
    const hash = new sealed.sha256(`AWS4${sealed.secretHandle}`);
    hash.update(new TextEncoder().encode("20260101"));
    const link = await hash.digest();
    expect(Buffer.from(link)).not.toEqual(createHmac("sha256", `AWS4${secretAccessKey}`).update("20260101").digest());
    // A copy of the handle's bytes is worth nothing: only the very object stands for the key
    expect(() => new sealed.sha256(link.slice())).toThrow("Only the sealed key");
    expect(() => new sealed.sha256("another secret")).toThrow("Only the sealed key");
  });

  it("cannot sign once forgotten, not even with a derived key handed out before", async () => {
    const sealed = await sealCredentials({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "s".repeat(40) });
    const signer = sealedSigner(sealed, "us-east-1", "s3");
    const request = httpRequest({ method: "GET", path: "/", query: {}, body: undefined, header: "x" });
    await signer.sign(request);
    sealed.forget();
    await expect(signer.sign(request)).rejects.toThrow("The session has ended");
  });

  it("hash without a key like any SHA-256", async () => {
    const { sha256 } = await sealCredentials({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "s".repeat(40) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }), async (chunks) => {
        const hash = new sha256();
        for (const chunk of chunks) hash.update(chunk);
        expect(Buffer.from(await hash.digest())).toEqual(createHash("sha256").update(Buffer.concat(chunks)).digest());
      }),
    );
  });
});

/** Every string that can be reached from a value by property, symbol, prototype, Map or Set, functions' own texts included. */
function* reachable(root: unknown): Generator<string> {
  const seen = new Set<unknown>();
  const queue: unknown[] = [root];
  while (queue.length > 0) {
    const value = queue.pop();
    if (typeof value === "string") yield value;
    if (value === null || (typeof value !== "object" && typeof value !== "function") || seen.has(value)) continue;
    seen.add(value);
    if (ArrayBuffer.isView(value)) yield Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("latin1");
    if (value instanceof Map) queue.push(...value.keys(), ...value.values());
    if (value instanceof Set) queue.push(...value);
    for (const key of Reflect.ownKeys(value)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
      if (descriptor !== undefined && "value" in descriptor) queue.push(descriptor.value);
    }
    queue.push(Reflect.getPrototypeOf(value));
  }
}
