import { useQuery } from "@tanstack/react-query";
import { isAwsS3, offersService } from "#domain/endpoints.ts";
import type { AwsFailure } from "#domain/failure.ts";
import { kmsKeys } from "#queries/keys.ts";
import { useSession } from "#session/session-context.tsx";

/** Whether there is a KMS to ask about keys; if not, why, in words for the person who has to name one. */
export type KmsApi =
  | { readonly offered: true }
  | {
      readonly offered: false;
      readonly why: string;
      /** Asks again; undefined where no endpoint was given, so that there is nobody to ask. */
      readonly retry: (() => void) | undefined;
    };

const TYPE_THE_NAME = "type the key's name as the server knows it.";

/**
 * Whether the session's server has KMS's API: AWS has, another server where an endpoint was given and answers. Asks nothing itself; it
 * learns from what the key list of the Region met with. A KMS that refuses a caller is there all the same.
 */
export function useKmsApi(region: string): KmsApi {
  const { endpoints } = useSession().config;
  const list = useQuery({ ...kmsKeys(region), enabled: false });
  if (!offersService(endpoints, "kms")) return { offered: false, why: `This server has no KMS API; ${TYPE_THE_NAME}`, retry: undefined };
  if (isAwsS3(endpoints) || list.error === null || !isSilent(list.error.failure)) return { offered: true };
  return { offered: false, why: `Nothing at the KMS endpoint answers this page as KMS does; ${TYPE_THE_NAME}`, retry: () => void list.refetch() };
}

function isSilent({ kind }: AwsFailure): boolean {
  return kind === "not-offered" || kind === "network-or-cors";
}
