import type { Services } from "#local-aws/services.ts";
import type { KmsCall } from "./key-access.ts";
import type { KmsInput } from "./kms-input.ts";

/** What an operation answers: the members of its JSON. Blobs are base64 and times are seconds already. */
export type KmsOutput = Readonly<Record<string, unknown>>;

/** One operation of KMS; `undefined` is the empty body. Throws `AwsError` (see kms-errors.ts). */
export type KmsOperation = (input: KmsInput, call: KmsCall) => Promise<KmsOutput | undefined>;

/** What operations are made of; each takes its own part. */
export type KmsServices = Pick<Services, "clock" | "keyStore" | "random">;
