/**
 * The rows of the stand-in's world, in AWS's words, and where each lies in the metadata stores.
 * Times are milliseconds since the epoch; byte strings are Uint8Array.
 */

/** The one account of the demo world. */
export const ACCOUNT_ID = "111122223333";
/** Regions that the stand-in knows; any other is refused as AWS refuses an unknown Region. */
export const REGIONS = ["us-east-1", "eu-west-1"] as const;

// ---------------------------------------------------------------------------------------------------------------- iam / sts

/** A tag of an IAM principal or a session: `aws:PrincipalTag/<Key>`. Keys differ by letter case only in AWS's eyes alike. */
export type PrincipalTags = Readonly<Record<string, string>>;

/** An IAM user, or the root user of an account (`userName` is then `root`). Row `["principal", accountId, userName]`. */
export interface Principal {
  readonly userName: string;
  /** `AIDA…`; the account id for a root user. */
  readonly userId: string;
  readonly arn: string;
  readonly accountId: string;
  /** JSON text of each identity policy. */
  readonly policies: readonly string[];
  readonly tags?: PrincipalTags;
}

/** An IAM role. Row `["role", accountId, roleName]`. */
export interface Role {
  readonly roleName: string;
  /** `AROA…` */
  readonly roleId: string;
  /** `arn:aws:iam::ACCOUNT:role/PATH/NAME` */
  readonly arn: string;
  readonly accountId: string;
  /** JSON text of the trust policy: who may assume it. */
  readonly trustPolicy: string;
  /** JSON text of each identity policy. */
  readonly policies: readonly string[];
  /** Seconds, 3,600 to 43,200. */
  readonly maxSessionDuration: number;
  readonly tags?: PrincipalTags;
}

/** What makes an access key a temporary one. */
export interface CredentialSession {
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** How the session came to be. `session-token` keeps its user's identity. */
  readonly source: "session-token" | "assume-role" | "web-identity" | "federation-token";
  /** RoleSessionName of a role's session, Name of a federated user's; absent for `session-token`. */
  readonly name?: string;
  /** JSON text of each session policy: rights are what they and the identity policies both allow. */
  readonly policies: readonly string[];
  readonly tags: PrincipalTags;
  readonly transitiveTagKeys: readonly string[];
  /** Set for `web-identity`: who vouched for whom. */
  readonly webIdentity?: { readonly provider: string; readonly audience: string; readonly subject: string };
}

/** An access key of a user or role: long-lived (`AKIA…`), or of a session (`ASIA…`). Row `["access-key", accessKeyId]`. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly owner:
    | { readonly type: "user"; readonly accountId: string; readonly userName: string }
    | { readonly type: "role"; readonly accountId: string; readonly roleName: string };
  readonly session?: CredentialSession;
}

/** How a request reached the stand-in: what global condition keys and CloudTrail tell of it. */
export interface RequestOrigin {
  readonly requestId: string;
  readonly sourceIpAddress: string;
  readonly userAgent: string;
  /** `aws:SecureTransport`: true under TLS only. */
  readonly secureTransport: boolean;
  /** `s3:TlsVersion`, such as `1.3`; absent where the runtime does not tell. */
  readonly tlsVersion?: string;
  /** Region of the endpoint: `aws:RequestedRegion`. */
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly referer?: string;
  /** How it was signed: `s3:authType`, `s3:signatureversion`. Absent for an anonymous request. */
  readonly authType?: "REST-HEADER" | "REST-QUERY-STRING" | "POST";
}

/** Who signed a request, after its signature was verified, and how that request came. */
export interface Caller {
  readonly type: "Root" | "IAMUser" | "AssumedRole" | "FederatedUser";
  /** `arn:aws:iam::…:user/NAME`, `arn:aws:sts::…:assumed-role/ROLE/SESSION` … (aws-facts 4.1). */
  readonly arn: string;
  /** `AIDA…`, or `AROA…:SESSION`. */
  readonly userId: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  /** User name, or session name: what CloudTrail calls Username. */
  readonly name: string;
  /** `aws:PrincipalArn`: the user's ARN, or the role's (not the session's). */
  readonly principalArn: string;
  /** JSON text of the identity policies. */
  readonly policies: readonly string[];
  /** JSON text of the session policies; none: the session has all of the identity's rights. */
  readonly sessionPolicies: readonly string[];
  /** `aws:PrincipalTag/*`: the principal's own and the session's. */
  readonly tags: PrincipalTags;
  /** Set for temporary credentials. */
  readonly session?: CredentialSession;
  /** The role behind an assumed role. */
  readonly role?: Pick<Role, "roleName" | "roleId" | "arn" | "accountId">;
  readonly origin: RequestOrigin;
}

