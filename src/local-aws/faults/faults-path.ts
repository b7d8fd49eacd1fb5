/** Where faults are ordered: no bucket's name begins with an underscore. */
export const FAULTS_PATH = "/_local-aws/faults";
