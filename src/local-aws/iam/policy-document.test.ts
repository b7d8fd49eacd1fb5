import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePolicyDocument, PolicyDocumentError } from "./policy-document.ts";

const STATEMENT = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const policy = (...statements: readonly unknown[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });

test("a policy is read into statements", () => {
  const text = policy({
    Sid: "one",
    Effect: "Deny",
    NotPrincipal: { AWS: ["arn:aws:iam::111122223333:root"], Service: "s3.amazonaws.com" },
    NotAction: "s3:Get*",
    NotResource: ["arn:aws:s3:::b"],
    Condition: { Bool: { "aws:SecureTransport": false }, NumericLessThan: { "s3:TlsVersion": [1.2] } },
  });
  expect(parsePolicyDocument(text)).toEqual({
    version: "2012-10-17",
    statements: [
      {
        sid: "one",
        effect: "Deny",
        principal: {
          negated: true,
          entries: [
            { type: "AWS", value: "arn:aws:iam::111122223333:root" },
            { type: "Service", value: "s3.amazonaws.com" },
          ],
        },
        action: { negated: true, patterns: ["s3:Get*"] },
        resource: { negated: true, patterns: ["arn:aws:s3:::b"] },
        conditions: [
          { operator: "Bool", key: "aws:SecureTransport", values: ["false"] },
          { operator: "NumericLessThan", key: "s3:TlsVersion", values: ["1.2"] },
        ],
      },
    ],
  });
  expect(parsePolicyDocument(JSON.stringify({ Statement: { ...STATEMENT, Principal: "*" } }))).toMatchObject({
    version: "2008-10-17",
    statements: [{ principal: { negated: false, entries: [{ type: "AWS", value: "*" }] }, conditions: [] }],
  });
});

test.each([
  ["", "Policies must be valid JSON and the first byte must be '{'"],
  ["[]", "Policies must be valid JSON and the first byte must be '{'"],
  ["{}", "Missing required field Statement"],
  ['{"Statement":[]}', "Could not parse the policy: Statement is empty!"],
  ['{"Version":"2012","Statement":[]}', "The policy must contain a valid version string"],
  ['{"Statements":[]}', "Unknown field Statements"],
  [policy({ ...STATEMENT, Effect: undefined }), "Missing required field Effect"],
  [policy({ ...STATEMENT, Effect: "allow" }), "Invalid effect: allow"],
  [policy({ ...STATEMENT, Action: undefined }), "Missing required field Action"],
  [policy({ ...STATEMENT, Action: [] }), "Missing required field Action cannot be empty!"],
  [policy({ ...STATEMENT, Action: 1 }), "Invalid policy syntax."],
  [policy({ ...STATEMENT, NotAction: "s3:*" }), "Statement/policy already has instance of Action"],
  [policy({ ...STATEMENT, Principle: "*" }), "Unknown field Principle"],
  [policy({ ...STATEMENT, Principal: "someone" }), "Invalid principal in policy"],
  [policy({ ...STATEMENT, Principal: { Group: "g" } }), "Invalid principal in policy"],
  [policy({ ...STATEMENT, Condition: { Bool: "x" } }), "Invalid policy syntax."],
  [policy({ ...STATEMENT, Sid: "a" }, { ...STATEMENT, Sid: "a" }), "Statement IDs (SID) in a single policy must be unique."],
])("%s: %s", (text, message) => {
  expect(() => parsePolicyDocument(text)).toThrow(new PolicyDocumentError(message));
});

test("whatever the JSON is, it is a policy or a PolicyDocumentError", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const read = attempt(() => parsePolicyDocument(`{"Statement":${text}}`));
      expect(read instanceof PolicyDocumentError || (typeof read === "object" && read !== null && "statements" in read)).toBe(true);
    }),
  );
});

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
