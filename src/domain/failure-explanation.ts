import type { AwsFailure } from "./failure.ts";

/** A failure in words: what happened, why, and what to do about it. Code and request id are shown beside it, from the failure. */
export interface FailureExplanation {
  readonly title: string;
  readonly why: string;
  readonly whatToDo: readonly string[];
}

type Of<Kind extends AwsFailure["kind"]> = Extract<AwsFailure, { kind: Kind }>;

/** Explains a failure to the person in front of it. */
export function explainFailure(failure: AwsFailure): FailureExplanation {
  switch (failure.kind) {
    case "access-denied":
      return explainDenied(failure);
    case "key-unusable":
      return explainKey(failure);
    case "not-found":
      return explainMissing(failure);
    case "precondition":
      return {
        title: "An object with this name exists already",
        why: "The upload was sent so that it never overwrites, and S3 found an object under this name.",
        whatToDo: ["Choose another name or folder.", "Or turn on “Replace existing objects” and upload again."],
      };
    case "invalid-request":
      return {
        title: failure.argument === undefined ? `${failure.service} refused the request` : `${failure.service} refused the request because of ${failure.argument}`,
        why: failure.message,
        whatToDo: ["Change what the message names and try again."],
      };
    case "throttled":
      return {
        title: `${failure.service} asks to slow down`,
        why: "Too many requests reached it in a short time. With SSE-KMS the limit may be that of KMS.",
        whatToDo: ["Wait a moment and try again.", "An S3 Bucket Key cuts the number of KMS requests by up to 99 %."],
      };
    case "server-error":
      return { title: `${failure.service} had a problem of its own`, why: failure.message, whatToDo: ["Try again in a moment."] };
    case "credentials-expired":
      return { title: "Your session has expired", why: "The temporary credentials of this session have reached their end.", whatToDo: ["Sign in again."] };
    case "credentials-invalid":
      return explainCredentials(failure);
    case "clock-skew":
      return {
        title: "The clock of this computer is wrong",
        why: "AWS refuses requests whose time differs from its own by more than 15 minutes.",
        whatToDo: ["Set the clock of this computer right and sign in again."],
      };
    case "wrong-region":
      return {
        title: failure.region === undefined ? "This bucket is in another Region" : `This bucket is in ${failure.region}`,
        why: failure.message,
        whatToDo: ["Check the Region, and the S3 endpoint if you set one."],
      };
    case "network-or-cors":
      return explainNetwork(failure);
    case "not-offered":
      return explainNotOffered(failure);
    case "aborted":
      return { title: "Cancelled", why: "The request was cancelled before it ended.", whatToDo: [] };
    case "file-changed":
      return {
        title: "The file changed after it was chosen",
        why: `“${failure.fileName}” was changed, moved or deleted on this computer before it was sent whole. Nothing was stored: a browser reads a file only as it was when it was chosen.`,
        whatToDo: ["Choose the file again on the upload page."],
      };
    case "unknown":
      return { title: "Something went wrong", why: failure.message, whatToDo: ["Try again.", "If it stays, pass the details below to whoever looks after this console."] };
  }
}

function explainDenied(failure: Of<"access-denied">): FailureExplanation {
  const action = failure.action;
  const kms = action?.startsWith("kms:") ?? failure.service === "KMS";
  const title = action === undefined ? "Access denied" : `You lack permission for ${action}`;
  const resource = failure.resource ?? "the resource";
  const deniedBy: Readonly<Record<NonNullable<typeof failure.deniedBy>, string>> = {
    "identity-policy": "A policy attached to your user or role denies it.",
    "resource-policy": kms ? "The key policy denies it." : "The bucket policy denies it.",
    "session-policy": "The policy of this session does not allow it.",
    boundary: "The permissions boundary of your user or role does not allow it.",
    "service-control-policy": "A service control policy of your organisation does not allow it.",
    "none-allows": "No policy attached to your user or role allows it.",
  };
  const why = failure.deniedBy === undefined ? "AWS does not say which policy is the reason." : deniedBy[failure.deniedBy];
  const statement =
    action === undefined
      ? []
      : failure.deniedBy === "resource-policy"
        ? [`Ask whoever looks after ${kms ? "the key" : "the bucket"} which requests its policy lets through.`]
        : [`Ask for this statement in your policy: {"Effect":"Allow","Action":"${action}","Resource":"${resource}"}`];
  const note =
    kms && failure.service === "S3"
      ? [`S3 asked KMS in your name: it is the key ${failure.resource ?? ""} that you may not use, not the bucket.`.replace("  ", " ")]
      : action === undefined && failure.operation.startsWith("Head")
        ? ["A HEAD request has no message. You may lack s3:GetObject, or s3:ListBucket if the object does not exist."]
        : [];
  return { title, why, whatToDo: [...note, ...statement] };
}

