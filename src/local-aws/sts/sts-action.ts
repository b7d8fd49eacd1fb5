import type { XmlMembers } from "#local-aws/protocol/xml.ts";
import type { Caller } from "#local-aws/world.ts";

/** One action of STS: its parameters in, the members of its `<…Result>` out. Throws `AwsError`. */
export type StsAction = (parameters: URLSearchParams, caller: Caller) => Promise<XmlMembers>;
