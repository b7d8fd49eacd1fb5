import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { noSuchConfiguration } from "./get-bucket-inventory.ts";
import { requestBucket } from "./request-bucket.ts";

/**
 * DeleteBucketInventoryConfiguration. Needs s3:PutInventoryConfiguration.
 * @throws AwsError 404 `NoSuchConfiguration`
 */
export function deleteBucketInventory(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    authorizeBucket(request, "s3:PutInventoryConfiguration", requestBucket(services.metadata, request));
    const id = request.query.get("id");
    await changeBucket(services, request, (bucket) => {
      const all = bucket.inventoryConfigurations ?? [];
      const others = all.filter((each) => each.id !== id);
      if (others.length === all.length) throw noSuchConfiguration();
      return { ...bucket, inventoryConfigurations: others };
    });
    return emptyAnswer(204);
  };
}
