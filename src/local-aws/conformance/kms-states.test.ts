import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyPoliciesCommand,
  ListKeyRotationsCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { beforeAll, describe, expect, test } from "vitest";
import { demoKeys } from "#local-aws/seed.ts";
import { refusal } from "./refusal.ts";
import { startWorld } from "./world.ts";
import type { World } from "./world.ts";

const { finance } = demoKeys;
const GRANTEE = "arn:aws:iam::111122223333:user/grantee";
const Plaintext = new Uint8Array([1]);

const STATES = ["Enabled", "Disabled", "PendingDeletion", "PendingImport"] as const;
type State = (typeof STATES)[number];
/** What the table says: D = DisabledException, S = KMSInvalidStateException, U = UnsupportedOperationException. */
type Outcome = "ok" | "D" | "S" | "U";

/** A key in the state that a row asks about, with an alias, and a ciphertext of its own where it ever had material. */
interface Subject {
  readonly KeyId: string;
  readonly arn: string;
  readonly alias: string;
  readonly CiphertextBlob: Uint8Array | undefined;
}

const DESCRIPTIONS: Readonly<Record<State, string>> = {
  Enabled: "",
  Disabled: "is disabled.",
  PendingDeletion: "is pending deletion.",
  PendingImport: "is pending import.",
};

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

let made = 0;
async function keyIn(state: State): Promise<Subject> {
  const kms = world.kms();
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(state === "PendingImport" ? { Origin: "EXTERNAL" } : {}));
  const KeyId = KeyMetadata?.KeyId ?? "";
  made += 1;
  const alias = `alias/state-${made}`;
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyId }));
  const CiphertextBlob = state === "PendingImport" ? undefined : (await kms.send(new EncryptCommand({ KeyId, Plaintext }))).CiphertextBlob;
  if (state === "Disabled") await kms.send(new DisableKeyCommand({ KeyId }));
  if (state === "PendingDeletion") await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  return { KeyId, arn: KeyMetadata?.Arn ?? "", alias, CiphertextBlob };
}

