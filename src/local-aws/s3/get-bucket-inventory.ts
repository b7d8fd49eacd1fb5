import { AwsError } from "#local-aws/protocol/aws-error.ts";
import { base64, fromBase64, fromUtf8, utf8 } from "#local-aws/protocol/bytes.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { xmlAnswer } from "./answers.ts";
import { compareKeys } from "./key-order.ts";
import { requestBucket } from "./request-bucket.ts";
import { storedElementXml } from "./stored-element.ts";

/** Configurations on one page of ListBucketInventoryConfigurations. */
const PAGE_SIZE = 100;

/**
 * GetBucketInventoryConfiguration where the request names an id, else ListBucketInventoryConfigurations, by id, 100 a page. Both need
 * s3:GetInventoryConfiguration.
 * @throws AwsError 404 `NoSuchConfiguration`
 */
export function getBucketInventory(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:GetInventoryConfiguration", bucket);
    const all = bucket.inventoryConfigurations ?? [];
    const id = request.query.get("id");
    if (id !== null) {
      const found = all.find((each) => each.id === id);
      if (found === undefined) throw noSuchConfiguration();
      return xmlAnswer("InventoryConfiguration", storedElementXml(found.document));
    }
    const token = request.query.get("continuation-token");
    const after = token === null ? "" : fromUtf8(fromBase64(token) ?? new Uint8Array());
    const rest = all.filter((each) => compareKeys(each.id, after) > 0);
    const page = rest.slice(0, PAGE_SIZE);
    const isTruncated = rest.length > page.length;
    return xmlAnswer("ListInventoryConfigurationsResult", {
      InventoryConfiguration: page.map(({ document }) => storedElementXml(document)),
      IsTruncated: isTruncated,
      ContinuationToken: token ?? undefined,
      NextContinuationToken: isTruncated ? base64(utf8(page.at(-1)?.id ?? "")) : undefined,
    });
  };
}

/** 404 `NoSuchConfiguration`. */
export function noSuchConfiguration(): AwsError {
  return new AwsError(404, "NoSuchConfiguration", "The specified configuration does not exist.");
}
