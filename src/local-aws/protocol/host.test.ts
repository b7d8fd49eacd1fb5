import { expect, test } from "vitest";
import { readHost, withoutUserPoolDomain } from "./host.ts";

const ALLOWED = ["localhost", "*.localhost", "127.0.0.1"];

test("a user pool's domain is told by its host", () => {
  expect(readHost("demo.auth.us-east-1.localhost:4566", ALLOWED)).toEqual({ service: "cognito-idp", region: "us-east-1", userPoolDomain: "demo" });
});

test.each(["auth.us-east-1.localhost", "-demo.auth.us-east-1.localhost", "a.b.auth.us-east-1.localhost", "demo.auth.us-east-1.more.localhost", "demo.auth.localhost"])(
  "%s names a bucket",
  (host) => {
    expect(readHost(host, ALLOWED)).toMatchObject({ service: "s3", bucket: host.replace(".localhost", "") });
  },
);

test.each([
  ["demo.auth.us-east-1.localhost:4566", "localhost:4566"],
  ["Demo.Auth.US-East-1.localhost", "localhost"],
  ["localhost:4566", "localhost:4566"],
  ["127.0.0.1:4566", "127.0.0.1:4566"],
  ["[::1]:4566", "[::1]:4566"],
  ["cognito-idp.us-east-1.localhost", "cognito-idp.us-east-1.localhost"],
])("%s without a user pool's domain is %s", (host, endpoint) => {
  expect(withoutUserPoolDomain(host)).toBe(endpoint);
});
