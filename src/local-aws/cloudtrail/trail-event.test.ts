import { expect, test } from "vitest";
import { testCaller, testOrigin } from "#local-aws/conformance/test-callers.ts";
import type { ApiCall } from "./api-call.ts";
import { eventsOf } from "./trail-event.ts";

const KEY = "arn:aws:kms:us-east-1:444455556666:key/1a7f3c52-8d0e-4b6a-9c41-5e2f7b90d313";

function call(change: Partial<ApiCall> = {}): ApiCall {
  return {
    eventSource: "kms.amazonaws.com",
    eventName: "GenerateDataKey",
    readOnly: true,
    time: Date.UTC(2026, 2, 4, 5, 6, 7, 89),
    region: "us-east-1",
    caller: { kind: "principal", caller: testCaller(), invokedBy: "fas.s3.amazonaws.com" },
    from: testOrigin(),
    requestParameters: { keyId: KEY },
    responseElements: null,
    resources: [{ type: "AWS::KMS::Key", arn: KEY, accountId: "444455556666" }],
    ...change,
  };
}

function ids(): () => string {
  let count = 0;
  return () => `id-${(count += 1)}`;
}

test("aws-facts 6.3 row 10: a key of another account: its owner has a copy that names the caller's account only", () => {
  const [own, owner, ...others] = eventsOf(call(), ids());
  expect(others).toEqual([]);
  expect([own?.accountId, owner?.accountId]).toEqual(["111122223333", "444455556666"]);
  expect(own?.event.username).toBe("someone");
  expect(owner?.event.username).toBeUndefined();
  const copy = JSON.parse(owner?.event.cloudTrailEvent ?? "");
  expect(copy).toMatchObject({
    userIdentity: { type: "AWSAccount", principalId: "AIDASOMEONE", accountId: "111122223333", invokedBy: "fas.s3.amazonaws.com" },
    recipientAccountId: "444455556666",
    eventTime: "2026-03-04T05:06:07Z",
  });
  const original = JSON.parse(own?.event.cloudTrailEvent ?? "");
  expect(copy.sharedEventID).toBe(original.sharedEventID);
  expect(copy.eventID).not.toBe(original.eventID);
});

test("request parameters that no event can hold are left out, with their size", () => {
  const requestParameters = { description: "x".repeat(1_000_000) };
  const [own] = eventsOf(call({ requestParameters }), ids());
  expect(JSON.parse(own?.event.cloudTrailEvent ?? "")).toMatchObject({ eventName: "GenerateDataKey", requestParameters: { omitted: true, originalSize: 1_000_018 }, responseElements: null });
});

test("within one account there is one event, and nothing is shared", () => {
  const [own, ...others] = eventsOf(call({ resources: [] }), ids());
  expect(others).toEqual([]);
  expect(JSON.parse(own?.event.cloudTrailEvent ?? "")).not.toHaveProperty("sharedEventID");
  expect(JSON.parse(own?.event.cloudTrailEvent ?? "")).not.toHaveProperty("resources");
});

test("aws-facts 6.3 row 10: tlsDetails on direct calls that came under TLS", () => {
  const tlsDetails = { tlsVersion: "TLSv1.3", clientProvidedHostHeader: "localhost:4566" };
  expect(JSON.parse(eventsOf(call({ tlsDetails }), ids())[0]?.event.cloudTrailEvent ?? "")).toMatchObject({ tlsDetails });
});

test("a session of a web identity names who vouched", () => {
  const webIdentity = { provider: "cognito-identity.amazonaws.com", audience: "pool", subject: "somebody" };
  const session = { sessionToken: "t", issuedAt: 0, expiresAt: 1, source: "web-identity", policies: [], tags: {}, transitiveTagKeys: [], webIdentity } as const;
  const role = { roleName: "R", roleId: "AROAR", arn: "arn:aws:iam::111122223333:role/R", accountId: "111122223333" };
  const caller = testCaller({ type: "AssumedRole", session, role });
  expect(JSON.parse(eventsOf(call({ caller: { kind: "principal", caller } }), ids())[0]?.event.cloudTrailEvent ?? "").userIdentity.sessionContext).toEqual({
    sessionIssuer: { type: "Role", principalId: "AROAR", arn: role.arn, accountId: "111122223333", userName: "R" },
    webIdFederationData: { federatedProvider: "cognito-identity.amazonaws.com", attributes: { aud: "pool", sub: "somebody" } },
    attributes: { creationDate: "1970-01-01T00:00:00Z", mfaAuthenticated: "false" },
  });
});
