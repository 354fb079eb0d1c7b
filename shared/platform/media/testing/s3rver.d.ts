/** s3rver ships no types; this is the part that we use. Source: its README and lib/s3rver.js. */
declare module "s3rver" {
  import type { RequestListener } from "node:http";

  interface Options {
    readonly directory: string;
    readonly silent: boolean;
    readonly vhostBuckets: boolean;
  }
  export default class S3rver {
    constructor(options: Options);
    /** Where it keeps things. Making a bucket that is there changes nothing. */
    readonly store: { putBucket(name: string): Promise<unknown> };
    callback(): RequestListener;
  }
}
