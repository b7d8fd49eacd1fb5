import fc from "fast-check";
import { expect, test } from "vitest";
import { policyStatements } from "#local-aws/iam/compiled-policy.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { createMemoryMetadata } from "#local-aws/store/memory-metadata.ts";
import { checkBucketPolicy } from "./bucket-policy-check.ts";
import { isPublicPolicy } from "./public-policy.ts";

const reader = createMemoryMetadata();
/** What stands in real policies, and what does not, mixed. */
const texts = fc.constantFrom("*", "s3:*", "s3:GetObject", "arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*", "111122223333", "arn:aws:iam::1:root", "", "${", "s3:prefix", "constructor");
const values = fc.oneof(texts, fc.array(texts, { maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }));
const statements = fc.record(
  {
    Effect: fc.constantFrom("Allow", "Deny"),
    Principal: fc.oneof(values, fc.record({ AWS: values })),
    Action: values,
    Resource: values,
    Condition: fc.oneof(values, fc.dictionary(fc.constantFrom("StringEquals", "Bool", "IpAddress", "Null", "__proto__"), fc.dictionary(texts, values))),
  },
  { requiredKeys: ["Effect"] },
);

test("whatever comes, it is a policy that can be evaluated or 400 MalformedPolicy", () => {
  fc.assert(
    fc.property(statements, (statement) => {
      const text = JSON.stringify({ Statement: statement });
      const refused = attempt(() => checkBucketPolicy(reader, "bucket", text));
      if (refused === undefined) isPublicPolicy(text);
      const evaluated = policyStatements(text).length === 1;
      expect(refused === undefined ? evaluated : refused instanceof AwsError && refused.code === "MalformedPolicy" && refused.status === 400).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("users of an account that is not known here are taken at the policy's word", () => {
  const naming = (arn: string): string =>
    JSON.stringify({ Statement: { Effect: "Deny", Principal: { AWS: arn }, Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" } });
  expect(attempt(() => checkBucketPolicy(reader, "bucket", naming("arn:aws:iam::444455556666:user/team/ann")))).toBeUndefined();
  expect(attempt(() => checkBucketPolicy(reader, "bucket", naming("arn:aws:sts::444455556666:assumed-role/reader/s1")))).toBeUndefined();
  expect(attempt(() => checkBucketPolicy(reader, "bucket", naming("AIDAUNKNOWN")))).toMatchObject({ message: "Invalid principal in policy" });
});

function attempt(work: () => void): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
