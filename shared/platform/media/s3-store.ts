import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { faultPoint } from "./fault-points.ts";
import { loadS3, orMissing, type S3, type S3Options } from "./s3-client.ts";
import { isJobId, parseMediaKey, type ByteRange, type JobMedia, type MediaInfo, type MediaStore } from "./store.ts";
import { unavailable } from "./unavailable.ts";

const ID_KEY = ".guchi-store";
/** Of several who make the id at once, each sees within this whose was kept, in ms. */
const ID_SETTLES_MS = 500;
/**
 * Longest wait for the store to begin its answer, second try included, in ms. Four tries after a
 * paid voice (`afterPaying`) fit into the time limit of its stage.
 */
const ANSWER_MS = 8_000;
/**
 * A URL of the store is signed anew twice an hour, and good for an hour at most: a player that
 * comes back for another part finds it in its cache.
 */
const LINK_STEP_SECONDS = 1_800;
const LINK_SECONDS = 3_600;

const ANYBODY = { accessKeyId: "anybody", secretAccessKey: "none" };

/** Objects of a bucket, under the keys of the media. */
export class S3MediaStore implements MediaStore {
  readonly #options: S3Options;
  #loading: Promise<S3> | undefined;

  constructor(options: S3Options) {
    this.#options = options;
  }

  /**
   * In an object of the bucket. No condition is sent with it: not every store knows one, and some
   * take no notice.
   */
  async id(): Promise<string> {
    const known = await this.#readId();
    if (known !== undefined) return known;
    const mine = randomUUID();
    await this.#ask("write", ({ sdk, client, bucket }, abort) =>
      client.send(new sdk.PutObjectCommand({ ...bucket, Key: ID_KEY, Body: mine }), abort),
    );
    await sleep(ID_SETTLES_MS);
    return (await this.#readId()) ?? mine;
  }

  async #readId(): Promise<string | undefined> {
    return this.#ask("find", async ({ sdk, client, bucket }, abort) => {
      const found = await orMissing(client.send(new sdk.GetObjectCommand({ ...bucket, Key: ID_KEY }), abort));
      return found?.Body?.transformToString();
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const { contentType } = known(key);
    await this.#ask("keep", ({ sdk, client, bucket }, abort) => {
      const command = new sdk.PutObjectCommand({ ...bucket, Key: key, Body: bytes, ContentType: contentType });
      return client.send(command, abort);
    });
    await faultPoint("media.written");
  }

  async info(key: string): Promise<MediaInfo | undefined> {
    const parsed = parseMediaKey(key);
    if (parsed === undefined) return undefined;
    return this.#ask("find", async ({ sdk, client, bucket }, abort) => {
      const found = await orMissing(client.send(new sdk.HeadObjectCommand({ ...bucket, Key: key }), abort));
      return found && { bytes: found.ContentLength ?? 0, contentType: parsed.contentType };
    });
  }

  /** Rejects when the store has no such object, before there is a stream. */
  async read(key: string, range?: ByteRange): Promise<Readable> {
    known(key);
    return this.#ask("read", async ({ sdk, client, bucket }, abort) => {
      const part = range && { Range: `bytes=${range.start}-${range.end}` };
      const { Body: body } = await client.send(new sdk.GetObjectCommand({ ...bucket, Key: key, ...part }), abort);
      if (!(body instanceof Readable)) throw new TypeError("The store's answer has no body");
      return body;
    });
  }

  /** One by one: not every store knows how to delete many at once, and a job has a few. */
  async removeJob(jobId: string): Promise<void> {
    if (!isJobId(jobId)) throw new RangeError("Not a job id");
    const keys = [];
    for await (const { key } of this.#list(`${jobId}/`)) keys.push(key);
    await Promise.all(
      keys.map((key) =>
        this.#ask("remove", ({ sdk, client, bucket }, abort) =>
          client.send(new sdk.DeleteObjectCommand({ ...bucket, Key: key }), abort),
        ),
      ),
    );
  }

  async usage(): Promise<readonly JobMedia[]> {
    const jobs = new Map<string, JobMedia>();
    for await (const { key, bytes, writtenAt } of this.#list("")) {
      const job = parseMediaKey(key)?.jobId;
      if (job === undefined) continue; // another's
      const known = jobs.get(job);
      const sum = { bytes: bytes + (known?.bytes ?? 0), writtenAt: Math.max(writtenAt, known?.writtenAt ?? 0) };
      jobs.set(job, { job, ...sum });
    }
    return [...jobs.values()];
  }

  /**
   * A URL of the store, presigned. Its bytes go past us: the store answers ranges by itself.
   */
  async link(key: string, until: number): Promise<string> {
    known(key);
    const now = Math.floor(Date.now() / 1_000);
    const signedAt = now - (now % LINK_STEP_SECONDS);
    const seconds = Math.min(LINK_SECONDS, until - signedAt);
    return this.#ask("sign", async ({ sdk, client, bucket, presign }) => {
      const caching = { ResponseCacheControl: `private, max-age=${seconds}, immutable` };
      const command = new sdk.GetObjectCommand({ ...bucket, Key: key, ...caching });
      return presign(client, command, { signingDate: new Date(signedAt * 1_000), expiresIn: seconds });
    });
  }

  /** As of a link of somebody else's: where a bucket is does not depend on who asks. */
  async linkOrigin(): Promise<string> {
    const { sdk, client, bucket, presign } = await loadS3({ ...this.#options, credentials: ANYBODY });
    try {
      return new URL(await presign(client, new sdk.GetObjectCommand({ ...bucket, Key: ID_KEY }))).origin;
    } finally {
      client.destroy();
    }
  }

  /** By the first version of the call, which every store knows. Its pages go by the last key. */
  async *#list(prefix: string): AsyncGenerator<{ key: string; bytes: number; writtenAt: number }> {
    let isMore = true;
    let last = "";
    while (isMore) {
      const page = await this.#ask("list", ({ sdk, client, bucket }, abort) =>
        client.send(new sdk.ListObjectsCommand({ ...bucket, Prefix: prefix, Marker: last }), abort),
      );
      const objects = page.Contents ?? [];
      for (const { Key: key, Size: bytes = 0, LastModified: at } of objects) {
        if (key === undefined) continue;
        yield { key, bytes, writtenAt: at?.getTime() ?? 0 };
        last = key;
      }
      isMore = page.IsTruncated === true && objects.length > 0;
    }
  }

  /** Asks, for as long as ANSWER_MS allows. Throws as every driver does. */
  async #ask<Answer>(
    verb: string,
    ask: (s3: S3, options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
  ): Promise<Answer> {
    const { timeoutMs = ANSWER_MS } = this.#options;
    const s3 = await this.#load();
    const control = new AbortController();
    const why = new Error(`The store does not answer within ${timeoutMs} ms`);
    // Taken back once the answer has begun: a body may take its time.
    const timer = setTimeout(() => control.abort(why), timeoutMs);
    try {
      return await ask(s3, { abortSignal: control.signal });
    } catch (cause) {
      throw unavailable(verb, control.signal.aborted ? why : cause);
    } finally {
      clearTimeout(timer);
    }
  }

  /** What failed is tried again with the next question. */
  #load(): Promise<S3> {
    this.#loading ??= loadS3(this.#options).catch((cause: unknown) => {
      this.#loading = undefined;
      throw unavailable("reach", cause);
    });
    return this.#loading;
  }
}

/**
 * The key's parts. Throws RangeError where it is none, so that nobody reaches another's objects.
 */
function known(key: string) {
  const parsed = parseMediaKey(key);
  if (parsed === undefined) throw new RangeError("Not a media key");
  return parsed;
}