/** Every row of the table: how an operation is called, and its outcome in each state, in the order of STATES. */
const TABLE: readonly (readonly [string, (kms: KMSClient, subject: Subject) => Promise<unknown>, readonly [Outcome, Outcome, Outcome, Outcome]])[] = [
  ["DescribeKey", (kms, { KeyId }) => kms.send(new DescribeKeyCommand({ KeyId })), ["ok", "ok", "ok", "ok"]],
  ["ListAliases", (kms, { KeyId }) => kms.send(new ListAliasesCommand({ KeyId })), ["ok", "ok", "ok", "ok"]],
  ["GetKeyPolicy", (kms, { KeyId }) => kms.send(new GetKeyPolicyCommand({ KeyId })), ["ok", "ok", "ok", "ok"]],
  ["ListKeyPolicies", (kms, { KeyId }) => kms.send(new ListKeyPoliciesCommand({ KeyId })), ["ok", "ok", "ok", "ok"]],
  ["ListResourceTags", (kms, { KeyId }) => kms.send(new ListResourceTagsCommand({ KeyId })), ["ok", "ok", "ok", "ok"]],
  ["ListGrants", (kms, { KeyId }) => kms.send(new ListGrantsCommand({ KeyId })), ["ok", "ok", "ok", "ok"]],
  ["ListKeyRotations", (kms, { KeyId }) => kms.send(new ListKeyRotationsCommand({ KeyId })), ["ok", "ok", "ok", "ok"]],
  ["PutKeyPolicy", (kms, { KeyId }) => kms.send(new PutKeyPolicyCommand({ KeyId, Policy: anyPolicy() })), ["ok", "ok", "ok", "ok"]],
  ["DeleteAlias", (kms, { alias }) => kms.send(new DeleteAliasCommand({ AliasName: alias })), ["ok", "ok", "ok", "ok"]],
  ["Encrypt", (kms, { KeyId }) => kms.send(new EncryptCommand({ KeyId, Plaintext })), ["ok", "D", "S", "S"]],
  ["GenerateDataKey", (kms, { KeyId }) => kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" })), ["ok", "D", "S", "S"]],
  ["GenerateDataKeyWithoutPlaintext", (kms, { KeyId }) => kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, KeySpec: "AES_256" })), ["ok", "D", "S", "S"]],
  [
    "GenerateDataKeyPairWithoutPlaintext",
    (kms, { KeyId }) => kms.send(new GenerateDataKeyPairWithoutPlaintextCommand({ KeyId, KeyPairSpec: "ECC_NIST_P256" })),
    ["ok", "D", "S", "S"],
  ],
  ["EnableKey", (kms, { KeyId }) => kms.send(new EnableKeyCommand({ KeyId })), ["ok", "ok", "S", "S"]],
  ["DisableKey", (kms, { KeyId }) => kms.send(new DisableKeyCommand({ KeyId })), ["ok", "ok", "S", "S"]],
  ["CreateAlias", (kms, { KeyId, alias }) => kms.send(new CreateAliasCommand({ AliasName: `${alias}-2`, TargetKeyId: KeyId })), ["ok", "ok", "S", "ok"]],
  ["UpdateAlias", (kms, { KeyId }) => kms.send(new UpdateAliasCommand({ AliasName: "alias/moving", TargetKeyId: KeyId })), ["ok", "ok", "S", "ok"]],
  ["TagResource", (kms, { KeyId }) => kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "a", TagValue: "b" }] })), ["ok", "ok", "S", "ok"]],
  ["UntagResource", (kms, { KeyId }) => kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["a"] })), ["ok", "ok", "S", "ok"]],
  ["UpdateKeyDescription", (kms, { KeyId }) => kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: "new" })), ["ok", "ok", "S", "ok"]],
  [
    "CreateGrant",
    (kms, { KeyId }) => kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal: GRANTEE, Operations: ["Encrypt"] })),
    ["ok", "D", "S", "ok"],
  ],
  ["EnableKeyRotation", (kms, { KeyId }) => kms.send(new EnableKeyRotationCommand({ KeyId })), ["ok", "D", "S", "U"]],
  ["DisableKeyRotation", (kms, { KeyId }) => kms.send(new DisableKeyRotationCommand({ KeyId })), ["ok", "D", "S", "U"]],
  ["GetKeyRotationStatus", (kms, { KeyId }) => kms.send(new GetKeyRotationStatusCommand({ KeyId })), ["ok", "ok", "ok", "U"]],
  ["RotateKeyOnDemand", (kms, { KeyId }) => kms.send(new RotateKeyOnDemandCommand({ KeyId })), ["ok", "D", "S", "S"]],
  ["ScheduleKeyDeletion", (kms, { KeyId }) => kms.send(new ScheduleKeyDeletionCommand({ KeyId })), ["ok", "ok", "S", "ok"]],
  ["CancelKeyDeletion", (kms, { KeyId }) => kms.send(new CancelKeyDeletionCommand({ KeyId })), ["S", "S", "ok", "S"]],
];

function anyPolicy(): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" }] });
}

/** What became of a call: "ok", or the refusal. */
async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "ok",
    () => refusal(call),
  );
}

/** What the table's letter says; UnsupportedOperationException has no message, in whose place the SDK puts a word of its own. */
function expected(outcome: Outcome, { arn }: Subject, described: string): unknown {
  const message = `${arn} ${described}`;
  return {
    ok: "ok",
    D: { name: "DisabledException", message, status: 400 },
    S: { name: "KMSInvalidStateException", message, status: 400 },
    U: { name: "UnsupportedOperationException", message: "UnknownError", status: 400 },
  }[outcome];
}

describe.each(STATES)("aws-facts 3.6 rows 8 to 10 and 12 to 20: a key that is %s", (state) => {
  beforeAll(async () => {
    await world.kms().send(new CreateAliasCommand({ AliasName: "alias/moving", TargetKeyId: finance.keyId })).catch(() => undefined);
  });

  test.each(TABLE)("%s", async (operation, call, outcomes) => {
    const subject = await keyIn(state);
    const described = operation === "CancelKeyDeletion" ? "is not pending deletion." : DESCRIPTIONS[state];
    expect(await outcomeOf(call(world.kms(), subject))).toEqual(expected(outcomes[STATES.indexOf(state)] ?? "ok", subject, described));
  });
});

