import { testBucketEncryption } from "./bucket-encryption.mjs";
import { testBucketPolicy } from "./bucket-policy.mjs";
import { testBucketSettings } from "./bucket-settings.mjs";
import { testCognito } from "./cognito.mjs";
import { testCopies } from "./copies.mjs";
import { testCustomerKeys } from "./customer-keys.mjs";
import { testKms } from "./kms.mjs";
import { testKmsUploads } from "./kms-uploads.mjs";
import { testMultipart } from "./multipart.mjs";
import { testObjects } from "./objects.mjs";
import { testRefusals } from "./refusals.mjs";
import { testSts } from "./sts.mjs";
import { testTls } from "./tls.mjs";
import { testTrail } from "./trail.mjs";

/**
 * What every client must find that has the operations of AWS's API: `{ call, bucket, thoroughly }`, where `call(service, operation,
 * parameters, { as, region, endpoint })` resolves with the answer or rejects with a ClientError, `bucket` is there for this client
 * alone, and `thoroughly` declares the tests that need not be done by a client which takes a second for each call.
 */
export function testApi(client) {
  testMultipart(client);
  testObjects(client);
  testKmsUploads(client);
  testCopies(client);
  testBucketEncryption(client);
  testBucketPolicy(client);
  testBucketSettings(client);
  testRefusals(client);
  testCustomerKeys(client);
  testKms(client);
  testSts(client);
  testCognito(client);
  testTrail(client);
  testTls(client);
}
