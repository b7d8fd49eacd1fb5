import { checkGrantTokens } from "#local-aws/kms/grant-tokens.ts";
import { keyForUse } from "#local-aws/kms/key-access.ts";
import { curveOf } from "#local-aws/kms/key-secrets.ts";
import { dryRunSucceeded, validation } from "#local-aws/kms/kms-errors.ts";
import type { KmsOperation, KmsServices } from "#local-aws/kms/kms-operation.ts";
import { secretOf } from "#local-aws/kms/only-material.ts";
import { base64 } from "#local-aws/protocol/bytes.ts";
import type { KmsKey } from "#local-aws/world.ts";

/** DeriveSharedSecret: ECDH of a key of usage KEY_AGREEMENT with another party's public key (SubjectPublicKeyInfo, the same curve). */
export function deriveSharedSecret(services: Pick<KmsServices, "keyStore">): KmsOperation {
  return async (input, call) => {
    input.refuse("Recipient");
    const reference = input.keyId();
    const algorithm = input.requiredString("KeyAgreementAlgorithm", { oneOf: ["ECDH"] });
    const publicKey = input.requiredBlob("PublicKey", { min: 1, max: 8192 });
    const dryRun = input.boolean("DryRun");
    checkGrantTokens(services.keyStore, call, input);
    const key = keyForUse(services.keyStore, call, "DeriveSharedSecret", { reference, conditions: { "kms:keyagreementalgorithm": [algorithm] } });
    const own = secretOf(services.keyStore, key);
    if (dryRun) throw dryRunSucceeded();
    return { KeyId: key.arn, SharedSecret: base64(await agree(key, own, publicKey)), KeyAgreementAlgorithm: algorithm, KeyOrigin: key.origin };
  };
}

async function agree(key: KmsKey, own: Uint8Array<ArrayBuffer>, other: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const curve = { name: "ECDH", namedCurve: curveOf(key.keySpec) ?? "" };
  const theirs = await crypto.subtle.importKey("spki", other, curve, false, []).catch(() => {
    throw validation("The public key is not valid for the key spec of the KMS key.");
  });
  const mine = await crypto.subtle.importKey("pkcs8", own, curve, false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine, null));
}
