import { expect, test } from "vitest";
import { createNodeHashing } from "#local-aws/adapters/node-hashing.ts";
import { hex, sha256, utf8 } from "#local-aws/protocol/bytes.ts";
import { canonicalRequest, canonicalUri, type SignedParts } from "./canonical-request.ts";
import { createChunkSignatures } from "./chunk-signatures.ts";
import { deriveSigner, stringToSign, type CredentialScope } from "./signing-key.ts";

// The worked examples of AWS's own documentation of Signature Version 4: the secrets in them are AWS's examples too.
const S3_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const S3_SCOPE: CredentialScope = { date: "20130524", region: "us-east-1", service: "s3" };
const hashing = await createNodeHashing();
const S3_DATE = "20130524T000000Z";

function signatureOf(secret: string, scope: CredentialScope, amzDate: string, parts: SignedParts): string {
  const sign = deriveSigner(hashing, secret, scope);
  return sign(stringToSign(hashing, amzDate, scope, canonicalRequest(parts)));
}

function parts(rest: Partial<SignedParts> & { readonly headers: Readonly<Record<string, string>> }): SignedParts {
  return {
    method: "GET",
    uri: "/",
    parameters: [],
    header: (name) => rest.headers[name],
    signedHeaders: Object.keys(rest.headers),
    payload: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ...rest,
  };
}

test("IAM ListUsers", async () => {
  const signature = signatureOf(
    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    { date: "20150830", region: "us-east-1", service: "iam" },
    "20150830T123600Z",
    parts({
      parameters: [["Version", "2010-05-08"], ["Action", "ListUsers"]],
      headers: {
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        host: "iam.amazonaws.com",
        "x-amz-date": "20150830T123600Z",
      },
    }),
  );
  expect(signature).toBe("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
});

test("S3 GetObject with a range", async () => {
  const signature = signatureOf(
    S3_SECRET,
    S3_SCOPE,
    S3_DATE,
    parts({
      uri: canonicalUri("/test.txt", "s3"),
      headers: {
        host: "examplebucket.s3.amazonaws.com",
        range: "bytes=0-9",
        "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-amz-date": S3_DATE,
      },
    }),
  );
  expect(signature).toBe("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
});

test("S3 GetObject by a presigned URL", async () => {
  const signature = signatureOf(
    S3_SECRET,
    S3_SCOPE,
    S3_DATE,
    parts({
      uri: canonicalUri("/test.txt", "s3"),
      parameters: [
        ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
        ["X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"],
        ["X-Amz-Date", S3_DATE],
        ["X-Amz-Expires", "86400"],
        ["X-Amz-SignedHeaders", "host"],
        ["X-Amz-Signature", "not part of what is signed"],
      ],
      headers: { host: "examplebucket.s3.amazonaws.com" },
      payload: "UNSIGNED-PAYLOAD",
    }),
  );
  expect(signature).toBe("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
});

test("S3 PutObject in chunks", async () => {
  const seed = signatureOf(
    S3_SECRET,
    S3_SCOPE,
    S3_DATE,
    parts({
      method: "PUT",
      uri: canonicalUri("/examplebucket/chunkObject.txt", "s3"),
      headers: {
        "content-encoding": "aws-chunked",
        "content-length": "66824",
        host: "s3.amazonaws.com",
        "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "x-amz-date": S3_DATE,
        "x-amz-decoded-content-length": "66560",
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
      },
      payload: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    }),
  );
  expect(seed).toBe("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
  const signatures = createChunkSignatures(deriveSigner(hashing, S3_SECRET, S3_SCOPE), { amzDate: S3_DATE, scope: S3_SCOPE, signature: seed });
  const hashOf = async (length: number): Promise<string> => hex(await sha256(utf8("a".repeat(length))));
  signatures.verifyChunk("ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", await hashOf(65_536));
  signatures.verifyChunk("0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497", await hashOf(1024));
  const empty = await hashOf(0);
  expect(() => signatures.verifyChunk("b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df8", empty)).toThrow(
    expect.objectContaining({ code: "SignatureDoesNotMatch" }),
  );
  signatures.verifyChunk("b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", await hashOf(0));
});