test.each([
  ["Enabled", "ok"],
  ["Disabled", "D"],
  ["PendingDeletion", "S"],
] as const)("aws-facts 3.6 rows 8, 9 and 13: Decrypt and ReEncrypt with a key that is %s", async (state, outcome) => {
  const subject = await keyIn(state);
  const { CiphertextBlob } = subject;
  const kms = world.kms();
  const other = await kms.send(new EncryptCommand({ KeyId: finance.keyId, Plaintext }));
  const calls = [
    kms.send(new DecryptCommand({ CiphertextBlob })),
    kms.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: finance.keyId })),
    kms.send(new ReEncryptCommand({ CiphertextBlob: other.CiphertextBlob, DestinationKeyId: subject.KeyId })),
  ];
  for (const call of calls) expect(await outcomeOf(call)).toEqual(expected(outcome, subject, DESCRIPTIONS[state]));
});

test("aws-facts 3.6 rows 5 and 9: a key that was disabled before its deletion was scheduled is pending deletion for crypto, and comes back Disabled", async () => {
  const { KeyId, arn } = await keyIn("Disabled");
  const kms = world.kms();
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
  expect(await refusal(kms.send(new EncryptCommand({ KeyId, Plaintext })))).toMatchObject({ name: "KMSInvalidStateException", message: `${arn} is pending deletion.` });
  expect(await kms.send(new CancelKeyDeletionCommand({ KeyId }))).toMatchObject({ KeyId: arn });
  expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({ KeyState: "Disabled", Enabled: false });
});

test("aws-facts 3.2 row 2: management operations take key id and key ARN, no alias", async () => {
  const { KeyId, arn, alias } = await keyIn("Enabled");
  const kms = world.kms();
  const calls = TABLE.filter(([operation]) => !["DescribeKey", "Encrypt", "DeleteAlias", "CancelKeyDeletion", "UpdateAlias"].includes(operation) && !operation.startsWith("GenerateDataKey"));
  for (const [operation, call] of calls) {
    const subject = { KeyId: alias, arn, alias, CiphertextBlob: undefined };
    expect([operation, await refusal(call(kms, subject))]).toEqual([operation, { name: "NotFoundException", message: `Invalid keyId '${alias}'`, status: 400 }]);
  }
  for (const reference of [KeyId, arn]) await kms.send(new TagResourceCommand({ KeyId: reference, Tags: [{ TagKey: "a", TagValue: "b" }] }));
});

test("aws-facts 3.2 rows 4 to 6: every operation refuses a bad identifier alike", async () => {
  const kms = world.kms();
  const absent = "00000000-0000-4000-8000-000000000000";
  const bad = [
    ["fake-key-id", "Invalid keyId 'fake-key-id'"],
    ["mrk-fake-key-id", "Invalid keyId 'mrk-fake-key-id'"],
    [absent.replaceAll("-", ""), `Invalid keyId '${absent.replaceAll("-", "")}'`],
    [`mrk-${absent.replaceAll("-", "")}`, `Key 'arn:aws:kms:us-east-1:111122223333:key/mrk-${absent.replaceAll("-", "")}' does not exist`],
    [absent, `Key 'arn:aws:kms:us-east-1:111122223333:key/${absent}' does not exist`],
    [`arn:aws:kms:us-west-2:111122223333:key/${absent}`, "Invalid arn us-west-2"],
  ] as const;
  for (const [operation, call] of TABLE) {
    if (operation === "DeleteAlias") continue;
    for (const [KeyId, message] of bad) {
      const subject = { KeyId, arn: KeyId, alias: "alias/none", CiphertextBlob: undefined };
      expect([operation, await refusal(call(kms, subject))]).toEqual([operation, { name: "NotFoundException", message, status: 400 }]);
    }
  }
});