// ---------------------------------------------------------------------------------------------------------------- kms

type KeyState = "Creating" | "Enabled" | "Disabled" | "PendingDeletion" | "PendingImport" | "PendingReplicaDeletion" | "Unavailable" | "Updating";
export type KeyUsage = "ENCRYPT_DECRYPT" | "SIGN_VERIFY" | "GENERATE_VERIFY_MAC" | "KEY_AGREEMENT";

/** A KMS key. Row `["key", region, keyId]` of the key store. */
export interface KmsKey {
  readonly keyId: string;
  readonly arn: string;
  readonly region: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly description: string;
  readonly keyState: KeyState;
  readonly keyUsage: KeyUsage;
  readonly keySpec: string;
  readonly keyManager: "CUSTOMER" | "AWS";
  readonly origin: "AWS_KMS" | "EXTERNAL";
  readonly multiRegion: boolean;
  /** 64 hex; symmetric encryption keys only. */
  readonly currentKeyMaterialId?: string;
  readonly deletionDate?: number;
  readonly policy: string;
  readonly tags: readonly { readonly TagKey: string; readonly TagValue: string }[];
  readonly rotation?: { readonly enabledAt: number; readonly periodInDays: number };
  /** Set while an on-demand rotation is in progress. */
  readonly onDemandRotationStartDate?: number;
  /** Multi-Region keys: where their primary is; its own Region for the primary itself. */
  readonly primaryRegion?: string;
  /** PendingReplicaDeletion: the waiting period that begins when the last replica is gone. */
  readonly pendingDeletionWindowInDays?: number;
}

/**
 * One generation of a key's material. Row `["material", region, keyId, materialId]` of the key store; the one row of an HMAC or
 * asymmetric key has the materialId `only`.
 */
export interface KmsKeyMaterial {
  readonly materialId: string;
  /** Order of coming, from 0. */
  readonly sequence: number;
  /** The secret: 32 bytes for SYMMETRIC_DEFAULT, the HMAC key, or a private key as PKCS #8. Absent: imported material that was deleted or expired. */
  readonly secret?: Uint8Array;
  /** SubjectPublicKeyInfo of a key pair. */
  readonly publicKey?: Uint8Array;
  /** When and how it became the current one; absent for the first, and for imported material that awaits its rotation. */
  readonly rotation?: { readonly date: number; readonly type: "AUTOMATIC" | "ON_DEMAND" };
  /** Origin EXTERNAL. `validTo` in milliseconds: when it expires; absent: never. */
  readonly imported?: { readonly validTo?: number; readonly description?: string };
}

/** A grant. Row `["grant", region, keyId, grantId]`, each of its tokens in `["grant-token", token]` of the key store. */
export interface KmsGrant {
  /** 64 hex. */
  readonly grantId: string;
  readonly keyId: string;
  readonly region: string;
  readonly keyArn: string;
  readonly name?: string;
  readonly createdAt: number;
  readonly granteePrincipal: string;
  readonly retiringPrincipal?: string;
  /** ARN of the account that made it. */
  readonly issuingAccount: string;
  readonly operations: readonly string[];
  readonly constraints?: {
    readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
    readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
  };
  readonly tokens: readonly string[];
}

/** An alias. Row `["alias", region, accountId, aliasName]` of the key store; `aliasName` begins `alias/`. */
export interface KmsAlias {
  readonly aliasName: string;
  readonly aliasArn: string;
  readonly region: string;
  readonly accountId: string;
  readonly targetKeyId?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

// ---------------------------------------------------------------------------------------------------------------- s3

export type SseAlgorithm = "AES256" | "aws:kms" | "aws:kms:dsse";
export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";
export type VersioningStatus = "Enabled" | "Suspended";

/** An element of a document that is kept as it was put: local name, its own text, children in order. */
export interface StoredElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly StoredElement[];
}

/** A bucket. Row `["bucket", name]`. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly ownerId: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly versioning?: VersioningStatus;
  /** As last put; absent on an untouched bucket, which answers SSE-S3 (aws-facts 1.10). */
  readonly encryption?: BucketEncryption;
  /** As last put; a put that leaves them out keeps them (aws-facts 1.12). */
  readonly blockedEncryptionTypes?: readonly BlockedEncryptionType[];
  readonly cors?: readonly CorsRule[];
  /** True once PutBucketEncryption was ever called: the self-copy rule depends on it (aws-facts 1.6). */
  readonly encryptionWasPut?: boolean;
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
  /** As put, in the order of their ids; a label: no inventory is made. */
  readonly inventoryConfigurations?: readonly { readonly id: string; readonly document: StoredElement }[] | undefined;
  /** As put; a label: no object expires or moves by it. */
  readonly lifecycle?: { readonly document: StoredElement; readonly transitionDefaultMinimumObjectSize: string } | undefined;
  /** JSON text of the bucket policy as put. */
  readonly policy?: string;
  /** As last put, `none` once deleted; absent on an untouched bucket, which has all four on (aws-facts 5.5). */
  readonly publicAccessBlock?: PublicAccessBlock | "none";
}

