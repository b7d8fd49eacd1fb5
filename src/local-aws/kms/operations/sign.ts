import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { keyForUse } from "#local-aws/kms/key-access.ts";
import { dryRunSucceeded } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { readSigningRequest, requireSigning, signingConditions, signUnder } from "#local-aws/kms/signatures.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** Sign, a message of up to 4,096 bytes. A digest in its place is refused: WebCrypto signs messages only. */
export function sign(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const request = readSigningRequest(input);
    const dryRun = input.boolean("DryRun");
    checkGrantTokens(services.keyStore, call, input);
    const key = keyForUse(services.keyStore, call, "Sign", { reference, conditions: signingConditions(request) });
    requireSigning(key, request);
    if (dryRun) throw dryRunSucceeded();
    const signature = await signUnder(services.keyStore, key, request);
    return { KeyId: key.arn, Signature: base64(signature), SigningAlgorithm: request.algorithm };
  };
}
