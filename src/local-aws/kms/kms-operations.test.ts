import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createMemoryServices } from "#local-aws/conformance/memory-services.ts";
import { policyText, testCaller } from "#local-aws/conformance/test-callers.ts";
import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { KmsKey } from "#local-aws/world.ts";
import { kmsInput } from "./kms-input.ts";
import type { KmsOperation } from "./kms-operation.ts";
import { kmsOperations } from "./kms-operations.ts";

const caller = testCaller({ policies: [policyText({ Effect: "Allow", Action: "*", Resource: "*" })] });
const PRINCIPAL = "arn:aws:iam::444455556666:role/reader";

let operations: ReadonlyMap<string, KmsOperation>;
let keyIds: readonly string[];
beforeAll(async () => {
  const { services } = await createMemoryServices(Date.UTC(2026, 2, 4));
  operations = kmsOperations(services);
  const kinds = [
    {},
    { MultiRegion: true },
    { Origin: "EXTERNAL" },
    { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" },
    { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" },
    { KeySpec: "ECC_SECG_P256K1", KeyUsage: "SIGN_VERIFY" },
  ];
  for (const kind of kinds) await run("CreateKey", kind);
  keyIds = Array.from(services.keyStore.range<KmsKey>({ prefix: ["key", "us-east-1"] }), ({ value }) => value.keyId);
});

const run = async (name: string, input: unknown): Promise<unknown> => operations.get(name)?.(kmsInput(JSON.stringify(input)), { caller, region: "us-east-1" });

/** Members that requests have, each with values that an operation would take. */
const PLAUSIBLE: Readonly<Record<string, readonly unknown[]>> = {
  AliasName: ["alias/a", "alias/aws/s3"],
  BypassPolicyLockoutSafetyCheck: [true],
  CiphertextBlob: ["AAAA"],
  Constraints: [{ EncryptionContextEquals: { a: "b" } }],
  Description: ["d"],
  DryRun: [true],
  DryRunModifiers: [["IGNORE_CIPHERTEXT"]],
  EncryptedKeyMaterial: ["AAAA"],
  EncryptionAlgorithm: ["RSAES_OAEP_SHA_256"],
  EncryptionContext: [{ a: "b" }],
  ExpirationModel: ["KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"],
  GrantId: ["0".repeat(64)],
  GranteePrincipal: [PRINCIPAL],
  GrantToken: ["AAAA"],
  GrantTokens: [["AAAA"]],
  ImportToken: ["AAAA"],
  IncludeKeyMaterial: ["ALL_KEY_MATERIAL"],
  KeyAgreementAlgorithm: ["ECDH"],
  KeyMaterialId: ["0".repeat(64)],
  KeyPairSpec: ["ECC_NIST_P256"],
  KeySpec: ["AES_256", "HMAC_384"],
  KeyUsage: ["GENERATE_VERIFY_MAC"],
  Limit: [1],
  Mac: ["AAAA"],
  MacAlgorithm: ["HMAC_SHA_256"],
  Marker: ["AAAA"],
  Message: ["AAAA"],
  MessageType: ["RAW", "DIGEST"],
  Name: ["n"],
  NumberOfBytes: [32],
  Operations: [["Encrypt", "Decrypt"], ["Sign"]],
  Plaintext: ["AAAA"],
  Policy: [policyText({ Effect: "Allow", Action: "kms:*", Resource: "*" })],
  PrimaryRegion: ["eu-west-1"],
  PublicKey: ["AAAA"],
  ReplicaRegion: ["eu-west-1"],
  RetiringPrincipal: [PRINCIPAL],
  RotationPeriodInDays: [90],
  Signature: ["AAAA"],
  SigningAlgorithm: ["ECDSA_SHA_256"],
  TagKeys: [["a"]],
  Tags: [[{ TagKey: "a", TagValue: "b" }]],
  ValidTo: [1_780_000_000],
  WrappingAlgorithm: ["RSAES_OAEP_SHA_256"],
};

const hostile = fc.oneof(
  fc.constantFrom<unknown>("\ud800", ["\ud800"], { "\ud800": "\ud800" }, "", [], {}, null, -1, 1e308, "__proto__", "arn:aws:kms:us-east-1:444455556666:key/x", "a".repeat(9000)),
  fc.jsonValue({ maxDepth: 2 }),
);
const input = fc.record(
  Object.fromEntries(Object.entries(PLAUSIBLE).map(([name, values]) => [name, fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: hostile })])),
  { requiredKeys: Object.keys(PLAUSIBLE).filter((name) => !name.startsWith("DryRun") && !name.startsWith("Grant")) },
);

test("whatever comes, every operation answers, or refuses in AWS's forms", { timeout: 60_000 }, async () => {
  // What would make, one after another, thousands of keys or RSA wrapping keys tells no more for it.
  const names = [...operations.keys()].filter((name) => name !== "GetParametersForImport" && name !== "CreateKey");
  const keyReference = fc.oneof({ weight: 9, arbitrary: fc.nat().map((index) => keyIds[index % keyIds.length]) }, { weight: 1, arbitrary: hostile });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), input, keyReference, async (name, members, reference) => {
      const problem = await run(name, { ...members, KeyId: reference, TargetKeyId: reference, DestinationKeyId: reference }).then(
        () => undefined,
        (error: unknown) => error,
      );
      const isInOrder = problem === undefined || (problem instanceof AwsError && problem.status === 400);
      expect(isInOrder ? "in order" : problem).toBe("in order");
    }),
    { numRuns: 1500 },
  );
});
