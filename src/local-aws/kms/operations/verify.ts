import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { keyForUse } from "#local-aws/kms/key-access.ts";
import { dryRunSucceeded, invalidSignature } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { isSignedBy, readSigningRequest, requireSigning, signingConditions } from "#local-aws/kms/signatures.ts";

/** Verify: answers for a signature that is right, and throws for any other. */
export function verify(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const request = readSigningRequest(input);
    const signature = input.requiredBlob("Signature", { min: 1, max: 6144 });
    const dryRun = input.boolean("DryRun");
    checkGrantTokens(services.keyStore, call, input);
    const key = keyForUse(services.keyStore, call, "Verify", { reference, conditions: signingConditions(request) });
    requireSigning(key, request);
    if (dryRun) throw dryRunSucceeded();
    if (!(await isSignedBy(services.keyStore, key, request, signature))) throw invalidSignature();
    return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: request.algorithm };
  };
}
