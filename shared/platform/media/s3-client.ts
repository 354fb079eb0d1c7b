import type { S3Client } from "@aws-sdk/client-s3";

/** Where a bucket is, and who asks. */
export interface S3Options {
  readonly bucket: string;
  /** undefined: Amazon's, by the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** undefined: as the SDK finds them, such as those of a role of the machine. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** Whether the bucket is in the URL's path, and not in its host. */
  readonly forcePathStyle: boolean;
  /** Longest wait for an answer to begin, in ms; for tests. */
  readonly timeoutMs?: number;
}

export type S3 = Awaited<ReturnType<typeof loadS3>>;

/** A store that takes no connection is asked a second time within the time for an answer, in ms. */
const CONNECTION_MS = 3_000;
/** A body that stands still for so long is given up, in ms. */
const SILENT_MS = 30_000;
const TRIES = 2;

/** Loads the SDK, which takes a while and some 30 MB, and makes a client. Asks nothing yet. */
export async function loadS3({ bucket, endpoint, region, credentials, forcePathStyle }: S3Options) {
  const [sdk, { getSignedUrl: presign }] = await Promise.all([
    import("@aws-sdk/client-s3"),
    import("@aws-sdk/s3-request-presigner"),
  ]);
  const client: S3Client = new sdk.S3Client({
    region,
    forcePathStyle,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    maxAttempts: TRIES,
    // Not every store knows Amazon's newer checksums.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: CONNECTION_MS,
      socketTimeout: SILENT_MS,
      // Slow readers hold a socket each; whoever serves them bounds how many there are.
      httpAgent: { maxSockets: Number.POSITIVE_INFINITY },
      httpsAgent: { maxSockets: Number.POSITIVE_INFINITY },
    },
  });
  return { sdk, client, presign, bucket: { Bucket: bucket } };
}

/** The answer; undefined where the store says that there is no such object. */
export async function orMissing<Answer>(asking: Promise<Answer>): Promise<Answer | undefined> {
  return asking.catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}

/** By the status: to HEAD a store answers without words. */
function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !("$metadata" in error)) return false;
  const { $metadata: metadata } = error;
  return typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
    ? metadata.httpStatusCode === 404
    : false;
}
