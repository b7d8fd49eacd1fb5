import { expect, test } from "vitest";
import { testCaller, testOrigin } from "#local-aws/conformance/test-callers.ts";
import { ACCOUNT_ID, type Caller, type CredentialSession } from "#local-aws/world.ts";
import type { AccessRequest } from "./authorize.ts";
import { conditionLookup } from "./global-conditions.ts";

const SESSION: CredentialSession = {
  sessionToken: "token",
  issuedAt: Date.UTC(2026, 2, 4, 4, 0, 0),
  expiresAt: Date.UTC(2026, 2, 4, 6, 0, 0),
  source: "web-identity",
  name: "s1",
  policies: [],
  tags: {},
  transitiveTagKeys: [],
  webIdentity: { provider: "cognito-identity.amazonaws.com", audience: "pool", subject: "us-east-1:42" },
};

function values(name: string, caller: Caller | undefined, change: Partial<AccessRequest> = {}): readonly string[] | undefined {
  const request: AccessRequest = {
    caller,
    origin: testOrigin({ referer: "https://console.example/", sourceIpAddress: "203.0.113.9" }),
    action: "s3:GetObject",
    resource: "*",
    resourceAccountId: "444455556666",
    resourcePolicyMode: "in-addition",
    ...change,
  };
  return conditionLookup(request)(name);
}

const ann = testCaller({ name: "ann", tags: { Team: "red", team: "blue" } });
const inSession: Caller = { ...ann, type: "AssumedRole", userId: "AROA1:s1", session: SESSION };

test.each([
  ["aws:securetransport", ann, ["true"]],
  ["aws:sourceip", ann, ["203.0.113.9"]],
  ["aws:currenttime", ann, ["2026-03-04T05:06:07.000Z"]],
  ["aws:epochtime", ann, ["1772600767"]],
  ["aws:principalarn", ann, [`arn:aws:iam::${ACCOUNT_ID}:user/ann`]],
  ["aws:principalaccount", ann, [ACCOUNT_ID]],
  ["aws:principaltype", ann, ["User"]],
  ["aws:principaltype", undefined, ["Anonymous"]],
  ["aws:principaltag/team", ann, ["blue"]],
  ["aws:principaltag/other", ann, undefined],
  ["aws:userid", ann, ["AIDAANN"]],
  ["aws:username", ann, ["ann"]],
  ["aws:username", inSession, undefined],
  ["aws:useragent", ann, ["test"]],
  ["aws:referer", ann, ["https://console.example/"]],
  ["aws:requestedregion", ann, ["us-east-1"]],
  ["aws:resourceaccount", ann, ["444455556666"]],
  ["aws:tokenissuetime", ann, undefined],
  ["aws:tokenissuetime", inSession, ["2026-03-04T04:00:00.000Z"]],
  ["aws:multifactorauthpresent", ann, undefined],
  ["aws:multifactorauthpresent", inSession, ["false"]],
  ["aws:multifactorauthage", inSession, undefined],
  ["aws:federatedprovider", inSession, ["cognito-identity.amazonaws.com"]],
  ["cognito-identity.amazonaws.com:sub", inSession, ["us-east-1:42"]],
  ["cognito-identity.amazonaws.com:aud", inSession, ["pool"]],
  ["aws:sourceidentity", inSession, undefined],
  ["aws:viaawsservice", ann, ["false"]],
  ["aws:calledvia", ann, undefined],
  ["aws:principalarn", undefined, undefined],
])("%s", (name, caller, expected) => {
  expect(values(name, caller)).toEqual(expected);
});

test("aws:UserAgent is only there for who says one", () => {
  expect(values("aws:useragent", ann, { origin: testOrigin({ userAgent: "" }) })).toBeUndefined();
});

test("when S3 calls for the caller: via the service, without the caller's address", () => {
  const via = { viaService: "s3" } as const;
  expect(values("aws:viaawsservice", ann, via)).toEqual(["true"]);
  expect(values("aws:calledvia", ann, via)).toEqual(["s3.amazonaws.com"]);
  expect(values("aws:calledvialast", ann, via)).toEqual(["s3.amazonaws.com"]);
  expect(values("aws:securetransport", ann, { ...via, origin: testOrigin({ secureTransport: false }) })).toEqual(["false"]);
  expect(values("aws:sourceip", ann, via)).toBeUndefined();
});
