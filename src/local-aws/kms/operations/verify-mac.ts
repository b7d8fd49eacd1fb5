import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { keyForUse } from "#local-aws/kms/key-access.ts";
import { dryRunSucceeded, invalidMac } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { requireAlgorithm } from "#local-aws/kms/encryption-algorithm.ts";
import { MAC_ALGORITHMS, macUnder } from "#local-aws/kms/macs.ts";
import { equalInConstantTime } from "#local-aws/protocol/bytes.ts";

/** VerifyMac: answers for an HMAC that is right, and throws for any other. */
export function verifyMac(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const message = input.requiredBlob("Message", { min: 1, max: 4096 });
    const mac = input.requiredBlob("Mac", { min: 1, max: 6144 });
    const algorithm = input.requiredString("MacAlgorithm", { oneOf: MAC_ALGORITHMS });
    const dryRun = input.boolean("DryRun");
    checkGrantTokens(services.keyStore, call, input);
    const key = keyForUse(services.keyStore, call, "VerifyMac", { reference, conditions: { "kms:macalgorithm": [algorithm] } });
    requireAlgorithm(algorithm, key);
    if (dryRun) throw dryRunSucceeded();
    if (!equalInConstantTime(mac, await macUnder(services.keyStore, key, algorithm, message))) throw invalidMac();
    return { KeyId: key.arn, MacValid: true, MacAlgorithm: algorithm };
  };
}
