import type { ApiCall, JsonObject } from "#local-aws/cloudtrail/api-call.ts";
import { recordCall } from "#local-aws/cloudtrail/record-call.ts";
import type { Services } from "#local-aws/services.ts";
import type { Caller } from "#local-aws/world.ts";
import { decodeCiphertextBlob } from "./ciphertext-blob.ts";
import { KMS_EVENT_SOURCE, keyResources } from "./kms-event.ts";
import type { KmsForS3 } from "./kms-for-s3.ts";
import { S3_ALIAS } from "./managed-key.ts";

/** Under this name S3 shows as the one who called with its caller's permission (forward access). */
const FORWARD_ACCESS = "fas.s3.amazonaws.com";

interface InnerCall {
  readonly caller: Caller;
  readonly region: string;
}

/**
 * KMS's door for S3 with each call in the audit trail of S3's caller, as aws-facts 6.3 has it. A write under a bucket key that S3 holds only
 * resolves its key, which is no call of KMS: no event (aws-facts 6.2 row 5). When that fails, it stands for the GenerateDataKey that fails.
 */
export function recordedKmsForS3(services: Pick<Services, "clock" | "random" | "trail">, kms: KmsForS3): KmsForS3 {
  const start = (eventName: string, { caller, region }: InnerCall): Parameters<typeof recordCall>[1] => ({
    eventSource: KMS_EVENT_SOURCE,
    eventName,
    readOnly: true,
    region,
    caller: { kind: "principal", caller, invokedBy: FORWARD_ACCESS },
    from: { sourceIpAddress: FORWARD_ACCESS, userAgent: FORWARD_ACCESS, requestId: services.random.uuid() },
  });
  const generation = (request: InnerCall & { readonly keyReference: string | undefined; readonly encryptionContext?: JsonObject }, keyArn?: string): JsonObject => {
    const managed = `arn:aws:kms:${request.region}:${request.caller.accountId}:${S3_ALIAS}`;
    const isManaged = request.keyReference === undefined || request.keyReference === S3_ALIAS || request.keyReference === managed;
    return { keyId: isManaged ? managed : (keyArn ?? request.keyReference), keySpec: "AES_256", ...(request.encryptionContext && { encryptionContext: request.encryptionContext }) };
  };

  return {
    ...kms,
    generateDataKey: (request) =>
      recordCall(
        services,
        start("GenerateDataKey", request),
        () => kms.generateDataKey(request),
        (made) => ({ requestParameters: generation(request, made?.keyArn), ...ended(made?.keyArn, made?.ciphertextBlob) }),
      ),
    decrypt: (request) =>
      recordCall(
        services,
        start("Decrypt", request),
        () => kms.decrypt(request),
        (opened) => ({
          requestParameters: { encryptionContext: request.encryptionContext, encryptionAlgorithm: "SYMMETRIC_DEFAULT" },
          ...ended(opened?.keyArn, request.ciphertextBlob),
        }),
      ),
    async resolve(request) {
      const at = services.clock.now();
      try {
        return await kms.resolve(request);
      } catch (error) {
        // Nothing was generated, but on AWS the refusal would have been KMS's answer to GenerateDataKey.
        const refused = (): Promise<never> => Promise.reject(error instanceof Error ? error : new Error(String(error)));
        const noted = { ...services, clock: { now: () => at } };
        return recordCall(noted, start("GenerateDataKey", request), refused, () => ({ requestParameters: generation(request), responseElements: null, resources: [] }));
      }
    },
  };
}

/** What both calls tell of the key that they used; nothing where they failed before they had one. */
function ended(keyArn: string | undefined, ciphertextBlob: Uint8Array | undefined): Pick<ApiCall, "responseElements" | "resources" | "additionalEventData"> {
  const keyMaterialId = ciphertextBlob && decodeCiphertextBlob(ciphertextBlob)?.materialId;
  return {
    responseElements: null,
    resources: keyArn === undefined ? [] : keyResources([keyArn]),
    ...(keyArn === undefined || keyMaterialId === undefined ? {} : { additionalEventData: { keyMaterialId } }),
  };
}
