/**
 * What a guest's credentials can do at most in the enhanced flow, whatever the role says: the session policy that Amazon Cognito adds. For
 * KMS these are the operations of AmazonCognitoUnAuthedIdentitiesSessionPolicy (aws-facts 4.2 row 7: no DescribeKey, ListKeys or
 * ListAliases, so that a guest's console cannot list keys). That S3 can be reached is inferred.
 */
export const GUEST_SESSION_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncryptTo",
        "kms:ReEncryptFrom",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyPair",
        "kms:GenerateDataKeyPairWithoutPlaintext",
        "kms:GenerateDataKeyWithoutPlaintext",
        "s3:*",
      ],
      Resource: "*",
    },
  ],
});