function explainKey(failure: Of<"key-unusable">): FailureExplanation {
  const key = failure.keyArn ?? "The KMS key";
  switch (failure.reason) {
    case "disabled":
      return {
        title: "The KMS key is disabled",
        why: `${key} is disabled, so KMS neither encrypts nor decrypts with it.`,
        whatToDo: ["Choose another key.", "Or enable the key in KMS; objects under it become readable again at once."],
      };
    case "pending-deletion":
      return {
        title: "The KMS key is scheduled for deletion",
        why: `${key} is waiting to be deleted. Once it is gone, objects under it can never be read again.`,
        whatToDo: ["Choose another key.", "To keep it: cancel the deletion in KMS, then enable the key."],
      };
    case "pending-import":
      return { title: "The KMS key has no key material", why: `${key} waits for its key material to be imported.`, whatToDo: ["Import the key material in KMS, or choose another key."] };
    case "wrong-usage":
      return {
        title: "This KMS key cannot encrypt objects",
        why: "S3 needs a symmetric encryption key. This one is an asymmetric or an HMAC key.",
        whatToDo: ["Choose a symmetric encryption key (SYMMETRIC_DEFAULT)."],
      };
    case "other-region":
      return {
        title: "The KMS key is in another Region",
        why: "S3 can only use a key of the bucket's own Region. A multi-Region key counts too: its replica in the bucket's Region has an ARN of its own.",
        whatToDo: ["Choose a key of the bucket's Region."],
      };
    case "not-found":
      if (failure.code === "InvalidAccessKeyId") {
        return {
          title: "The server does not know this key",
          why: `It answered: ${failure.message}. Its code for that, InvalidAccessKeyId, is AWS's for unknown credentials; yours are not the matter here.`,
          whatToDo: ["Check the key's name: it must be written as the server's own configuration has it."],
        };
      }
      return {
        title: "KMS does not find this key",
        why: `${failure.message}. A bare key id or alias is looked up in your own account and in the bucket's Region.`,
        whatToDo: ["Check the key. For a key of another account, enter its full ARN.", "A key of another Region cannot be used."],
      };
    case "unavailable":
      return { title: "The KMS key is not available", why: failure.message, whatToDo: ["Try again in a moment. A custom key store may have to be connected first."] };
  }
}

function explainMissing(failure: Of<"not-found">): FailureExplanation {
  switch (failure.what) {
    case "bucket":
      return { title: "This bucket does not exist", why: "S3 knows no bucket of this name.", whatToDo: ["Check the name."] };
    case "object":
      return { title: "This object does not exist", why: "S3 has no object (or version) under this name. It may have been deleted.", whatToDo: ["Go back to the list and refresh it."] };
    case "upload":
      return { title: "This upload no longer exists", why: "The multipart upload was completed or aborted.", whatToDo: ["Start the upload again."] };
    case "key":
      return { title: "KMS does not find this key", why: failure.message, whatToDo: ["Check the key's id, alias and Region."] };
    case "configuration":
    case "other":
      return { title: "Not found", why: failure.message, whatToDo: [] };
  }
}

function explainCredentials(failure: Of<"credentials-invalid">): FailureExplanation {
  const signature = failure.code === "SignatureDoesNotMatch";
  return {
    title: signature ? "The secret access key does not fit the access key id" : "AWS does not know these credentials",
    why: signature ? "AWS computed another signature than this page did." : failure.message,
    whatToDo: signature
      ? ["Copy the secret access key again, whole: it has 40 characters."]
      : ["Check the access key id.", "Temporary credentials (ASIA…) need their session token, whole."],
  };
}

/** What a server lacks, in words; which operations ask for it is nobody's concern but the details'. */
function explainNotOffered(failure: Of<"not-offered">): FailureExplanation {
  if (failure.service === "S3") {
    return {
      title: `This server does not offer ${failure.operation}`,
      why: "AWS does. An S3-compatible server may lack it, and may then answer something else to the same request.",
      whatToDo: ["What this would have told is shown as unknown."],
    };
  }
  return {
    title: `This server has no ${failure.service} API`,
    why: `S3 requests go to a server that is not AWS, and nothing there answers as ${failure.service} does.`,
    whatToDo: [`If it has one, sign in again with its ${failure.service} endpoint.`],
  };
}

function explainNetwork(failure: Of<"network-or-cors">): FailureExplanation {
  const listBuckets = failure.operation === "ListBuckets";
  if (listBuckets) {
    return {
      title: "S3 does not list buckets to a browser",
      why: "CORS rules belong to buckets, so S3 cannot allow a web page to call what stands above them. This is so for every browser on AWS.",
      whatToDo: ["Add a bucket by its name."],
    };
  }
  return {
    title: `No answer from ${failure.service} that this page may read`,
    why:
      failure.service === "S3"
        ? "The browser hides the reason. Most often the bucket has no CORS rule for this page; it may also not exist, or the network may be down."
        : "The browser hides the reason. The network may be down, the endpoint wrong, or something on the way blocks it.",
    whatToDo:
      failure.service === "S3"
        ? ["Check the bucket's name.", "Add a CORS rule for this page's origin to the bucket (below its Permissions in the S3 console).", "Check that you are online.", "On a server that is not AWS, check the credentials too: it may refuse wrong ones without letting this page know."]
        : [
            "Check that you are online and that the endpoint is right.",
            ...(failure.service === "STS" ? ["For an S3-compatible server without STS, leave the STS endpoint empty."] : []),
          ],
  };
}