/** The four settings of S3 Block Public Access, of one bucket. */
export interface PublicAccessBlock {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

export interface BucketEncryption {
  readonly algorithm: SseAlgorithm;
  /** Exactly as it was put: a bare id stays bare (aws-facts 1.3). */
  readonly kmsMasterKeyId?: string;
  readonly bucketKeyEnabled: boolean;
}

/** What PutBucketEncryption can block: `NONE` says that nothing is (aws-facts 1.12). */
export type BlockedEncryptionType = "SSE-C" | "NONE";

export interface CorsRule {
  readonly id?: string;
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
}

/** How one object version (or one upload) is encrypted: all that is needed to read it again, given the KMS key. */
export interface Encryption {
  /** `SSE-C` is under a key of the customer's own, which is kept nowhere. */
  readonly algorithm: SseAlgorithm | "SSE-C";
  /** Full key ARN; SSE-KMS and DSSE-KMS only. */
  readonly kmsKeyArn?: string;
  readonly bucketKeyEnabled?: boolean;
  /** The pairs that KMS was given, `aws:s3:arn` included (aws-facts 2.2). */
  readonly effectiveContext?: Readonly<Record<string, string>>;
  /** The data key(s) wrapped: opaque to everybody but `envelope/`. */
  readonly wrappedKey: unknown;
}

/** A piece of a body: one for a PUT, one per part for a multipart object. */
export interface BodyPart {
  readonly blobId: string;
  /** Plaintext bytes. */
  readonly size: number;
  readonly partNumber: number;
  /** Distinguishes the frames of this blob under the object's data key: no nonce is ever used twice. */
  readonly nonceSalt: Uint8Array;
  readonly checksums?: Readonly<Partial<Record<ChecksumAlgorithm, string>>>;
}

/**
 * One version of an object, or a delete marker. Row `["version", bucket, key, order]` where `order` sorts the newest first.
 * `versionId` is `"null"` for versions made while versioning was off or suspended.
 */
export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly order: number;
  readonly isDeleteMarker: boolean;
  readonly lastModified: number;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly parts: readonly BodyPart[];
  /** True for objects completed from parts: HEAD with partNumber and GetObjectAttributes tell them. */
  readonly isMultipart: boolean;
  readonly encryption?: Encryption;
  readonly checksums: Readonly<Partial<Record<ChecksumAlgorithm, string>>>;
  readonly checksumType?: "FULL_OBJECT" | "COMPOSITE";
  readonly contentType: string;
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly contentEncoding?: string;
  readonly contentLanguage?: string;
  readonly expires?: string;
  readonly storageClass: string;
  /** `x-amz-website-redirect-location`: a label, no bucket here is a website. */
  readonly websiteRedirectLocation?: string;
  /** Names without the `x-amz-meta-` prefix, lower case. */
  readonly userMetadata: Readonly<Record<string, string>>;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** An unfinished multipart upload. Row `["upload", bucket, key, uploadId]`; its parts are `["part", uploadId, partNumber]`. */
export interface MultipartUpload
  extends Pick<
    ObjectVersion,
    | "bucket"
    | "key"
    | "contentType"
    | "cacheControl"
    | "contentDisposition"
    | "contentEncoding"
    | "contentLanguage"
    | "expires"
    | "storageClass"
    | "websiteRedirectLocation"
    | "userMetadata"
    | "tags"
  > {
  readonly uploadId: string;
  readonly initiatedAt: number;
  readonly initiatorArn: string;
  readonly initiatorName: string;
  readonly encryption: Encryption;
  /** The encryption headers that Create was sent, as bucket policies see them for the parts too (aws-facts 5.1). */
  readonly sentEncryption?: { readonly algorithm?: string; readonly kmsKeyId?: string };
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly checksumType?: "FULL_OBJECT" | "COMPOSITE";
}

/** A part that was uploaded. */
export interface UploadedPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly size: number;
  readonly lastModified: number;
  readonly body: BodyPart;
  readonly checksums: Readonly<Partial<Record<ChecksumAlgorithm, string>>>;
}
