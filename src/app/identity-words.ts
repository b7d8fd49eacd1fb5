import { callerName, maskAccessKeyId, type Caller } from "#domain/credentials.ts";

/** Who is signed in, as the bar's menu says it: by name, or by the access key where the server tells none. */
export function identityWords({ caller, accessKeyId, region }: { readonly caller: Caller; readonly accessKeyId: string; readonly region: string }): { text: string; title: string; description: string } {
  if (caller === "unknown") {
    const key = maskAccessKeyId(accessKeyId);
    return { text: `Key ${key} · ${region}`, title: `Caller unknown, in ${region}`, description: `This server does not say who you are. Access key ${key}.` };
  }
  const name = callerName(caller.arn);
  return { text: `${name} · ${caller.accountId} · ${region}`, title: `${name} in ${region}`, description: caller.arn };
}
