import { malformedXml, type XmlElement } from "#local-aws/protocol/xml.ts";
import type { StoredElement } from "#local-aws/world.ts";
import { allowChildren, singleChild, singleText } from "./answers.ts";
import { invalidArgument, invalidRequest } from "./request-errors.ts";
import { storedElement } from "./stored-element.ts";

const MAX_RULES = 1000;
const MAX_ID_LENGTH = 255;
const ACTIONS = ["Expiration", "Transition", "NoncurrentVersionTransition", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"];

/**
 * Holds the document of PutBucketLifecycleConfiguration against what S3 asks of every rule, and gives the rules without an id one, as
 * S3 does.
 * @param newId makes such an id
 * @throws AwsError 400 `MalformedXML`, `InvalidArgument` for an id that is too long or twice there, `InvalidRequest` for a rule without
 * an action
 */
export function readLifecycleConfiguration(root: XmlElement, newId: () => string): StoredElement {
  allowChildren(root, ["Rule"]);
  if (root.children.length === 0 || root.children.length > MAX_RULES) throw malformedXml();
  const rules = root.children.map((rule) => readRule(rule, newId));
  const ids = rules.map((rule) => singleText(rule, "ID") ?? "");
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw invalidArgument("Rule ID must be unique. Found same ID for more than one rule", { ArgumentName: "ID", ArgumentValue: repeated });
  }
  return storedElement({ ...root, text: "", children: rules });
}

function readRule(rule: XmlElement, newId: () => string): XmlElement {
  allowChildren(rule, ["ID", "Status", "Filter", "Prefix", ...ACTIONS]);
  const status = singleText(rule, "Status");
  if (status !== "Enabled" && status !== "Disabled") throw malformedXml();
  if ((singleChild(rule, "Filter") === undefined) === (singleChild(rule, "Prefix") === undefined)) throw malformedXml();
  if (!rule.children.some(({ name }) => ACTIONS.includes(name))) throw invalidRequest("At least one action needs to be specified in a rule");
  const id = singleText(rule, "ID") ?? "";
  if (id.length > MAX_ID_LENGTH) throw invalidArgument("ID length should not exceed allowed limit of 255", { ArgumentName: "ID", ArgumentValue: id });
  if (id !== "") return rule;
  return { ...rule, children: [{ name: "ID", text: newId(), children: [] }, ...rule.children.filter(({ name }) => name !== "ID")] };
}
