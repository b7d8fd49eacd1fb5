import type { Caller, RequestOrigin } from "#local-aws/world.ts";

/** Plain JSON, as it stands in an event. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Who made a call, in CloudTrail's kinds of identity (aws-facts 6.2 note, 6.3 row "userIdentity"). */
export type ApiCaller =
  /** A principal; `invokedBy` names the service that called with its permission (forward access). */
  | { readonly kind: "principal"; readonly caller: Caller; readonly invokedBy?: string }
  /** A service on its own behalf, such as `batchoperations.s3.amazonaws.com`, for an account. */
  | { readonly kind: "service"; readonly service: string; readonly accountId: string }
  /** AssumeRoleWithWebIdentity: nobody signed, an identity provider vouches; `accountId` is the role's. */
  | { readonly kind: "web-identity"; readonly provider: string; readonly audience: string; readonly subject: string; readonly accountId: string }
  /** Nobody signed; the event goes to the owners of the resources. */
  | { readonly kind: "anonymous" };

/** A resource that a call touched, with the account that owns it. */
export interface TouchedResource {
  /** `AWS::KMS::Key`, `AWS::S3::Bucket` … */
  readonly type: string;
  readonly arn: string;
  readonly accountId: string;
  /** What LookupEvents calls it, where that is not its ARN: a bucket's name. */
  readonly name?: string;
}

/** One management call to an API, as it is told to the recorder. Nothing secret may be in it: no plaintext, no ciphertext, no secret key. */
export interface ApiCall {
  /** `kms.amazonaws.com` … */
  readonly eventSource: `${string}.amazonaws.com`;
  /** The operation's name. */
  readonly eventName: string;
  readonly readOnly: boolean;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly region: string;
  readonly caller: ApiCaller;
  readonly from: Pick<RequestOrigin, "sourceIpAddress" | "userAgent" | "requestId">;
  readonly requestParameters: JsonObject | null;
  /** What a change answered; null for reads, for cryptographic calls and for failures. */
  readonly responseElements: JsonObject | null;
  readonly additionalEventData?: JsonObject;
  readonly resources: readonly TouchedResource[];
  readonly error?: { readonly code: string; readonly message: string };
  /** `tlsDetails` of a direct call under TLS. */
  readonly tlsDetails?: { readonly tlsVersion?: string; readonly clientProvidedHostHeader?: string };
}

/** The recorder of CloudTrail: takes every management call, of a caller or of a service on a caller's behalf. */
export interface Trail {
  /** Notes a call; returns at once. It is in the metadata store with the next transaction there, or shortly after. */
  record(call: ApiCall): void;
  /** Resolves once everything that was recorded is in the metadata store. */
  flush(): Promise<void>;
}
