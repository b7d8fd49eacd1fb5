import type { Caller, RequestOrigin } from "#local-aws/world.ts";
import { accessDenied } from "./access-denied.ts";
import { decideAccess } from "./decide-access.ts";
import type { ConditionLookup } from "./policy-text.ts";

/** Condition keys and their values, by lower-case name (`s3:prefix`, `kms:viaservice`); a key that is not there is absent from the request. */
export type ConditionValues = Readonly<Record<string, readonly string[]>>;

/** One action of one caller on one resource, with all that policies may ask of it. */
export interface AccessRequest {
  /** Undefined: an anonymous request. */
  readonly caller: Caller | undefined;
  readonly origin: RequestOrigin;
  /** `s3:PutObject`, `kms:GenerateDataKey` … */
  readonly action: string;
  /** An ARN, or `*` for actions that have no resource. */
  readonly resource: string;
  /** 12 digits: the account that owns the resource. */
  readonly resourceAccountId: string;
  /** JSON text of the resource's own policy: bucket policy, key policy, trust policy. */
  readonly resourcePolicy?: string | undefined;
  /**
   * `in-addition`: identity policies alone may allow within the account (S3). `required`: nothing is allowed that the resource's
   * policy does not allow, to the caller or to its account (KMS keys, role trust).
   */
  readonly resourcePolicyMode: "in-addition" | "required";
  /**
   * Condition keys of the service; the global ones (`aws:…`) come from caller and origin. A function is asked for a key by its
   * lower-case name, only where a policy asks for it.
   */
  readonly conditions?: ConditionValues | ConditionLookup;
  /** A grant of a KMS key allows it, so that only an explicit Deny stands against it. */
  readonly allowedByGrant?: boolean;
  /**
   * The service that makes the call for the caller (forward access): `aws:ViaAWSService` is then true, `aws:CalledVia` names it, and
   * `aws:SourceIp` is absent, since the caller's address is not the one that calls.
   */
  readonly viaService?: "s3" | undefined;
  /** Who vouches for an unsigned caller (AssumeRoleWithWebIdentity): matches a Principal `{"Federated": provider}`. */
  readonly webIdentityProvider?: string | undefined;
}

/**
 * Refuses what policies do not allow, with the texts of aws-facts 5.4.
 * @throws AwsError 403 `AccessDenied`, of KMS 400 `AccessDeniedException` (aws-facts 3.1); see `accessDenied`.
 */
export function authorize(request: AccessRequest): void {
  const decision = decideAccess(request);
  if (!decision.allowed) throw accessDenied(request, decision);
}

/** Whether `authorize` would let it pass: for answers that depend on a permission, such as 403 instead of 404. */
export function isAuthorized(request: AccessRequest): boolean {
  return decideAccess(request).allowed;
}
