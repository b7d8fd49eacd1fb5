declare const brand: unique symbol;

/**
 * A validated KMS encryption context: string keys to string values, as S3 takes it (aws-facts 2.1). Never secret: KMS logs it in
 * plain text in CloudTrail (2.3).
 */
export type EncryptionContext = Readonly<Record<string, string>> & { readonly [brand]: "EncryptionContext" };
