import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import type { CallerIdentity } from "#domain/credentials.ts";
import { AwsError } from "#domain/failure.ts";
import type { CallOptions } from "./aws.ts";
import { createClients, type ClientOptions } from "./clients.ts";
import { attempt, type Door } from "./door.ts";
import { sealCredentials, type SealedCredentials } from "./sealed-credentials.ts";

/** Who signs: works even with an explicit deny (aws-facts 4.1). */
export async function getCallerIdentity(door: Door, { signal }: CallOptions = {}): Promise<CallerIdentity> {
  const answer = await attempt({ service: "STS", operation: "GetCallerIdentity" }, () =>
    door.clients.sts(door.region).send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
  );
  return { accountId: answer.Account ?? "", arn: answer.Arn ?? "", userId: answer.UserId ?? "" };
}

/**
 * Exchanges long-lived credentials for those of a session, sealed at once. The long-lived ones stay as they were: the caller forgets
 * them. Rejects with `AwsError` where STS does not allow it.
 */
export async function exchangeForSession(options: ClientOptions & { readonly region: string }, { signal }: CallOptions = {}): Promise<SealedCredentials> {
  const call = { service: "STS", operation: "GetSessionToken" } as const;
  const clients = createClients(options);
  try {
    const { Credentials: session } = await attempt(call, () =>
      clients.sts(options.region).send(new GetSessionTokenCommand({}), { abortSignal: signal }),
    );
    if (session?.AccessKeyId === undefined || session.SecretAccessKey === undefined) {
      throw new AwsError({ kind: "unknown", ...call, message: "STS answered without credentials." });
    }
    return await sealCredentials({
      accessKeyId: session.AccessKeyId,
      secretAccessKey: session.SecretAccessKey,
      sessionToken: session.SessionToken,
      expiresAt: session.Expiration?.getTime(),
    });
  } finally {
    clients.destroy();
  }
}
