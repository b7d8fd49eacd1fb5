import type { ApiCall, JsonObject, TouchedResource } from "#local-aws/cloudtrail/api-call.ts";
import { longTime } from "#local-aws/cloudtrail/event-time.ts";
import { lowerCamel } from "#local-aws/cloudtrail/lower-camel.ts";
import { type CallEnd, recordCall } from "#local-aws/cloudtrail/record-call.ts";
import { tlsDetailsOf } from "#local-aws/cloudtrail/tls-details.ts";
import type { RequestContext } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import type { Caller } from "#local-aws/world.ts";

/** Where events say that they come from. */
export const KMS_EVENT_SOURCE = "kms.amazonaws.com";

/** Request members that an event tells. Blobs, secrets and grant tokens are not among them, nor is anything that KMS does not know. */
const TOLD_MEMBERS = new Set(
  (
    "AliasName BypassPolicyLockoutSafetyCheck Constraints CustomKeyStoreId CustomerMasterKeySpec Description DestinationEncryptionAlgorithm " +
    "DestinationEncryptionContext DestinationKeyId DryRun EncryptionAlgorithm EncryptionContext ExpirationModel GrantId GranteePrincipal " +
    "ImportType IncludeKeyMaterial KeyAgreementAlgorithm KeyId KeyMaterialDescription KeyMaterialId KeyPairSpec KeySpec KeyUsage Limit " +
    "MacAlgorithm Marker MessageType MultiRegion Name NumberOfBytes Operations Origin PendingWindowInDays Policy PolicyName PrimaryRegion " +
    "ReplicaRegion RetiringPrincipal RotationPeriodInDays SigningAlgorithm SourceEncryptionAlgorithm SourceEncryptionContext SourceKeyId " +
    "TagKeys Tags TargetKeyId ValidTo WrappingAlgorithm WrappingKeySpec"
  ).split(" "),
);
/** Members of an answer that the event of a change tells. */
const TOLD_RESULTS = new Set("DeletionDate GrantId KeyId KeyMaterialId KeyMetadata KeyState PendingWindowInDays ReplicaKeyMetadata ReplicaPolicy".split(" "));
/** Maps whose keys are the client's. */
const CLIENT_MAPS = new Set(["EncryptionContext", "SourceEncryptionContext", "DestinationEncryptionContext", "EncryptionContextEquals", "EncryptionContextSubset"]);
/** Members that are set to this when the client leaves them out. */
const DEFAULT_ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  Encrypt: ["EncryptionAlgorithm"],
  Decrypt: ["EncryptionAlgorithm"],
  ReEncrypt: ["SourceEncryptionAlgorithm", "DestinationEncryptionAlgorithm"],
};
/** Cryptographic calls count as reads (aws-facts 6.2 row 3). */
const READ_ONLY = /^(?:Decrypt|Encrypt|ReEncrypt|Generate.*|Sign|Verify.*|DeriveSharedSecret|Describe.*|Get.*|List.*)$/;

/** What a direct call of KMS asked, and the keys that it settled on so far (`KmsCall.usedKeyArns`). */
export interface DirectCall {
  readonly operation: string;
  /** Body of the request: a JSON object. */
  readonly text: string;
  readonly usedKeyArns: ReadonlySet<string>;
}

/** Runs a direct call of KMS and records its event, failures too (aws-facts 6.2 row 3). */
export function recordKmsCall(
  services: Pick<Services, "clock" | "trail">,
  context: RequestContext & { readonly caller: Caller },
  { operation, text, usedKeyArns }: DirectCall,
  work: () => Promise<JsonObject | undefined>,
): Promise<JsonObject | undefined> {
  const readOnly = READ_ONLY.test(operation);
  const { caller, region, origin } = context;
  const start = { eventSource: KMS_EVENT_SOURCE, eventName: operation, readOnly, region, caller: { kind: "principal", caller }, from: origin, ...tlsDetailsOf(context) } as const;
  return recordCall(services, start, work, (output): CallEnd => {
    const input = { ...defaultsOf(operation), ...only(TOLD_MEMBERS, JSON.parse(text === "" ? "{}" : text)) };
    const keyMaterialId = output?.["KeyMaterialId"];
    return {
      requestParameters: lowerCamel(input, CLIENT_MAPS),
      responseElements: readOnly ? null : responseElements(output, usedKeyArns),
      resources: [...aliasResources(input["AliasName"], region, caller.accountId), ...keyResources(usedKeyArns)],
      ...(readOnly && typeof keyMaterialId === "string" ? { additionalEventData: { keyMaterialId } } : {}),
    };
  });
}

/** Keys as resources of an event. */
export function keyResources(keyArns: Iterable<string>): TouchedResource[] {
  return Array.from(keyArns, (arn) => ({ type: "AWS::KMS::Key", arn, accountId: arn.split(":")[4] ?? "" }));
}

/** An alias that is made, changed or deleted is a resource of its own. */
function aliasResources(aliasName: unknown, region: string, accountId: string): TouchedResource[] {
  if (typeof aliasName !== "string" || !aliasName.startsWith("alias/")) return [];
  return [{ type: "AWS::KMS::Alias", arn: `arn:aws:kms:${region}:${accountId}:${aliasName}`, accountId }];
}

function defaultsOf(operation: string): JsonObject {
  return Object.fromEntries((DEFAULT_ALGORITHMS[operation] ?? []).map((name) => [name, "SYMMETRIC_DEFAULT"]));
}

/** A change names the ARN of its key even when its answer does not. */
function responseElements(output: JsonObject | undefined, [keyArn]: readonly string[] | ReadonlySet<string>): ApiCall["responseElements"] {
  const told = lowerCamel(only(TOLD_RESULTS, withLongTimes(output ?? {})));
  const whole = keyArn === undefined || "keyMetadata" in told ? told : { ...told, keyId: keyArn };
  return Object.keys(whole).length === 0 ? null : whole;
}

function only(names: ReadonlySet<string>, members: unknown): JsonObject {
  if (typeof members !== "object" || members === null) return {};
  return Object.fromEntries(Object.entries(members).filter(([name]) => names.has(name)));
}

/** Answers count seconds; events write them out. */
function withLongTimes(members: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => {
      if (name.endsWith("Date") && typeof value === "number") return [name, longTime(value * 1000)];
      const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
      return [name, isMap ? withLongTimes(Object.fromEntries(Object.entries(value))) : value];
    }),
  );
}
