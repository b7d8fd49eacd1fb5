import { malformedXml, type XmlElement } from "#local-aws/protocol/xml.ts";
import { allowChildren, singleText } from "./answers.ts";
import { invalidRequest } from "./request-errors.ts";

/** What UpdateObjectEncryption asks for: SSE-KMS under this key. */
export interface UpdatedEncryption {
  readonly keyArn: string;
  readonly bucketKeyEnabled: boolean;
}

const MODIFY = "Requests that modify an object encryption configuration require a valid new encryption type.";
const TO_KMS = "Requests that modify an object's encryption type to SSE-KMS require";
const KEY_ARN = /^arn:aws[a-zA-Z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[a-zA-Z0-9-]+$/;

/**
 * Reads the document of UpdateObjectEncryption: an `ObjectEncryption` with one member, `SSE-KMS` (aws-facts 1.11; texts as AWS documents
 * them with the operation).
 * @throws AwsError 400 `InvalidRequest` for another type, no key, or what is no key's ARN; 400 `MalformedXML`.
 */
export function readUpdatedEncryption(root: XmlElement): UpdatedEncryption {
  const [type, ...others] = root.children;
  if (others.length > 0) throw malformedXml();
  if (type?.name === "SSE-C" || type?.name === "DSSE-KMS") {
    throw invalidRequest(
      "The UpdateObjectEncryption operation doesn't support updating the encryption type to DSSE-KMS or SSE-C. Modify the request to specify SSE-KMS for the " +
        "updated encryption type, and then try again.",
    );
  }
  if (type?.name !== "SSE-KMS") {
    throw invalidRequest(`${MODIFY} Valid values are SSEKMS. Modify the request to specify SSE-KMS for the updated encryption type, and then try again.`);
  }
  allowChildren(type, ["KMSKeyArn", "BucketKeyEnabled"]);
  return { keyArn: readKeyArn(singleText(type, "KMSKeyArn")), bucketKeyEnabled: readBucketKeyEnabled(singleText(type, "BucketKeyEnabled")) };
}

function readKeyArn(text: string | undefined): string {
  if (text === undefined || text === "") {
    throw invalidRequest(`${TO_KMS} an AWS KMS key Amazon Resource Name (ARN). Modify the request to specify a KMS key ARN, and then try again.`);
  }
  if (text.length >= 20 && text.length <= 2048 && KEY_ARN.test(text)) return text;
  throw invalidRequest(
    `${TO_KMS} a valid AWS KMS key Amazon Resource Name (ARN). Confirm that you have a correctly formatted KMS key ARN in your request, and then try again.`,
  );
}

function readBucketKeyEnabled(text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  throw invalidRequest("The BucketKeyEnabled value isn't valid. Valid values are true or false. Modify the request to specify a valid value, and then try again.");
}
