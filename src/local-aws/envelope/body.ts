export type { EnvelopeServices } from "./envelope-services.ts";
export { readBody } from "./read-body.ts";
export { type PendingBody, writeBody } from "./write-body.ts";
