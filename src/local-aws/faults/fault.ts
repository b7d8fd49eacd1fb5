import type { ServiceName } from "#local-aws/protocol/service-name.ts";

/** Which requests a fault is for; every member that is given has to agree. */
export interface FaultMatch {
  readonly service?: ServiceName;
  /** As the API calls it: `PutObject`, `UploadPart`, `GenerateDataKey` … STS is known by its service only: its `Action` is in the body. */
  readonly operation?: string;
  readonly method?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly keyPrefix?: string;
  readonly accessKeyId?: string;
  readonly partNumber?: number;
}

/** What goes wrong. */
export type FaultEffect =
  /** Waits before the work, or after it and before the answer. */
  | { readonly kind: "delay"; readonly milliseconds: number; readonly when: "before" | "after" }
  /** Lets bytes of the request's or the answer's body through at this rate. */
  | { readonly kind: "slow"; readonly bytesPerSecond: number; readonly direction: "request" | "response" }
  /** Ends the connection once this many bytes of the request's body came; nothing of it is kept. */
  | { readonly kind: "cut-request"; readonly afterBytes: number }
  /** Does the work, and ends the connection after this many bytes of the answer's body. An answer without a body is dropped whole. */
  | { readonly kind: "cut-response"; readonly afterBytes: number }
  /** Does the work, and ends the connection without an answer. */
  | { readonly kind: "drop-response" }
  /** 500, in the service's words; nothing is done. */
  | { readonly kind: "internal-error" }
  /** 503 SlowDown (S3), ServiceUnavailable (others); nothing is done. */
  | { readonly kind: "slow-down"; readonly retryAfterSeconds?: number }
  /** KMS and the others: 400 ThrottlingException; S3: 503 SlowDown; nothing is done. */
  | { readonly kind: "throttle" }
  /** Takes a write's body to its end and answers 500 InternalError, as if there were no room for it: PUT and POST only. */
  | { readonly kind: "disk-full" }
  /** Answers as if the client's clock were an hour wrong: RequestTimeTooSkewed (S3). */
  | { readonly kind: "clock-skew" }
  /** Ends the session that the request is signed by, before it is looked at: it meets an expired token. Long-lived keys go on. */
  | { readonly kind: "expire-session" };

/** A fault as it was ordered. */
export interface Fault {
  readonly effect: FaultEffect;
  readonly match: FaultMatch;
  /** How often it happens, at most; undefined: without end. */
  readonly times: number | undefined;
  /** So many matching requests pass first. */
  readonly after: number;
  /** 0 to 1: how likely it is at each matching request that comes after those. */
  readonly probability: number;
  /** Start of the random numbers behind `probability`: equal seeds, equal faults. */
  readonly seed: number;
}

/** An order to end sessions at once, without waiting for a request: all of a user or role, or one. */
export type SessionsToEnd = { readonly accessKeyId: string } | { readonly userName: string } | { readonly roleName: string };
