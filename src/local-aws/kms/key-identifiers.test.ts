import { expect, test } from "vitest";
import { readKeyIdentifier } from "./key-identifiers.ts";

const ID = "1a7f3c52-8d0e-4b6a-9c41-5e2f7b90d313";
const MULTI_REGION_ID = "mrk-0123456789abcdef0123456789abcdef";
const PREFIX = "arn:aws:kms:us-east-1:111122223333";
const read = (text: string) =>
  readKeyIdentifier(text, { region: "us-east-1", accountId: "111122223333" });

test.each([
  [ID, { type: "key", accountId: "111122223333", keyId: ID, arn: `${PREFIX}:key/${ID}` }],
  [MULTI_REGION_ID, { type: "key", accountId: "111122223333", keyId: MULTI_REGION_ID, arn: `${PREFIX}:key/${MULTI_REGION_ID}` }],
  [`${PREFIX}:key/${ID}`, { type: "key", accountId: "111122223333", keyId: ID, arn: `${PREFIX}:key/${ID}` }],
  ["alias/a/b_c-1", { type: "alias", accountId: "111122223333", aliasName: "alias/a/b_c-1", arn: `${PREFIX}:alias/a/b_c-1` }],
  [`${PREFIX}:alias/aws/s3`, { type: "alias", accountId: "111122223333", aliasName: "alias/aws/s3", arn: `${PREFIX}:alias/aws/s3` }],
])("aws-facts 3.2: %s is taken", (text, identifier) => {
  expect(read(text)).toEqual(identifier);
});

test.each(["fake-key-id", ID.replaceAll("-", ""), "mrk-fake-key-id", "aws/s3", "alias/", "alias/a b", `${PREFIX}:key/nothing`, "arn:aws:s3:::b", ""])(
  "aws-facts 3.2 and 1.9 row 1: '%s' is an invalid key id",
  (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ status: 400, code: "NotFoundException", message: `Invalid keyId '${text}'` }));
  },
);

test.each([`arn:aws:kms:us-west-2:111122223333:key/${ID}`, "arn:aws:kms:us-west-2:111122223333:alias/x"])(
  "aws-facts 1.9 row 3: %s names its Region only",
  (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "NotFoundException", message: "Invalid arn us-west-2" }));
  },
);

test("aws-facts 3.2: an ARN tells the account, whose key or alias it then is", () => {
  expect(read(`arn:aws:kms:us-east-1:444455556666:key/${ID}`)).toMatchObject({ type: "key", accountId: "444455556666", keyId: ID });
  expect(read("arn:aws:kms:us-east-1:444455556666:alias/x")).toMatchObject({ type: "alias", accountId: "444455556666", aliasName: "alias/x" });
});
