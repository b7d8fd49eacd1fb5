import { authorizeKms } from "#local-aws/kms/authorize-key.ts";
import { validation } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";

/** GenerateRandom: 1 to 1,024 bytes (aws-facts 3.8). */
export function generateRandom(services: Pick<KmsServices, "random">): KmsOperation {
  return async (input, call) => {
    input.refuse("Recipient", "CustomKeyStoreId");
    const length = input.integer("NumberOfBytes", { min: 1, max: 1024 });
    if (length === undefined) throw validation("NumberOfBytes is required.");
    authorizeKms(call, "kms:GenerateRandom", "*");
    return { Plaintext: base64(services.random.bytes(length)) };
  };
}
