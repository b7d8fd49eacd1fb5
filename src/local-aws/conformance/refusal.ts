/** What an AWS SDK client threw: enough to compare with a row of the facts. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** The refusal of a call; throws when the call succeeded. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const thrown = await errorOf(call);
  return { name: thrown.name, message: thrown.message, status: statusOf(thrown) };
}

/** The refusal of a call with what its XML document holds beside code, message and ids, such as `ArgumentName`, as the SDK read it. */
export async function refusalWithMembers(call: Promise<unknown>): Promise<Refusal & Readonly<Record<string, unknown>>> {
  const thrown = await errorOf(call);
  const members = Object.entries(thrown).filter(([name]) => /^[A-Z]/.test(name) && !STANDARD_MEMBERS.has(name));
  return { ...Object.fromEntries(members), name: thrown.name, message: thrown.message, status: statusOf(thrown) };
}

const STANDARD_MEMBERS = new Set(["Error", "Code", "Message", "RequestId", "HostId", "Resource"]);

async function errorOf(call: Promise<unknown>): Promise<Error> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) throw new Error("The call was not refused");
  return thrown;
}

function statusOf(thrown: Error): number | undefined {
  const metadata = "$metadata" in thrown ? thrown.$metadata : undefined;
  const status = typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === "number" ? status : undefined;
}
