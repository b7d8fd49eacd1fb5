import { expect, test } from "vitest";
import { contextConditions, requestAliasCondition, requestTagConditions } from "./key-conditions.ts";

test("aws-facts 2.6: a context is its keys, as they are, and a condition key for each, without letter case", () => {
  expect(contextConditions({ Department: "hr", "aws:s3:arn": "arn:aws:s3:::b/K" })).toEqual({
    "kms:encryptioncontextkeys": ["Department", "aws:s3:arn"],
    "kms:encryptioncontext:department": ["hr"],
    "kms:encryptioncontext:aws:s3:arn": ["arn:aws:s3:::b/K"],
  });
  expect(contextConditions({ a: "1", A: "2" })).toMatchObject({ "kms:encryptioncontext:a": ["1", "2"] });
});

test("a request without context, tags or alias has no such condition keys", () => {
  expect(contextConditions({})).toEqual({});
  expect(requestTagConditions([])).toEqual({});
  expect(requestAliasCondition(undefined)).toEqual({});
  expect(requestAliasCondition("arn:aws:kms:us-east-1:111122223333:key/1a7f3c52-8d0e-4b6a-9c41-5e2f7b90d313")).toEqual({});
});

test("kms:RequestAlias is the alias name, also of an alias ARN", () => {
  for (const reference of ["alias/a/b", "arn:aws:kms:us-east-1:111122223333:alias/a/b"]) {
    expect(requestAliasCondition(reference)).toEqual({ "kms:requestalias": ["alias/a/b"] });
  }
});

test("tags of a request are aws:RequestTag and aws:TagKeys", () => {
  expect(requestTagConditions([{ TagKey: "Team", TagValue: "x" }])).toEqual({ "aws:requesttag/team": ["x"], "aws:tagkeys": ["Team"] });
});
