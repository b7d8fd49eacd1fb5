/** A demo principal that the local stand-in documents: its keys are public by design. */
export interface DemoPrincipal {
  readonly name: string;
  readonly description: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Custom endpoints, for the local stand-in and for S3-compatible servers. Undefined = AWS's own, by Region. */
export interface Endpoints {
  readonly s3?: string | undefined;
  readonly kms?: string | undefined;
  readonly sts?: string | undefined;
  /** `http://host/bucket/key` instead of `http://bucket.host/key`. */
  readonly forcePathStyle: boolean;
}

/** `config.json`, served beside the console: what an administrator sets for everybody. Holds no secret but a demo's. */
export interface ConsoleConfig {
  readonly region: string;
  readonly endpoints: Endpoints;
  readonly buckets: readonly { readonly name: string; readonly region?: string | undefined }[];
  /** Set by `npm start` only. */
  readonly demoPrincipals: readonly DemoPrincipal[];
}
