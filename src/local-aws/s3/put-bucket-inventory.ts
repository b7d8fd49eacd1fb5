import { AwsError } from "#local-aws/protocol/aws-error.ts";
import type { S3Operation } from "#local-aws/protocol/request-context.ts";
import type { Services } from "#local-aws/services.ts";
import { authorizeBucket } from "./authorize-s3.ts";
import { emptyAnswer, readXml } from "./answers.ts";
import { changeBucket } from "./change-bucket.ts";
import { checkInventoryConfiguration } from "./inventory-xml.ts";
import { compareKeys } from "./key-order.ts";
import { requestBucket } from "./request-bucket.ts";
import { storedElement } from "./stored-element.ts";

const MAX_BODY_BYTES = 64 * 1024;
const MAX_CONFIGURATIONS = 1000;

/**
 * PutBucketInventoryConfiguration: keeps the configuration, in place of one of the same id; no inventory is ever made of it. Needs
 * s3:PutInventoryConfiguration.
 */
export function putBucketInventory(services: Pick<Services, "metadata">): S3Operation {
  return async (request) => {
    const bucket = requestBucket(services.metadata, request);
    authorizeBucket(request, "s3:PutInventoryConfiguration", bucket);
    const id = request.query.get("id") ?? "";
    if (!/^[\w.-]{1,64}$/.test(id)) throw new AwsError(400, "InvalidConfigurationId", "The specified configuration id is invalid.");
    const document = storedElement(await readXml(request, "InventoryConfiguration", MAX_BODY_BYTES));
    checkInventoryConfiguration(document, id);
    await changeBucket(services, request, (current) => {
      const others = (current.inventoryConfigurations ?? []).filter((each) => each.id !== id);
      if (others.length >= MAX_CONFIGURATIONS) {
        throw new AwsError(400, "TooManyConfigurations", "You are attempting to create a new configuration but have already reached the 1,000-configuration limit.");
      }
      return { ...current, inventoryConfigurations: [...others, { id, document }].sort((a, b) => compareKeys(a.id, b.id)) };
    });
    return emptyAnswer(204);
  };
}
