import { malformedXml, type XmlElement, type XmlMembers } from "#local-aws/protocol/xml.ts";
import type { BlockedEncryptionType, Bucket, BucketEncryption, SseAlgorithm } from "#local-aws/world.ts";
import { allowChildren, singleChild, singleText } from "./answers.ts";
import { invalidArgument } from "./request-errors.ts";

/** What one ServerSideEncryptionConfiguration says; undefined for what it leaves out. */
export interface EncryptionConfiguration {
  readonly encryption: BucketEncryption | undefined;
  readonly blockedEncryptionTypes: readonly BlockedEncryptionType[] | undefined;
}

const SSE_S3: BucketEncryption = { algorithm: "AES256", bucketKeyEnabled: false };
const ALGORITHMS = ["AES256", "aws:kms", "aws:kms:dsse"] as const satisfies readonly SseAlgorithm[];
const BLOCKED_TYPES = ["SSE-C", "NONE"] as const satisfies readonly BlockedEncryptionType[];

/**
 * Reads the document of PutBucketEncryption: exactly one rule. The key is not looked up (aws-facts 1.10).
 * @throws AwsError 400 `MalformedXML`, 400 `InvalidArgument` for a key with AES256.
 */
export function readEncryptionConfiguration(root: XmlElement): EncryptionConfiguration {
  allowChildren(root, ["Rule"]);
  const rule = singleChild(root, "Rule");
  if (rule === undefined) throw malformedXml();
  allowChildren(rule, ["ApplyServerSideEncryptionByDefault", "BucketKeyEnabled", "BlockedEncryptionTypes"]);
  const byDefault = singleChild(rule, "ApplyServerSideEncryptionByDefault");
  const bucketKeyEnabled = readBoolean(singleText(rule, "BucketKeyEnabled"));
  const blockedEncryptionTypes = readBlocked(singleChild(rule, "BlockedEncryptionTypes"));
  if (byDefault !== undefined) return { encryption: { ...readByDefault(byDefault), bucketKeyEnabled }, blockedEncryptionTypes };
  // A rule may hold nothing but the blocked types (aws-facts 1.12).
  if (blockedEncryptionTypes === undefined) throw malformedXml();
  return { encryption: undefined, blockedEncryptionTypes };
}

/** The document of GetBucketEncryption: a bucket always has a rule, SSE-S3 when none was put (aws-facts 1.10). */
export function encryptionConfigurationXml(bucket: Pick<Bucket, "encryption" | "blockedEncryptionTypes">): XmlMembers {
  const { algorithm, kmsMasterKeyId, bucketKeyEnabled } = bucket.encryption ?? SSE_S3;
  return {
    Rule: {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: kmsMasterKeyId },
      BucketKeyEnabled: bucketKeyEnabled,
      BlockedEncryptionTypes: bucket.blockedEncryptionTypes === undefined ? undefined : { EncryptionType: bucket.blockedEncryptionTypes },
    },
  };
}

function readByDefault(element: XmlElement): Pick<BucketEncryption, "algorithm" | "kmsMasterKeyId"> {
  allowChildren(element, ["SSEAlgorithm", "KMSMasterKeyID"]);
  const text = singleText(element, "SSEAlgorithm");
  const algorithm = ALGORITHMS.find((known) => known === text);
  if (algorithm === undefined) throw malformedXml();
  const kmsMasterKeyId = singleText(element, "KMSMasterKeyID");
  if (kmsMasterKeyId === undefined) return { algorithm };
  if (algorithm === "AES256") {
    throw invalidArgument("a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse", {
      ArgumentName: "ApplyServerSideEncryptionByDefault",
    });
  }
  return kmsMasterKeyId === "" ? { algorithm } : { algorithm, kmsMasterKeyId };
}

function readBoolean(text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  throw malformedXml();
}

function readBlocked(element: XmlElement | undefined): readonly BlockedEncryptionType[] | undefined {
  if (element === undefined) return undefined;
  allowChildren(element, ["EncryptionType"]);
  const text = singleText(element, "EncryptionType");
  const type = BLOCKED_TYPES.find((known) => known === text);
  if (type === undefined) throw malformedXml();
  return [type];
}
