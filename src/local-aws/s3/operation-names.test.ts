import { expect, test } from "vitest";
import { createMemoryServices } from "#local-aws/conformance/memory-services.ts";
import { s3OperationName } from "./operation-names.ts";
import { createRoutes } from "./routes.ts";

test("every route of S3 has its operation's name", async () => {
  const { services } = await createMemoryServices(0);
  const kms = { generateDataKey: () => Promise.reject(new Error()), decrypt: () => Promise.reject(new Error()), resolve: () => Promise.reject(new Error()) };
  const unnamed = Object.keys(createRoutes({ ...services, kms })).filter((route) => s3OperationName(route, new URLSearchParams()) === undefined);
  expect(unnamed).toEqual([]);
});

test("aws-facts 6.2: nothing on an object is a management operation", () => {
  for (const method of ["GET", "HEAD", "PUT", "POST", "DELETE"]) {
    for (const rest of ["", " copy", " ?tagging", " ?acl", " ?encryption", " ?uploads", " ?uploadId", " ?uploadId copy", " ?attributes"]) {
      expect(s3OperationName(`${method} object${rest}`, new URLSearchParams())?.event).toBeUndefined();
    }
  }
  expect(s3OperationName("HEAD bucket", new URLSearchParams())?.event).toBeUndefined();
});
