import { AwsError } from "#local-aws/protocol/aws-error.ts";

/** 400 `InvalidRequest`: something about the job cannot be. */
export function invalidJob(message: string): AwsError {
  return new AwsError(400, "InvalidRequest", message);
}

/** 404 `NoSuchJob`: no job of this id in this account and Region. */
export function noSuchJob(): AwsError {
  return new AwsError(404, "NoSuchJob", "The specified job does not exist.");
}

/** 400 `JobStatusException`: the job's status does not allow the change. */
export function jobStatusError(message: string): AwsError {
  return new AwsError(400, "JobStatusException", message);
}

/** 501: loud, so that nobody believes that it had an effect. */
export function notImplemented(what: string): AwsError {
  return new AwsError(501, "NotImplemented", `Keyseal's local AWS does not implement ${what}.`);
}
