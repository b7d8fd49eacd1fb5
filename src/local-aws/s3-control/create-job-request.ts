import { childOf, childrenOf, parseXml, textOf, type XmlElement, type XmlMembers } from "#local-aws/protocol/xml.ts";
import type { BatchJob, ManifestField, ManifestPlace, ReportPlace } from "./batch-job.ts";
import { bucketOf } from "./bucket-arn.ts";
import { invalidJob, notImplemented } from "./control-errors.ts";
import { readCopyOrder } from "./copy-order.ts";

/** What CreateJob was told of a job. */
export type NewJob = Pick<
  BatchJob,
  "confirmationRequired" | "description" | "priority" | "roleArn" | "clientRequestToken" | "copy" | "manifest" | "report" | "asSent" | "tags"
>;

const MANIFEST_FIELDS: readonly ManifestField[] = ["Bucket", "Key", "VersionId", "Ignore"];
const MAX_TAGS = 50;

/**
 * Reads the document of CreateJob.
 * @throws AwsError 400 `InvalidRequest` for what is wrong or missing, 501 for operations and manifests that the stand-in does not have
 */
export function readCreateJob(text: string): NewJob {
  const root = parseXml(text);
  if (root.name !== "CreateJobRequest") throw invalidJob("The request must be a CreateJobRequest.");
  const operation = required(root, "Operation");
  const report = required(root, "Report");
  if (childOf(root, "ManifestGenerator") !== undefined) throw notImplemented("ManifestGenerator: give a Manifest");
  const manifest = required(root, "Manifest");
  const description = textOf(root, "Description");
  return {
    confirmationRequired: textOf(root, "ConfirmationRequired") === "true",
    ...(description === undefined ? {} : { description }),
    priority: readPriority(requiredText(root, "Priority")),
    roleArn: requiredText(root, "RoleArn"),
    clientRequestToken: requiredText(root, "ClientRequestToken"),
    copy: readCopyOrder(operation),
    manifest: readManifest(manifest),
    ...readReport(report),
    asSent: { Operation: membersOf(operation), Manifest: membersOf(manifest), Report: membersOf(report) },
    tags: readJobTags(childOf(root, "Tags")),
  };
}

/** A job's priority: 0 to 2,147,483,647. @throws AwsError 400 `InvalidRequest` */
export function readPriority(text: string): number {
  const priority = Number(text);
  if (!/^\d{1,10}$/.test(text) || priority > 2_147_483_647) throw invalidJob("The priority must be a number from 0 to 2147483647.");
  return priority;
}

/** Tags of a job. @throws AwsError 400 `InvalidRequest` for more than 50, and for two of one key */
export function readJobTags(element: XmlElement | undefined): BatchJob["tags"] {
  const tags = (element === undefined ? [] : childrenOf(element, "member")).map((tag) => ({ Key: requiredText(tag, "Key"), Value: textOf(tag, "Value") ?? "" }));
  if (tags.length > MAX_TAGS) throw invalidJob(`A job can have at most ${MAX_TAGS} tags.`);
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) throw invalidJob("A tag key can be given only once.");
  return tags;
}

function readManifest(manifest: XmlElement): ManifestPlace {
  const spec = required(manifest, "Spec");
  const format = requiredText(spec, "Format");
  if (format !== "S3BatchOperations_CSV_20180820") throw notImplemented(`manifests of the format ${format}`);
  const listed = childrenOf(required(spec, "Fields"), "member").map(({ text }) => text);
  const fields = listed.flatMap((name) => MANIFEST_FIELDS.filter((field) => field === name));
  const hasBoth = fields.includes("Bucket") && fields.includes("Key");
  const isOnce = ["Bucket", "Key", "VersionId"].every((name) => fields.filter((field) => field === name).length <= 1);
  if (fields.length < listed.length || !hasBoth || !isOnce) throw invalidJob("The manifest's fields must be Bucket, Key, and optionally VersionId, once each.");
  const location = required(manifest, "Location");
  const [, bucket, key] = /^arn:aws:s3:::([^/]+)\/(.+)$/s.exec(requiredText(location, "ObjectArn")) ?? [];
  if (bucket === undefined || key === undefined) throw invalidJob("The manifest's ObjectArn must be the ARN of an object.");
  const versionId = textOf(location, "ObjectVersionId");
  const etag = requiredText(location, "ETag").replace(/^"|"$/g, "");
  return { bucket, key, etag, fields, ...(versionId === undefined ? {} : { versionId }) };
}

function readReport(report: XmlElement): { readonly report?: ReportPlace } {
  if (requiredText(report, "Enabled") !== "true") return {};
  const bucket = bucketOf(requiredText(report, "Bucket"));
  const format = requiredText(report, "Format");
  const scope = requiredText(report, "ReportScope");
  if (format !== "Report_CSV_20180820") throw invalidJob("The report's format must be Report_CSV_20180820.");
  if (scope !== "AllTasks" && scope !== "FailedTasksOnly") throw invalidJob("The report's scope must be AllTasks or FailedTasksOnly.");
  return { report: { bucket, prefix: (textOf(report, "Prefix") ?? "").replace(/\/$/, ""), scope } };
}

function required(element: XmlElement, name: string): XmlElement {
  const child = childOf(element, name);
  if (child === undefined) throw invalidJob(`The request lacks ${name}.`);
  return child;
}

function requiredText(element: XmlElement, name: string): string {
  return required(element, name).text.trim();
}

/** An element's children as `buildXml` takes them. */
function membersOf({ children }: XmlElement): XmlMembers {
  const names = [...new Set(children.map(({ name }) => name))];
  return Object.fromEntries(names.map((name) => [name, children.filter((child) => child.name === name).map((child) => (child.children.length === 0 ? child.text : membersOf(child)))]));
}
