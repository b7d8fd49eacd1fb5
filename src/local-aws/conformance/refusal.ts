/** What an AWS SDK client threw: enough to compare with a row of the facts. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** The refusal of a call; throws when the call succeeded. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) throw new Error("The call was not refused");
  return { name: thrown.name, message: thrown.message, status: statusOf(thrown) };
}

function statusOf(thrown: Error): number | undefined {
  const metadata = "$metadata" in thrown ? thrown.$metadata : undefined;
  const status = typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === "number" ? status : undefined;
}
