import type { Aws } from "#aws/aws.ts";
import type { RequestHandler } from "#aws/clients.ts";
import { createAws } from "#aws/create-aws.ts";
import { sealCredentials, type SealedCredentials } from "#aws/sealed-credentials.ts";
import { exchangeForSession } from "#aws/sts.ts";
import type { ConsoleConfig, Endpoints } from "#domain/config.ts";
import { isLongLived, type Caller, type CredentialSource, type PlainCredentials } from "#domain/credentials.ts";
import { failureOf } from "#domain/failure.ts";
import { createSession } from "./create-session.ts";
import type { Session } from "./session.ts";

/** What a person signs in with. */
export interface SignInRequest {
  readonly credentials: PlainCredentials;
  readonly region: string;
  readonly endpoints: Endpoints;
  readonly source: CredentialSource;
}

/**
 * Signs in: seals the secret, exchanges a long-lived key for a session where STS allows it, and asks STS who signs; a server
 * without such an STS is signed in to all the same, by a caller who is unknown. Rejects with `AwsError`; nothing of the credentials
 * stays behind then.
 */
export async function signIn(request: SignInRequest, config: ConsoleConfig, requestHandler?: RequestHandler): Promise<Session> {
  const { region, endpoints, source } = request;
  const pasted = await sealCredentials(request.credentials);
  const { credentials, notice } = await exchanged(pasted, { region, endpoints, requestHandler });
  const bucketRegions = Object.fromEntries(config.buckets.flatMap((bucket) => (bucket.region === undefined ? [] : [[bucket.name, bucket.region]])));
  const aws = createAws({ credentials, region, endpoints, requestHandler, bucketRegions });
  try {
    const caller = await whoSigns(aws);
    return createSession({ aws, caller, config: { ...config, region, endpoints }, source, accessKeyId: credentials.accessKeyId, expiresAt: credentials.expiresAt, notice });
  } catch (error) {
    aws.dispose();
    throw error;
  }
}

async function whoSigns(aws: Aws): Promise<Caller> {
  try {
    return await aws.getCallerIdentity();
  } catch (error) {
    if (failureOf(error).kind === "not-offered") return "unknown";
    throw error;
  }
}

interface Exchange {
  readonly credentials: SealedCredentials;
  readonly notice?: string;
}

async function exchanged(
  pasted: SealedCredentials,
  target: { readonly region: string; readonly endpoints: Endpoints; readonly requestHandler?: RequestHandler | undefined },
): Promise<Exchange> {
  if (pasted.sessionToken !== undefined || !isLongLived(pasted.accessKeyId)) return { credentials: pasted };
  try {
    const session = await exchangeForSession({ ...target, credentials: pasted });
    pasted.forget();
    return { credentials: session };
  } catch (error) {
    const failure = failureOf(error);
    // These would fail the same way at whatever is asked next: better at the field than in a notice
    if (failure.kind === "credentials-invalid" || failure.kind === "credentials-expired" || failure.kind === "clock-skew" || failure.kind === "network-or-cors") {
      pasted.forget();
      throw error;
    }
    return {
      credentials: pasted,
      notice: `STS did not exchange your long-lived access key for a temporary session (${failure.message}). It is sealed in this page and works until you sign out.`,
    };
  }
}
