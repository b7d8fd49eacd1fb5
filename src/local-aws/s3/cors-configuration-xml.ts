import { malformedXml, type XmlElement, type XmlMembers } from "#local-aws/protocol/xml.ts";
import type { CorsRule } from "#local-aws/world.ts";
import { allowChildren, singleText } from "./answers.ts";
import { isHeaderName } from "./header-name.ts";
import { invalidRequest } from "./request-errors.ts";

const MAX_RULES = 100;
const MAX_ID_LENGTH = 255;
const METHODS = ["GET", "PUT", "POST", "DELETE", "HEAD"];

/**
 * Reads the document of PutBucketCors.
 * @throws AwsError 400 `MalformedXML` for no rule, over 100, or a rule without method or origin; 400 `InvalidRequest` for a method,
 * a wildcard or the name of an exposed header that S3 does not take (aws-facts 8.1).
 */
export function readCorsConfiguration(root: XmlElement): CorsRule[] {
  allowChildren(root, ["CORSRule"]);
  if (root.children.length === 0 || root.children.length > MAX_RULES) throw malformedXml();
  return root.children.map(readRule);
}

/** The document of GetBucketCors. */
export function corsConfigurationXml(rules: readonly CorsRule[]): XmlMembers {
  return {
    CORSRule: rules.map((rule) => ({
      ID: rule.id,
      AllowedHeader: rule.allowedHeaders,
      AllowedMethod: rule.allowedMethods,
      AllowedOrigin: rule.allowedOrigins,
      ExposeHeader: rule.exposeHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  };
}

function readRule(element: XmlElement): CorsRule {
  allowChildren(element, ["ID", "AllowedHeader", "AllowedMethod", "AllowedOrigin", "ExposeHeader", "MaxAgeSeconds"]);
  const id = singleText(element, "ID");
  const maxAge = singleText(element, "MaxAgeSeconds");
  const allowedMethods = texts(element, "AllowedMethod");
  const allowedOrigins = texts(element, "AllowedOrigin");
  const allowedHeaders = texts(element, "AllowedHeader");
  const exposeHeaders = texts(element, "ExposeHeader");
  if (allowedMethods.length === 0 || allowedOrigins.length === 0) throw malformedXml();
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) throw malformedXml();
  if ((id ?? "").length > MAX_ID_LENGTH) throw malformedXml();
  const unsupported = allowedMethods.find((method) => !METHODS.includes(method));
  if (unsupported !== undefined) {
    throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${unsupported}`);
  }
  refuseWildcards("AllowedOrigin", allowedOrigins);
  refuseWildcards("AllowedHeader", allowedHeaders);
  const wild = exposeHeaders.find((header) => header.includes("*"));
  if (wild !== undefined) throw invalidRequest(`ExposeHeader "${wild}" contains wildcard. We currently do not support wildcard for ExposeHeader.`);
  const unusable = exposeHeaders.find((header) => !isHeaderName(header));
  // AWS's own words are not established; what is no name could not be written into a header.
  if (unusable !== undefined) throw invalidRequest(`ExposeHeader "${unusable}" is not a valid header name.`);
  return {
    ...(id === undefined ? {} : { id }),
    allowedOrigins,
    allowedMethods,
    allowedHeaders,
    exposeHeaders,
    ...(maxAge === undefined ? {} : { maxAgeSeconds: Number(maxAge) }),
  };
}

function refuseWildcards(name: string, values: readonly string[]): void {
  const wild = values.find((value) => value.split("*").length > 2);
  if (wild !== undefined) throw invalidRequest(`${name} "${wild}" can not have more than one wildcard.`);
}

function texts(element: XmlElement, name: string): string[] {
  return element.children.filter((child) => child.name === name).map((child) => child.text.trim());
}
