import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { keyForUse } from "#local-aws/kms/key-access.ts";
import { dryRunSucceeded } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { requireAlgorithm } from "#local-aws/kms/encryption-algorithm.ts";
import { MAC_ALGORITHMS, macUnder } from "#local-aws/kms/macs.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** GenerateMac, of a message of up to 4,096 bytes. */
export function generateMac(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    const reference = input.keyId();
    const message = input.requiredBlob("Message", { min: 1, max: 4096 });
    const algorithm = input.requiredString("MacAlgorithm", { oneOf: MAC_ALGORITHMS });
    const dryRun = input.boolean("DryRun");
    checkGrantTokens(services.keyStore, call, input);
    const key = keyForUse(services.keyStore, call, "GenerateMac", { reference, conditions: { "kms:macalgorithm": [algorithm] } });
    requireAlgorithm(algorithm, key);
    if (dryRun) throw dryRunSucceeded();
    return { KeyId: key.arn, Mac: base64(await macUnder(services.keyStore, key, algorithm, message)), MacAlgorithm: algorithm };
  };
}
