import { useQuery } from "@tanstack/react-query";
import { isKmsAlgorithm, type BucketDefaultEncryption } from "#domain/encryption.ts";
import { bucketNameProblem } from "#domain/bucket.ts";
import type { AwsFailure } from "#domain/failure.ts";
import { bucketDefaultEncryption, bucketRegion } from "#queries/buckets.ts";
import { useSession } from "#session/session-context.tsx";
import { bucketDefaultText } from "./encryption-words.ts";
import { useKnownKey } from "./use-known-key.tsx";

/** What is known of where and how a bucket encrypts. */
export interface BucketEncryption {
  /** Undefined until it is known. */
  readonly region: string | undefined;
  readonly setting: BucketDefaultEncryption | undefined;
  /** The default in words, its key by alias; undefined while unknown. */
  readonly text: string | undefined;
  /** Title of the default's KMS key; undefined where it names none. */
  readonly keyTitle: string | undefined;
  readonly loading: boolean;
  /** The bucket could not be found or reached at all. */
  readonly regionFailure: AwsFailure | undefined;
  /** The bucket is there, but its default may not be read. Uploads may still work. */
  readonly settingFailure: AwsFailure | undefined;
  readonly retry: () => void;
}

/** Asks for a bucket's Region and default encryption. Asks nothing for a name that no bucket can have. */
export function useBucketEncryption(bucket: string | undefined): BucketEncryption {
  const session = useSession();
  const enabled = bucket !== undefined && bucketNameProblem(bucket) === undefined;
  const name = bucket ?? "";
  const region = useQuery({ ...bucketRegion(name), enabled });
  const setting = useQuery({ ...bucketDefaultEncryption(name), enabled: enabled && region.data !== undefined });
  const named = setting.data !== undefined && isKmsAlgorithm(setting.data.algorithm) ? setting.data.keyAsStored : undefined;
  const key = useKnownKey(named, region.data ?? session.region);
  return {
    region: region.data,
    setting: setting.data,
    text: setting.data === undefined ? undefined : bucketDefaultText(setting.data, key.title),
    keyTitle: named === undefined ? undefined : (key.title ?? named),
    loading: enabled && (region.isLoading || setting.isLoading),
    regionFailure: enabled ? region.error?.failure : undefined,
    settingFailure: enabled ? setting.error?.failure : undefined,
    retry: () => {
      void region.refetch();
      if (region.data !== undefined) void setting.refetch();
    },
  };
}
