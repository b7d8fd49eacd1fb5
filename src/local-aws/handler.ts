import { createCloudtrail } from "./cloudtrail/cloudtrail.ts";
import { createCognitoIdentity } from "./cognito-identity/cognito-identity.ts";
import { poolTokenVerifier } from "./cognito-identity/pool-tokens.ts";
import { createCognitoIdp } from "./cognito-idp/cognito-idp.ts";
import { createManagedLogin } from "./cognito-idp/managed-login/managed-login.ts";
import { userPoolTokenVerifier } from "./cognito-idp/user-pool-tokens.ts";
import { withFaults } from "./faults/with-faults.ts";
import { anyOf } from "./iam/web-identity.ts";
import { createKms } from "./kms/kms.ts";
import { createFront, type ServiceHandlers } from "./protocol/front.ts";
import type { ConnectionInfo } from "./protocol/request-context.ts";
import { createS3Control } from "./s3-control/s3-control.ts";
import { createS3 } from "./s3/router.ts";
import type { Services } from "./services.ts";
import { createSts } from "./sts/sts.ts";

/** The stand-in for AWS: S3, S3 Control, KMS, STS, CloudTrail and Cognito behind one endpoint, on web standards only. */
export interface LocalAws {
  /**
   * Answers one request. Never rejects. `Response.error()` says to close the connection without an answer (`--faults` only). Give `info.rawTarget` where the runtime knows the request line: a `Request`'s URL folds the
   * dot segments that an S3 key may hold.
   */
  fetch(request: Request, info?: ConnectionInfo): Promise<Response>;
  /** Ends what goes on in the background: jobs of S3 Batch Operations stop after the object at hand, and go on when they are made again. */
  stop(): Promise<void>;
}

/**
 * Makes a stand-in of its parts, and goes on with the jobs that it finds unfinished. It holds no state of its own: one made later over the
 * same stores is the same AWS.
 */
export function createLocalAws(services: Services): LocalAws {
  const kms = createKms(services);
  const s3 = createS3({ ...services, kms: kms.forS3 });
  const s3Control = createS3Control(services, s3);
  const userPoolTokens = userPoolTokenVerifier(services);
  const handlers: ServiceHandlers = {
    s3,
    "s3-control": s3Control,
    kms,
    sts: createSts(services, anyOf([poolTokenVerifier(services), userPoolTokens])),
    cloudtrail: createCloudtrail(services),
    "cognito-identity": createCognitoIdentity(services, userPoolTokens),
    "cognito-idp": createCognitoIdp(services),
  };
  const front = createFront(services, handlers, createManagedLogin(services));
  const answer = services.settings.faults ? withFaults(services, front) : front;
  s3Control.resume();
  return { fetch: (request, info = {}) => answer(request, info), stop: () => s3Control.stop() };
}
