import { invalidJob } from "./control-errors.ts";

/** The bucket of a bucket ARN. @throws AwsError 400 `InvalidRequest` */
export function bucketOf(arn: string): string {
  const bucket = /^arn:aws:s3:::([^/]+)$/.exec(arn)?.[1];
  if (bucket === undefined) throw invalidJob(`${arn} is not the ARN of a bucket.`);
  return bucket;
}
