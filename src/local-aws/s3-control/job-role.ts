import { compileCondition } from "#local-aws/iam/condition-block.ts";
import { parsePolicyDocument, type PolicyStatement } from "#local-aws/iam/policy-document.ts";
import { callerOf, findAccessKey, findRole } from "#local-aws/iam/principals.ts";
import { newSessionCredentials } from "#local-aws/iam/session-credentials.ts";
import { matchesAtoms, wildcardAtoms } from "#local-aws/iam/wildcards.ts";
import type { Services } from "#local-aws/services.ts";
import type { AccessKey, Caller, RequestOrigin, Role } from "#local-aws/world.ts";
import type { BatchJob } from "./batch-job.ts";

/** The service that assumes the roles of jobs: whom their trust policies must name. */
const BATCH_OPERATIONS = "batchoperations.s3.amazonaws.com";

type RoleServices = Pick<Services, "clock" | "random" | "metadata" | "trail">;

/** The role of a job; undefined when there is none of that ARN. */
export function roleOf(reader: Services["metadata"], roleArn: string): Role | undefined {
  const [, accountId, name] = /^arn:aws:iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/.exec(roleArn) ?? [];
  const role = accountId === undefined || name === undefined ? undefined : findRole(reader, accountId, name);
  return role?.arn === roleArn ? role : undefined;
}

/** Whether a role lets S3 Batch Operations assume it for this job: its trust policy names the service, and its conditions hold. */
export function trustsBatchOperations(role: Pick<Role, "trustPolicy">, job: Pick<BatchJob, "accountId" | "jobArn">): boolean {
  const values: Readonly<Record<string, readonly string[]>> = { "aws:sourceaccount": [job.accountId], "aws:sourcearn": [job.jobArn] };
  const lookup = (key: string): readonly string[] | undefined => values[key.toLowerCase()];
  const applies = (statement: PolicyStatement): boolean =>
    namesService(statement) &&
    statement.action.patterns.some((pattern) => matchesAtoms(wildcardAtoms(pattern.toLowerCase()), "sts:assumerole")) !== statement.action.negated &&
    statement.conditions.every((condition) => compileCondition(condition, true)?.(lookup) === true);
  const { statements } = parsePolicyDocument(role.trustPolicy);
  const matching = statements.filter(applies);
  return matching.length > 0 && matching.every(({ effect }) => effect === "Allow");
}

function namesService({ principal }: PolicyStatement): boolean {
  const named = principal?.entries.some(({ type, value }) => (type === "Service" && value === BATCH_OPERATIONS) || (type === "AWS" && value === "*")) ?? false;
  return principal !== undefined && named !== principal.negated;
}

/**
 * Assumes the role of a job, as the service does: an AssumeRole in the trail, by nobody but the service itself (aws-facts 6.3, second table).
 * Undefined when the role is gone or does not trust the service (any more).
 */
export async function assumeJobRole(services: RoleServices, job: BatchJob): Promise<AccessKey | undefined> {
  const role = roleOf(services.metadata, job.roleArn);
  if (role === undefined || !trustsBatchOperations(role, job)) return undefined;
  const sessionName = `s3-batch-operations_${job.jobId}`;
  const owner = { type: "role", accountId: role.accountId, roleName: role.roleName } as const;
  const { accessKeyId } = await newSessionCredentials(services, { owner, source: "assume-role", name: sessionName, durationSeconds: 3600 });
  services.trail.record({
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRole",
    readOnly: true,
    time: services.clock.now(),
    region: job.region,
    caller: { kind: "service", service: BATCH_OPERATIONS, accountId: role.accountId },
    from: { sourceIpAddress: BATCH_OPERATIONS, userAgent: BATCH_OPERATIONS, requestId: services.random.uuid() },
    requestParameters: { roleArn: role.arn, roleSessionName: sessionName },
    responseElements: null,
    resources: [{ type: "AWS::IAM::Role", arn: role.arn, accountId: role.accountId }],
  });
  return findAccessKey(services.metadata, accessKeyId);
}

/** The caller that a job's requests come from, with the rights that its role has now; undefined when the role is gone. */
export function jobCaller(services: Pick<Services, "metadata">, accessKey: AccessKey, origin: RequestOrigin): Caller | undefined {
  return callerOf(services.metadata, accessKey, origin);
}
