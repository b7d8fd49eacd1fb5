import { callerOf, findAccessKey } from "#local-aws/iam/principals.ts";
import { equalTextInConstantTime } from "#local-aws/protocol/bytes.ts";
import type { Services } from "#local-aws/services.ts";
import type { Caller, RequestOrigin } from "#local-aws/world.ts";
import type { Refuse } from "./auth-problem.ts";
import { assertToken } from "./authenticate.ts";
import { readCredential } from "./signature-parameters.ts";
import { deriveSigner } from "./signing-key.ts";

/** The signature of a browser form: over the base64 text of its policy (S3 API Reference, "Calculating a POST signature"). */
export interface PolicySignature {
  readonly policy: string;
  readonly credential: string;
  readonly amzDate: string;
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** The bucket's: a form signed for another Region is refused. */
  readonly region: string;
}

/** Verifies who signed a form. Throws what `refuse` makes of the problem. */
export async function authenticatePolicy(
  services: Pick<Services, "clock" | "hashing" | "metadata">,
  signed: PolicySignature,
  origin: RequestOrigin,
  refuse: Refuse,
): Promise<Caller> {
  const credential = readCredential(signed.credential);
  if (credential === undefined || credential.scope.service !== "s3") {
    throw refuse({ kind: "malformed-header", detail: 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".' });
  }
  const { accessKeyId, scope } = credential;
  if (scope.region !== signed.region) throw refuse({ kind: "wrong-region", form: "header", given: scope.region, expected: signed.region });
  if (!signed.amzDate.startsWith(scope.date)) {
    throw refuse({ kind: "malformed-header", detail: `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${signed.amzDate.slice(0, 8)}".` });
  }
  const accessKey = findAccessKey(services.metadata, accessKeyId);
  const caller = accessKey && callerOf(services.metadata, accessKey, origin);
  if (accessKey === undefined || caller === undefined) throw refuse({ kind: "unknown-key", accessKeyId });
  assertToken(accessKey, signed.sessionToken, services.clock.now(), refuse);
  const sign = deriveSigner(services.hashing, accessKey.secretAccessKey, scope);
  if (equalTextInConstantTime(sign(signed.policy), signed.signature)) return caller;
  throw refuse({ kind: "signature-mismatch", accessKeyId, stringToSign: signed.policy, signatureProvided: signed.signature, canonicalRequest: "" });
}
