import { ACCOUNT_ID, type Caller, type RequestOrigin } from "#local-aws/world.ts";

/** A statement of a policy, as IAM takes it. */
export interface TestStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** JSON text of a policy with these statements. */
export function policyText(...statements: readonly TestStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** An origin as of a request over TLS from this machine, in us-east-1. */
export function testOrigin(change: Partial<RequestOrigin> = {}): RequestOrigin {
  return {
    requestId: "4442587FB7D0A2F9",
    sourceIpAddress: "127.0.0.1",
    userAgent: "test",
    secureTransport: true,
    region: "us-east-1",
    receivedAt: Date.UTC(2026, 2, 4, 5, 6, 7),
    authType: "REST-HEADER",
    ...change,
  };
}

/** An IAM user of the demo account, with the policies given. */
export function testCaller(change: Partial<Caller> & { readonly name?: string } = {}): Caller {
  const name = change.name ?? "someone";
  const accountId = change.accountId ?? ACCOUNT_ID;
  const arn = change.arn ?? `arn:aws:iam::${accountId}:user/${name}`;
  return {
    type: "IAMUser",
    arn,
    userId: `AIDA${name.toUpperCase()}`,
    accountId,
    accessKeyId: `AKIA${name.toUpperCase()}`,
    name,
    principalArn: arn,
    policies: [],
    sessionPolicies: [],
    tags: {},
    origin: testOrigin(),
    ...change,
  };
}
